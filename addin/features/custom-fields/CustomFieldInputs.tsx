import '../editing/texts.ts'
import {
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  Option,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import { customPrefix, type Draft, isBlank, isList, type Value } from '../editing/draft.ts'
import { UserPicker } from '../editing/UserPicker.tsx'
import { customFieldsQuery } from './custom-fields-query.ts'
import { numberText, readNumber } from './custom-value.ts'

const useStyles = makeStyles({
  field: { minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
  input: { minWidth: 0, width: '100%' },
  more: { gridColumn: '1 / -1', justifySelf: 'start', paddingInline: tokens.spacingHorizontalS },
})

const wideTypes: readonly CustomField['type'][] = ['long_text', 'multi_choice', 'url']

interface Props {
  entity: CustomField['entity']
  draft: Draft
  errors: Record<string, string>
  set: (field: string, value: Value) => void
  /** Only these, by their name in the draft. */
  only?: readonly string[] | undefined
  /** Shows at first what is for the pane, required, filled or refused; the others on demand (CF-08). */
  brief?: boolean
}

/** The organisation's own fields, each by its type. Stands in the grid of a form. */
export function CustomFieldInputs({ entity, draft, errors, set, only, brief }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const { data: fields = [] } = useQuery(customFieldsQuery(entity))
  const [all, setAll] = useState(!brief)
  // What was filled when the form opened stays in sight while it is being emptied.
  const [filled] = useState(() => new Set(Object.keys(draft).filter((name) => !isBlank(draft[name]))))
  const wanted = fields.filter((field) => only?.includes(customPrefix + field.key) ?? true)
  const shown = wanted.filter((field) => {
    const name = customPrefix + field.key
    return all || only || field.inPane || field.required || filled.has(name) || errors[name]
  })
  const hidden = wanted.length - shown.length
  return (
    <>
      {shown.map((field) => {
        const name = customPrefix + field.key
        return (
          <Field
            key={field.id}
            className={mergeClasses(styles.field, wideTypes.includes(field.type) && styles.wide)}
            size="small"
            label={field.label}
            required={field.required}
            hint={field.help}
            validationMessage={errors[name] ?? null}
          >
            <CustomInput field={field} value={draft[name] ?? null} onChange={(value) => set(name, value)} />
          </Field>
        )
      })}
      {hidden > 0 && (
        <Button className={styles.more} size="small" appearance="transparent" onClick={() => setAll(true)}>
          {t('moreFields', { count: hidden })}
        </Button>
      )}
    </>
  )
}

interface InputProps {
  field: CustomField
  value: Value
  onChange: (value: Value) => void
}

const inputTypes = { url: 'url', email: 'email', phone: 'tel', date: 'date', text: 'text' } as const

function CustomInput({ field, value, onChange }: InputProps) {
  const styles = useStyles()
  const text = typeof value === 'string' ? value : ''
  switch (field.type) {
    case 'long_text':
      return <Textarea size="small" resize="vertical" value={text} onChange={(_, data) => onChange(data.value)} />
    case 'number':
      return <NumberInput value={value} onChange={onChange} />
    case 'yes_no':
      return <YesNo value={value} onChange={onChange} />
    case 'single_choice':
      return <OneChoice field={field} value={text} onChange={onChange} />
    case 'multi_choice':
      return <ManyChoices field={field} value={isList(value) ? value : []} onChange={onChange} />
    case 'user':
      return <UserPicker value={text || null} onChange={(user) => onChange(user?.id ?? null)} />
    default:
      return (
        <Input
          className={styles.input}
          size="small"
          type={inputTypes[field.type]}
          autoComplete="off"
          value={text}
          onChange={(_, data) => onChange(data.value)}
        />
      )
  }
}

interface ValueProps<V extends Value> {
  value: V
  onChange: (value: Value) => void
}

/** Keeps what is typed; hands on a number where it is one, else the text, which the server refuses with a reason. */
function NumberInput({ value, onChange }: ValueProps<Value>) {
  const styles = useStyles()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? (typeof value === 'number' ? numberText(value) : String(value ?? ''))
  return (
    <Input
      className={styles.input}
      size="small"
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(_, data) => {
        setTyped(data.value)
        onChange(data.value.trim() === '' ? null : (readNumber(data.value) ?? data.value))
      }}
    />
  )
}

function YesNo({ value, onChange }: ValueProps<Value>) {
  const { t } = useTranslation('forms')
  return (
    <Select
      size="small"
      value={typeof value === 'boolean' ? String(value) : ''}
      onChange={(_, data) => onChange(data.value === '' ? null : data.value === 'true')}
    >
      <option value="">{t('common.none', { ns: 'translation' })}</option>
      <option value="true">{t('yes')}</option>
      <option value="false">{t('no')}</option>
    </Select>
  )
}

/** The choices offered, and those archived that the record still holds. */
const offered = (field: CustomField, held: readonly string[]) =>
  field.choices.filter((choice) => !choice.archived || held.includes(choice.id))

function useChoiceLabel() {
  const { t } = useTranslation('forms')
  return (choice: CustomField['choices'][number]) =>
    choice.archived ? t('archivedChoice', { label: choice.label }) : choice.label
}

function OneChoice({ field, value, onChange }: ValueProps<string> & { field: CustomField }) {
  const { t } = useTranslation('forms')
  const labelOf = useChoiceLabel()
  return (
    <Select size="small" value={value} onChange={(_, data) => onChange(data.value || null)}>
      <option value="">{t('common.none', { ns: 'translation' })}</option>
      {offered(field, [value]).map((choice) => (
        <option key={choice.id} value={choice.id}>
          {labelOf(choice)}
        </option>
      ))}
    </Select>
  )
}

function ManyChoices({ field, value, onChange }: ValueProps<readonly string[]> & { field: CustomField }) {
  const styles = useStyles()
  const labelOf = useChoiceLabel()
  const choices = offered(field, value)
  const text = choices
    .filter((choice) => value.includes(choice.id))
    .map(labelOf)
    .join(', ')
  return (
    <Dropdown
      className={styles.input}
      size="small"
      multiselect
      value={text}
      selectedOptions={[...value]}
      onOptionSelect={(_, data) => onChange(data.selectedOptions)}
    >
      {choices.map((choice) => (
        <Option key={choice.id} value={choice.id} text={choice.label}>
          {labelOf(choice)}
        </Option>
      ))}
    </Dropdown>
  )
}
