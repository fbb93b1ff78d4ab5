import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { PeopleAddRegular } from '@fluentui/react-icons'
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localDateTime } from '../../ui/format.ts'
import type { Draft } from './draft.ts'
import { typedMention } from './mention.ts'

// A search and the list of colleagues are rare guests in a note.
const AlsoAbout = lazy(() => import('./AlsoAbout.tsx'))
const MentionList = lazy(() => import('./MentionList.tsx'))

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  gap: { flexGrow: 1 },
  text: { display: 'grid' },
})

interface ComposerProps {
  contactId: string
  draft: Draft
  inFuture: boolean
  onWrite: (draft: Draft) => void
  onSave: () => void
  onDiscard: () => void
}

/** The field of the quick log, with its date and buttons. */
export function Composer({ contactId, draft, inFuture, onWrite, onSave, onDiscard }: ComposerProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [dated, setDated] = useState(draft.at !== '')
  const [among, setAmong] = useState((draft.people ?? []).length > 0)
  const field = useRef<HTMLDivElement>(null)
  const typed = typedMention(draft.text)
  // A draft that comes back after a reload must not pull the focus out of Outlook; a click on a button may.
  const [takeFocus] = useState(draft.text === '')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onSave()
  }
  return (
    <>
      <div ref={field} className={styles.text}>
        <Textarea
          autoFocus={takeFocus}
          rows={3}
          resize="vertical"
          maxLength={10_000}
          aria-label={t(`log.${draft.kind}Field`)}
          placeholder={`${t(`log.${draft.kind}Field`)} ${t('log.keys')}`}
          value={draft.text}
          onChange={(_, { value }) => onWrite({ ...draft, text: value })}
          onKeyDown={onKeyDown}
        />
      </div>
      {typed !== null && (
        <Suspense>
          <MentionList
            typed={typed}
            onPick={(user) => {
              const text = `${draft.text.slice(0, draft.text.length - typed.length)}${user.name} `
              onWrite({ ...draft, text, mentions: [...(draft.mentions ?? []), user] })
              field.current?.querySelector('textarea')?.focus()
            }}
          />
        </Suspense>
      )}
      {among && (
        <Suspense>
          <AlsoAbout
            contactId={contactId}
            people={draft.people ?? []}
            onChange={(people) => onWrite({ ...draft, people })}
          />
        </Suspense>
      )}
      {dated && (
        <Field label={t('log.when')} size="small" validationMessage={inFuture ? t('log.future') : null}>
          <Input
            type="datetime-local"
            size="small"
            {...(draft.kind === 'note' ? { max: localDateTime(Date.now()) } : {})}
            value={draft.at || localDateTime(Date.now())}
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
        {!among && (
          <Button
            appearance="subtle"
            size="small"
            icon={<PeopleAddRegular />}
            aria-label={t('log.people')}
            title={t('log.people')}
            onClick={() => setAmong(true)}
          />
        )}
        <span className={styles.gap} />
        <Button appearance="subtle" size="small" onClick={onDiscard}>
          {t('log.discard')}
        </Button>
      </div>
    </>
  )
}
