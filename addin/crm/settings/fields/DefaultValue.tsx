import { Checkbox, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CustomFieldType } from '../../../../server/custom-fields/schema.ts'
import { usersQuery } from '../../../features/editing/users-query.ts'
import type { FieldForm } from './field-form.ts'

const inputTypes: Partial<Record<CustomFieldType, 'date' | 'url' | 'email' | 'tel'>> = {
  date: 'date',
  url: 'url',
  email: 'email',
  phone: 'tel',
}

const useStyles = makeStyles({
  group: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, border: 'none', margin: 0, padding: 0 },
})

interface Props {
  form: FieldForm
  fault: string | undefined
  onChange: (change: Partial<FieldForm>) => void
}

/** What a new record gets when nobody fills the field in, in the control that fits the type. */
export function DefaultValue({ form, fault, onChange }: Props) {
  const { t } = useTranslation('settings')
  const saved = form.choices.filter(({ id, archived }) => id !== undefined && !archived)
  const text = (defaultText: string) => onChange({ defaultText })
  const field = { label: t('fields.default'), validationMessage: fault ?? null }
  switch (form.type) {
    case 'multi_choice':
      return <DefaultChoices form={form} fault={fault} onChange={onChange} />
    case 'single_choice':
      return (
        <Field {...field} hint={t('fields.defaultChoiceHint')}>
          <Options value={form.defaultText} onChange={text} options={saved.map(({ id = '', label }) => [id, label])} />
        </Field>
      )
    case 'yes_no':
      return (
        <Field {...field}>
          <Options
            value={form.defaultText}
            onChange={text}
            options={[
              ['true', t('yes')],
              ['false', t('no')],
            ]}
          />
        </Field>
      )
    case 'user':
      return (
        <Field {...field}>
          <Users value={form.defaultText} onChange={text} />
        </Field>
      )
    case 'long_text':
      return (
        <Field {...field}>
          <Textarea rows={2} value={form.defaultText} onChange={(_, { value }) => text(value)} />
        </Field>
      )
    default:
      return (
        <Field {...field}>
          <Input
            type={inputTypes[form.type] ?? 'text'}
            inputMode={form.type === 'number' ? 'decimal' : undefined}
            value={form.defaultText}
            onChange={(_, { value }) => text(value)}
          />
        </Field>
      )
  }
}

function DefaultChoices({ form, fault, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { defaultChoices } = form
  return (
    <Field label={t('fields.default')} hint={t('fields.defaultChoiceHint')} validationMessage={fault ?? null}>
      <fieldset className={styles.group} aria-label={t('fields.default')}>
        {form.choices.map(({ row, id, label, archived }) =>
          id === undefined || archived ? null : (
            <Checkbox
              key={row}
              label={label}
              checked={defaultChoices.includes(id)}
              onChange={(_, { checked }) =>
                onChange({
                  defaultChoices: checked ? [...defaultChoices, id] : defaultChoices.filter((one) => one !== id),
                })
              }
            />
          ),
        )}
      </fieldset>
    </Field>
  )
}

interface OptionsProps {
  value: string
  onChange: (value: string) => void
  options: [value: string, label: string][]
}

function Options({ value, onChange, options, ...field }: OptionsProps) {
  const { t } = useTranslation('settings')
  return (
    <Select {...field} value={value} onChange={(_, data) => onChange(data.value)}>
      <option value="">{t('fields.noDefault')}</option>
      {options.map(([id, label]) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </Select>
  )
}

function Users({ value, onChange, ...field }: Omit<OptionsProps, 'options'>) {
  const users = useQuery(usersQuery)
  const options = (users.data ?? []).filter(({ active }) => active).map(({ id, name }): [string, string] => [id, name])
  return <Options {...field} value={value} onChange={onChange} options={options} />
}
