import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  gap: { flexGrow: 1 },
})

interface ComposerProps {
  draft: Draft
  inFuture: boolean
  onWrite: (draft: Draft) => void
  onSave: () => void
  onDiscard: () => void
}

/** The field of the quick log, with its date and buttons. */
export function Composer({ draft, inFuture, onWrite, onSave, onDiscard }: ComposerProps) {
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
      {dated && (
        <Field label={t('log.when')} size="small" validationMessage={inFuture ? t('log.future') : null}>
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
        <span className={styles.gap} />
        <Button appearance="subtle" size="small" onClick={onDiscard}>
          {t('log.discard')}
        </Button>
      </div>
    </>
  )
}

/** Now, in the form a `datetime-local` field takes. */
function localNow(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
