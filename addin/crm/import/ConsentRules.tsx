import { Field, Input, MessageBar, MessageBarBody, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ImportDefaults } from '../../../server/import/schema.ts'
import { Attestation } from './Attestation.tsx'
import { choicesOfBuiltIn } from './catalogue.ts'
import { Hinted } from './Hinted.tsx'
import { mayOptIn, withDefaults } from './mapping.ts'
import { errorAt } from './problems.ts'
import { useImportRights } from './rights.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

const statuses = ['unknown', 'pending', 'opted_in', 'opted_out'] as const

/** Consent where the file says nothing, with the warning that belongs to it (IM-11). */
export function ConsentRules(props: StepProps) {
  const { edit, errors } = props
  const { mapping, change } = edit
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { maySign } = useImportRights()
  const { defaults } = mapping
  const said = (name: string) => errorAt(errors, `defaults.${name}`) ?? null
  const set = (part: Parameters<typeof withDefaults>[1]) => change((all) => withDefaults(all, part))
  return (
    <section className={shared.form} aria-labelledby="import-consent">
      <h3 id="import-consent" className={shared.partTitle}>
        {t('rules.consentTitle')}
      </h3>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('rules.warning')}</MessageBarBody>
      </MessageBar>
      <Field
        label={t('rules.consentStatus')}
        hint={maySign ? null : t('rules.optInWho')}
        validationMessage={said('consentStatus')}
      >
        <RadioGroup
          value={defaults.consentStatus ?? 'unknown'}
          onChange={(_, { value }) =>
            set({
              consentStatus: value as NonNullable<ImportDefaults['consentStatus']>,
              consentType: value === 'opted_in' ? (defaults.consentType ?? 'imported') : defaults.consentType,
            })
          }
        >
          {statuses.map((status) => (
            <Radio
              key={status}
              value={status}
              disabled={status === 'opted_in' && !maySign}
              label={<Hinted label={t(`consentStatus.${status}`)} hint={t(`rules.statusHint.${status}`)} />}
            />
          ))}
        </RadioGroup>
      </Field>
      <div className={shared.columns}>
        <Field label={t('rules.consentType')} validationMessage={said('consentType')}>
          <Select
            className={shared.control}
            value={defaults.consentType ?? 'imported'}
            onChange={(_, { value }) => set({ consentType: value as NonNullable<ImportDefaults['consentType']> })}
          >
            {choicesOfBuiltIn['consent.type'].toReversed().map((type) => (
              <option key={type} value={type}>
                {t(`consentType.${type}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label={t('rules.consentSource')}
          hint={t('rules.consentSourceHint')}
          validationMessage={said('consentSource')}
        >
          <Input
            className={shared.control}
            maxLength={200}
            value={defaults.consentSource ?? ''}
            onChange={(_, { value }) => set({ consentSource: value === '' ? undefined : value })}
          />
        </Field>
      </div>
      <p className={shared.text}>{t('rules.ledger')}</p>
      {mayOptIn(mapping) && <Attestation {...props} />}
    </section>
  )
}
