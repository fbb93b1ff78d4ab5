import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CalendarLtrRegular, CallRegular, type FluentIcon, NoteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogActivityInput } from '../../../server/timeline/schema.ts'
import { MessageChanged } from '../../outlook/selected-item.ts'
import { Composer } from './Composer.tsx'
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
  kinds: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  kind: { flex: '1 1 0', minWidth: 'max-content', paddingInline: tokens.spacingHorizontalXS, overflowWrap: 'normal' },
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
  const [inFuture, setInFuture] = useState(false)
  const write = (next: Draft) => {
    setInFuture(false)
    setDraft(next)
    keepDraft(message.key, contactId, next)
  }
  const close = () => {
    dropDraft(message.key, contactId)
    setDraft(null)
    setInFuture(false)
  }
  const save = () => {
    if (!draft || draft.text.trim() === '') return
    // A call or meeting ahead is planned (TL-11); a note is written now or was before.
    if (draft.kind === 'note' && draft.at && new Date(draft.at).getTime() > Date.now()) return setInFuture(true)
    try {
      guard()
    } catch (error) {
      // The pane says so; the draft stays with the message it was written for.
      if (error instanceof MessageChanged) return
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
      {draft && (
        <Composer
          contactId={contactId}
          draft={draft}
          inFuture={inFuture}
          onWrite={write}
          onSave={save}
          onDiscard={close}
        />
      )}
    </section>
  )
}

function toInput(draft: Draft, drawnFor: string | null): LogActivityInput {
  const mentioned = (draft.mentions ?? []).filter(({ name }) => draft.text.includes(`@${name}`))
  return {
    type: draft.kind,
    summary: draft.text.trim(),
    ...(draft.people?.length ? { contactIds: draft.people.map(({ id }) => id) } : {}),
    ...(mentioned.length > 0 ? { mentions: mentioned.map(({ id }) => id) } : {}),
    ...(draft.at ? { occurredAt: new Date(draft.at).toISOString() } : {}),
    ...(drawnFor ? { drawnFor } : {}),
  }
}
