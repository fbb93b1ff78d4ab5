import { Checkbox, Field, Input, Radio, RadioGroup, Select, Textarea } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { doubleOptIns, type FormDefinition } from '../../../server/forms/schema.ts'
import type { PartProps } from './Builder.tsx'
import { mailboxesQuery } from './forms-query.ts'
import { useFormStyles } from './styles.ts'

/** What people are asked to agree to, and how they confirm it. */
export function ConsentPart({ draft: { definition }, set }: PartProps) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const { consent, tracking } = definition
  const say = (part: Partial<FormDefinition>) => set({ definition: { ...definition, ...part } })
  return (
    <section className={styles.part} aria-label={t('parts.consent')}>
      <h2 className={styles.partTitle}>{t('parts.consent')}</h2>
      <Field hint={t('askConsentHint')}>
        <Checkbox
          label={t('askConsent')}
          checked={consent !== null}
          onChange={(_, { checked }) => say({ consent: checked ? { wording: '', required: false } : null })}
        />
      </Field>
      {consent && (
        <>
          <Field label={t('wording')}>
            <Textarea
              maxLength={2000}
              resize="vertical"
              value={consent.wording}
              onChange={(_, { value }) => say({ consent: { ...consent, wording: value } })}
            />
          </Field>
          <Field hint={t('consentRequiredHint')}>
            <Checkbox
              label={t('consentRequired')}
              checked={consent.required}
              onChange={(_, { checked }) => say({ consent: { ...consent, required: checked === true } })}
            />
          </Field>
        </>
      )}
      <Checkbox
        label={t('askTracking')}
        checked={tracking !== null}
        onChange={(_, { checked }) => say({ tracking: checked ? { wording: '' } : null })}
      />
      {tracking && (
        <Field label={t('trackingWording')}>
          <Textarea
            maxLength={2000}
            resize="vertical"
            value={tracking.wording}
            onChange={(_, { value }) => say({ tracking: { wording: value } })}
          />
        </Field>
      )}
      {(consent || tracking) && <Confirmation definition={definition} say={say} />}
    </section>
  )
}

function Confirmation({
  definition,
  say,
}: {
  definition: FormDefinition
  say: (part: Partial<FormDefinition>) => void
}) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const { data: mailboxes = [] } = useQuery(mailboxesQuery)
  const { doubleOptIn, confirmation } = definition
  const set = (part: Partial<FormDefinition['confirmation']>) => say({ confirmation: { ...confirmation, ...part } })
  return (
    <>
      <Field label={t('doubleOptIn')} hint={t(`doubleOptInHint.${doubleOptIn}`)}>
        <RadioGroup
          value={doubleOptIn}
          onChange={(_, { value }) => say({ doubleOptIn: value as FormDefinition['doubleOptIn'] })}
        >
          {doubleOptIns.map((one) => (
            <Radio key={one} value={one} label={t(`doubleOptInOf.${one}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={t('mailbox')} hint={t('mailboxHint')}>
        <Select value={confirmation.mailboxId ?? ''} onChange={(_, { value }) => set({ mailboxId: value || null })}>
          <option value="">{t('choose')}</option>
          {mailboxes.map(({ id, address, name }) => (
            <option key={id} value={id}>
              {name ? `${name} (${address})` : address}
            </option>
          ))}
        </Select>
      </Field>
      {confirmation.mailboxId && (
        <>
          <Field label={t('subject')}>
            <Input
              className={styles.input}
              maxLength={200}
              value={confirmation.subject}
              onChange={(_, { value }) => set({ subject: value })}
            />
          </Field>
          <Field label={t('mailText')} hint={t('mailHint')}>
            <Textarea
              maxLength={4000}
              resize="vertical"
              value={confirmation.text}
              onChange={(_, { value }) => set({ text: value })}
            />
          </Field>
        </>
      )}
    </>
  )
}
