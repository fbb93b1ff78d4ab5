import { Checkbox, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ActivityType } from '../../../../server/timeline/schema.ts'
import { allTypes } from '../../../features/timeline/activity-look.tsx'
import type { RuleFault, RuleForm } from './rule-form.ts'

const useStyles = makeStyles({
  types: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(170px, 100%), 1fr))',
    border: 'none',
    margin: 0,
    padding: 0,
  },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(160px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
  },
  input: { minWidth: 0, width: '100%' },
})

interface Props {
  form: RuleForm
  faults: readonly RuleFault[]
  onChange: (part: Partial<RuleForm>) => void
}

/** Which activities count, how they count, and for how long. */
export function ActivityRule({ form, faults, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { t: texts } = useTranslation()
  const fault = (field: RuleFault) => (faults.includes(field) ? t(`scoring.fault.${field}`) : null)
  const toggle = (type: ActivityType, on: boolean) =>
    onChange({ types: on ? [...form.types, type] : form.types.filter((one) => one !== type) })
  return (
    <>
      <Field label={t('scoring.types')} validationMessage={fault('types')}>
        <fieldset className={styles.types} aria-label={t('scoring.types')}>
          {allTypes.map((type) => (
            <Checkbox
              key={type}
              label={texts(`activity.${type}`)}
              checked={form.types.includes(type)}
              onChange={(_, { checked }) => toggle(type, checked === true)}
            />
          ))}
        </fieldset>
      </Field>
      <Field label={t('scoring.counting')}>
        <RadioGroup value={form.per} onChange={(_, { value }) => onChange({ per: value === 'once' ? 'once' : 'each' })}>
          <Radio value="each" label={t('scoring.countEach')} />
          <Radio value="once" label={t('scoring.countOnce')} />
        </RadioGroup>
      </Field>
      <div className={styles.pair}>
        {(['withinDays', 'atLeast'] as const).map((field) => (
          <Field
            key={field}
            label={t(`scoring.number.${field}`)}
            hint={t(`scoring.numberHint.${field}`)}
            validationMessage={fault(field)}
          >
            <Input
              className={styles.input}
              inputMode="numeric"
              value={form[field]}
              onChange={(_, { value }) => onChange({ [field]: value })}
            />
          </Field>
        ))}
      </div>
    </>
  )
}
