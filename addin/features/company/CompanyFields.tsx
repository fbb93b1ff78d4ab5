import '../editing/texts.ts'
import { Field, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { CustomFieldInputs } from '../custom-fields/CustomFieldInputs.tsx'
import { CountryPicker } from '../editing/CountryPicker.tsx'
import { customPrefix, type Draft, isList, isReference, type Value } from '../editing/draft.ts'
import { ListInput } from '../editing/ListInput.tsx'
import { UserPicker } from '../editing/UserPicker.tsx'
import { type CompanyField, companyFields } from './company-draft.ts'
import { useCompanyWords } from './use-company-words.ts'

const wide: readonly CompanyField[] = ['name', 'domains', 'website']
const inputTypes: Partial<Record<CompanyField, 'tel' | 'url'>> = { phone: 'tel', website: 'url' }

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(120px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  field: { minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
  input: { minWidth: 0, width: '100%' },
})

interface Props {
  draft: Draft
  errors: Record<string, string>
  set: (field: string, value: Value) => void
  /** Only these fields, custom ones as `custom.<key>`. */
  only?: readonly string[] | undefined
}

/** Every field of a company, for adding and editing. */
export function CompanyFields({ draft, errors, set, only }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const words = useCompanyWords()
  return (
    <div className={styles.fields}>
      {companyFields
        .filter((field) => only?.includes(field) ?? true)
        .map((field) => (
          <Field
            key={field}
            className={mergeClasses(styles.field, wide.includes(field) && styles.wide)}
            size="small"
            label={words.label(field)}
            required={field === 'name'}
            hint={field === 'domains' ? t('domainsHint') : null}
            validationMessage={errors[field] ?? null}
          >
            <Control field={field} draft={draft} set={set} label={words.label(field)} />
          </Field>
        ))}
      {(!only || only.some((field) => field.startsWith(customPrefix))) && (
        <CustomFieldInputs entity="company" draft={draft} errors={errors} set={set} only={only} />
      )}
    </div>
  )
}

interface ControlProps {
  field: CompanyField
  draft: Draft
  set: Props['set']
  label: string
}

function Control({ field, draft, set, label }: ControlProps): ReactElement {
  const styles = useStyles()
  const value = draft[field] ?? null
  const text = typeof value === 'string' ? value : ''
  if (field === 'domains') {
    return (
      <ListInput
        label={label}
        items={isList(value) ? value : []}
        separators={/[\s,;]+/}
        onChange={(domains) => set(field, domains)}
      />
    )
  }
  if (field === 'country') return <CountryPicker value={text} onChange={(code) => set(field, code)} />
  if (field === 'owner') {
    const owner = isReference(value) ? value : null
    return <UserPicker value={owner?.id ?? null} name={owner?.name} onChange={(user) => set(field, user)} />
  }
  return (
    <Input
      className={styles.input}
      size="small"
      type={inputTypes[field] ?? 'text'}
      autoComplete="off"
      value={text}
      onChange={(_, data) => set(field, data.value)}
    />
  )
}
