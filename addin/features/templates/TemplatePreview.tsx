import { Button, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilledTemplate, Template } from '../../../server/templates/schema.ts'
import { locale } from '../../ui/i18n.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { HtmlPreview } from './HtmlPreview.tsx'
import { type FilledFor, filledQuery } from './templates-query.ts'

const useStyles = makeStyles({
  preview: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  heading: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  subject: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: 'anywhere' },
  insert: { justifySelf: 'start' },
})

export interface PreviewProps {
  to: FilledFor
  /** Whose copy it is; null while there is nobody to fill it for. */
  name: string | null
  /** What to know before this template goes to these people. */
  warn?: ((purpose: Template['purpose']) => ReactNode) | undefined
  /** Throws where it cannot be put in, with words for the writer. */
  onInsert: (filled: FilledTemplate, template: Template) => Promise<void> | void
}

/** A template filled for one person, with what is missing, before it is inserted. */
export function TemplatePreview({ template, to, name, warn, onInsert }: PreviewProps & { template: Template }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  const heading = useId()
  const filled = useQuery(filledQuery(template, to))
  const insert = useMutation({ mutationFn: async (ready: FilledTemplate) => onInsert(ready, template) })
  if (filled.isError && !filled.data) return <Failed compact error={filled.error} retry={filled.refetch} />
  if (!filled.data) return <LoadingRows count={3} />
  const { subject, html, wayOut, missing, purpose } = filled.data
  const fields = new Intl.ListFormat(locale()).format(missing.map(({ label }) => label))
  return (
    <div className={styles.preview}>
      {warn?.(purpose)}
      {missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline" data-testid="missing-fields">
          <MessageBarBody>{t('missing', { fields })}</MessageBarBody>
        </MessageBar>
      )}
      <section className={styles.preview} aria-labelledby={heading}>
        <p id={heading} className={styles.heading}>
          {name ? t('preview', { name }) : t('previewNobody')}
        </p>
        {subject && <p className={styles.subject}>{subject}</p>}
        <HtmlPreview html={html + (wayOut ?? '')} title={template.name} />
      </section>
      {insert.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{t('notInserted', { reason: describeError(insert.error) })}</MessageBarBody>
        </MessageBar>
      )}
      <InsertButton pending={insert.isPending} onInsert={() => insert.mutate(filled.data)} />
    </div>
  )
}

/** The focus is on it: what was chosen a moment ago is most likely wanted. */
function InsertButton({ pending, onInsert }: { pending: boolean; onInsert: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('templates')
  return (
    <Button autoFocus appearance="primary" className={styles.insert} disabledFocusable={pending} onClick={onInsert}>
      {pending ? t('inserting') : t('insert')}
    </Button>
  )
}
