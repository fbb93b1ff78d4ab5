import { Button, Field, Input, makeStyles, Textarea, tokens, typographyStyles } from '@fluentui/react-components'
import { CalendarLtrRegular, CallRegular, type FluentIcon, NoteRegular } from '@fluentui/react-icons'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogActivityInput } from '../../../server/timeline/schema.ts'
import { MessageChanged } from '../../outlook/selected-item.ts'
import { type Draft, dropDraft, keepDraft, type LogKind, loadDraft } from './draft.ts'
import { outbox } from './log-outbox.ts'

const kinds: [LogKind, FluentIcon][] = [
  ['note', NoteRegular],
  ['call', CallRegular],
  ['meeting', CalendarLtrRegular],
]

const useStyles = makeStyles({
  log: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
  },
  kinds: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(76px, 1fr))',
    gap: tokens.spacingHorizontalXS,
  },
  kind: { minWidth: 0, paddingInline: tokens.spacingHorizontalXS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  keys: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, flexGrow: 1 },
})

interface Props {
  contactId: string
  message: { key: string; internetMessageId: string | null }
  /** Throws when Outlook shows another message by now. */
  guard: () => void
}

/** Logs a note, call or meeting: one click, one field. Mount it anew for each message and contact. */
export function QuickLog({ contactId, message, guard }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [draft, setDraft] = useState<Draft | null>(() => loadDraft(message.key, contactId))
  const [problem, setProblem] = useState<'changed' | 'future' | null>(null)
  const write = (next: Draft) => {
    setProblem(null)
    setDraft(next)
    keepDraft(message.key, contactId, next)
  }
  const close = () => {
    dropDraft(message.key, contactId)
    setDraft(null)
    setProblem(null)
  }
  const save = () => {
    if (!draft || draft.text.trim() === '') return
    if (draft.at && new Date(draft.at).getTime() > Date.now()) return setProblem('future')
    try {
      guard()
    } catch (error) {
      if (error instanceof MessageChanged) return setProblem('changed')
      throw error
    }
    outbox.add(contactId, toInput(draft, message.internetMessageId))
    close()
  }
  return (
    <section className={styles.log} aria-label={t('log.label')}>
      <div className={styles.kinds}>
        {kinds.map(([kind, Icon]) => (
          <Button
            key={kind}
            className={styles.kind}
            icon={<Icon />}
            aria-pressed={draft?.kind === kind}
            appearance={draft?.kind === kind ? 'primary' : 'secondary'}
            onClick={() =>
              draft?.kind === kind && !draft.text ? close() : write({ text: '', at: '', ...draft, kind })
            }
          >
            {t(`log.${kind}`)}
          </Button>
        ))}
      </div>
      {draft && <Composer draft={draft} problem={problem} onWrite={write} onSave={save} onDiscard={close} />}
    </section>
  )
}

interface ComposerProps {
  draft: Draft
  problem: 'changed' | 'future' | null
  onWrite: (draft: Draft) => void
  onSave: () => void
  onDiscard: () => void
}

function Composer({ draft, problem, onWrite, onSave, onDiscard }: ComposerProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [dated, setDated] = useState(draft.at !== '')
  // A draft that comes back after a reload must not pull the focus out of Outlook; a click on a button may.
  const [takeFocus] = useState(draft.text === '')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onSave()
  }
  return (
    <>
      <Field validationMessage={problem === 'changed' ? t('log.changed') : null}>
        <Textarea
          autoFocus={takeFocus}
          rows={3}
          resize="vertical"
          maxLength={10_000}
          aria-label={t(`log.${draft.kind}Field`)}
          placeholder={t(`log.${draft.kind}Field`)}
          value={draft.text}
          onChange={(_, { value }) => onWrite({ ...draft, text: value })}
          onKeyDown={onKeyDown}
        />
      </Field>
      {dated && (
        <Field label={t('log.when')} size="small" validationMessage={problem === 'future' ? t('log.future') : null}>
          <Input
            type="datetime-local"
            size="small"
            max={localNow()}
            value={draft.at || localNow()}
            onChange={(_, { value }) => onWrite({ ...draft, at: value })}
          />
        </Field>
      )}
      <div className={styles.row}>
        <Button appearance="primary" size="small" disabledFocusable={draft.text.trim() === ''} onClick={onSave}>
          {t('log.save')}
        </Button>
        {!dated && (
          <Button appearance="subtle" size="small" onClick={() => setDated(true)}>
            {t('log.now')} ▾
          </Button>
        )}
        <span className={styles.keys}>{t('log.keys')}</span>
        <Button appearance="transparent" size="small" onClick={onDiscard}>
          {t('log.discard')}
        </Button>
      </div>
    </>
  )
}

function toInput(draft: Draft, drawnFor: string | null): LogActivityInput {
  return {
    type: draft.kind,
    summary: draft.text.trim(),
    ...(draft.at ? { occurredAt: new Date(draft.at).toISOString() } : {}),
    ...(drawnFor ? { drawnFor } : {}),
  }
}

/** Now, in the form a `datetime-local` field takes. */
function localNow(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
