import { Button, Input, makeStyles, tokens } from '@fluentui/react-components'
import { Delete20Regular, Save20Regular, Send20Filled } from '@fluentui/react-icons'
import { useState, useSyncExternalStore } from 'react'
import type { ThemeName } from '../host/theme.ts'
import type { Draft } from '../mail/draft.ts'
import { BodyEditorFrame } from './BodyEditorFrame.tsx'
import { NoticeBars } from './NoticeBars.tsx'
import { RecipientInput } from './RecipientInput.tsx'

const useStyles = makeStyles({
  form: {
    flex: 1,
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    outline: `1px solid ${tokens.colorTransparentStroke}`, // seen in high contrast only
    overflow: 'hidden',
  },
  actions: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
  },
  space: { flex: 1 },
  fields: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
  },
  subject: { width: '100%' },
})

interface ComposeFormProps {
  draft: Draft
  theme: ThemeName
  /** An add-in is asked whether the message may go. */
  sending: boolean
  onSend(): void
  onSave(): void
  onDiscard(): void
}

export function ComposeForm({ draft, theme, sending, onSend, onSave, onDiscard }: ComposeFormProps) {
  const styles = useStyles()
  const { to, cc, bcc, subject } = useSyncExternalStore(draft.subscribe, draft.fields)
  const [asksBcc, setAsksBcc] = useState(bcc.length > 0)
  const someone = to.length + cc.length + bcc.length > 0
  return (
    <section className={styles.form} aria-label="Compose" data-testid="compose-form">
      <div className={styles.actions}>
        <Button appearance="primary" icon={<Send20Filled />} disabled={!someone || sending} onClick={onSend}>
          Send
        </Button>
        <Button appearance="subtle" icon={<Save20Regular />} onClick={onSave}>
          Save
        </Button>
        <span className={styles.space} />
        {!asksBcc && (
          <Button appearance="subtle" onClick={() => setAsksBcc(true)}>
            Bcc
          </Button>
        )}
        <Button appearance="subtle" icon={<Delete20Regular />} onClick={onDiscard} aria-label="Discard" />
      </div>
      <NoticeBars notices={draft.notices} />
      <div className={styles.fields}>
        <RecipientInput label="To" people={to} reader={draft.writer} onChange={(next) => draft.change({ to: next })} />
        <RecipientInput label="Cc" people={cc} reader={draft.writer} onChange={(next) => draft.change({ cc: next })} />
        {(asksBcc || bcc.length > 0) && (
          <RecipientInput
            label="Bcc"
            people={bcc}
            reader={draft.writer}
            onChange={(next) => draft.change({ bcc: next })}
          />
        )}
        <Input
          className={styles.subject}
          appearance="underline"
          placeholder="Add a subject"
          aria-label="Subject"
          value={subject}
          onChange={(_, { value }) => draft.change({ subject: value })}
        />
      </div>
      <BodyEditorFrame draft={draft} theme={theme} />
    </section>
  )
}
