import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { withRules } from './mapping.ts'
import { errorAt } from './problems.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** What becomes of rows that match nobody, and of values that do not fit. */
export function NewRules({ edit: { mapping, change }, errors }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  return (
    <section className={shared.form} aria-labelledby="import-new">
      <h3 id="import-new" className={shared.partTitle}>
        {t('rules.othersTitle')}
      </h3>
      <Field label={t('rules.onNew')} validationMessage={errorAt(errors, 'onNew') ?? null}>
        <RadioGroup
          value={mapping.onNew}
          onChange={(_, { value }) => change((all) => withRules(all, { onNew: value === 'skip' ? 'skip' : 'create' }))}
        >
          <Radio value="create" label={t('rules.new.create')} />
          <Radio value="skip" label={t('rules.new.skip')} />
        </RadioGroup>
      </Field>
      <Field label={t('rules.invalid')} validationMessage={errorAt(errors, 'invalid') ?? null}>
        <RadioGroup
          value={mapping.invalid}
          onChange={(_, { value }) =>
            change((all) => withRules(all, { invalid: value === 'refuse' ? 'refuse' : 'leave_out' }))
          }
        >
          <Radio value="leave_out" label={t('rules.invalidOf.leave_out')} />
          <Radio value="refuse" label={t('rules.invalidOf.refuse')} />
        </RadioGroup>
      </Field>
    </section>
  )
}
