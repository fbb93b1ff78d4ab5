import { Button, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CheckedMail, CheckedRecipient } from '../../../server/sending/schema.ts'
import type { FilledTemplate, Template } from '../../../server/templates/schema.ts'
import { foldAddress, type MailState } from '../../events/mail-state.ts'
import { nameOf, refused } from '../../events/verdict-of.ts'
import { plainText, type Recipient, type WrittenMail } from '../../outlook/written-mail.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { filledQuery } from '../templates/templates-query.ts'
import { HtmlPreview } from './HtmlPreview.tsx'
import { sampleOf } from './sample.ts'

const useStyles = makeStyles({
  preview: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  line: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  subject: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: 'anywhere' },
  names: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
})

export interface Inserted {
  name: string
  /** Null when the template is for personal mail. */
  marketing: MailState['marketing']
}

interface Props {
  mail: WrittenMail
  template: Template
  people: Recipient[]
  checked: CheckedMail | undefined
  onInserted: (inserted: Inserted) => void
}

/** A template filled for the first recipient, with what is missing and who must not get it, before it is inserted. */
export function TemplatePreview({ mail, template, people, checked, onInserted }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  const first = firstOutsider(people, checked)
  const filled = useQuery(
    filledQuery(template, { contactId: first?.contact?.id ?? null, address: first?.address ?? null }),
  )
  const insert = useMutation({
    mutationFn: async ({ html, wayOut, subject, purpose }: FilledTemplate): Promise<Inserted> => {
      mail.assertStillOn()
      await mail.insert(html + (wayOut ?? ''))
      // The text is in; a subject that cannot be set is no reason to say that it failed.
      await mail.fillSubject(subject).catch(() => undefined)
      const marketing = {
        templateId: template.id,
        name: template.name,
        sample: sampleOf(plainText(html)),
        wayOutOf: wayOut && first ? foldAddress(first.address) : null,
      }
      return { name: template.name, marketing: purpose === 'marketing' ? marketing : null }
    },
    onSuccess: onInserted,
  })
  if (filled.isError && !filled.data) return <Failed compact error={filled.error} retry={filled.refetch} />
  if (!filled.data) return <LoadingRows count={3} />
  const { subject, html, wayOut, missing, purpose } = filled.data
  return (
    <div className={styles.preview}>
      <p className={styles.line}>
        {first
          ? t('templates.filledFor', { name: first.contact?.displayName ?? first.address })
          : t('templates.filledForNobody')}
      </p>
      {purpose === 'marketing' && <Refusals checked={people.length > 0 ? checked : { recipients: [] }} />}
      {missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline" data-testid="missing-fields">
          <MessageBarBody>
            {t('templates.missing')}
            <ul className={styles.names}>
              {missing.map(({ field, label }) => (
                <li key={field}>{label}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {subject && (
        <p className={styles.subject}>
          <span className={styles.line}>{t('templates.subject')}</span>
          <br />
          {subject}
        </p>
      )}
      <HtmlPreview html={html + (wayOut ?? '')} title={t('templates.preview', { name: template.name })} />
      {insert.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{t('templates.failed', { reason: insert.error.message })}</MessageBarBody>
        </MessageBar>
      )}
      <InsertButton pending={insert.isPending} onInsert={() => insert.mutate(filled.data)} />
    </div>
  )
}

/** The focus is on it: what was chosen a moment ago is most likely wanted. */
function InsertButton({ pending, onInsert }: { pending: boolean; onInsert: () => void }) {
  const { t } = useTranslation('compose')
  return (
    <Button autoFocus appearance="primary" disabledFocusable={pending} onClick={onInsert}>
      {pending ? t('templates.inserting') : t('templates.insert')}
    </Button>
  )
}

/** Warns before marketing goes to somebody who must not get it. */
function Refusals({ checked }: { checked: Pick<CheckedMail, 'recipients'> | undefined }) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  const refusals = refused(checked?.recipients ?? [])
  if (checked && refusals.length === 0) return null
  return (
    <MessageBar intent={checked ? 'error' : 'warning'} layout="multiline" data-testid="refused">
      <MessageBarBody>
        {checked ? t('templates.refused', { count: refusals.length }) : t('templates.unchecked')}
        <ul className={styles.names}>
          {refusals.map((one) => (
            <li key={one.address}>{t('templates.refusedOne', { name: nameOf(one), text: one.marketing?.text })}</li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}

/** Whom a template is filled for: the first recipient who does not work here. */
function firstOutsider(people: Recipient[], checked: CheckedMail | undefined): CheckedRecipient | undefined {
  const found = people.flatMap(({ address }) => {
    const one = checked?.recipients.find((other) => foldAddress(other.address) === foldAddress(address))
    return one && !one.own ? [one] : []
  })
  return found[0]
}
