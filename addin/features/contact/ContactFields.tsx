import '../editing/texts.ts'
import { Field, Input, makeStyles, mergeClasses, Select, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { CustomFieldInputs } from '../custom-fields/CustomFieldInputs.tsx'
import { CompanyPicker } from '../editing/CompanyPicker.tsx'
import { CountryPicker } from '../editing/CountryPicker.tsx'
import { customPrefix, type Draft, isList, isReference, type Value } from '../editing/draft.ts'
import { ListInput } from '../editing/ListInput.tsx'
import { UserPicker } from '../editing/UserPicker.tsx'
import { type ContactField, contactFields } from './contact-draft.ts'
import { tagsQuery } from './tags-query.ts'
import { useFieldLabel } from './use-field-label.ts'

type Role = NonNullable<Contact['role']>
const roles = Object.keys({
  decision_maker: 1,
  influencer: 1,
  champion: 1,
  blocker: 1,
  end_user: 1,
  other: 1,
} satisfies Record<Role, 1>) as Role[]

const inputTypes: Partial<Record<ContactField, 'email' | 'tel'>> = {
  email: 'email',
  phone: 'tel',
  mobile: 'tel',
}
const wide: readonly ContactField[] = ['company', 'email', 'aliases', 'tags', 'linkedin', 'twitter']

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(120px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  // Inputs are as wide as twenty letters by themselves, which two columns of a narrow pane have no room for.
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
  /** Said under a field, for example where its value comes from. */
  hints?: Partial<Record<string, string | null>>
  /** Telephone numbers that are stored as typed. */
  phonesKept?: readonly string[]
  /** Rare custom fields come on demand. */
  brief?: boolean
}

/** Every field of a contact, for adding and editing, in pane and page. */
export default function ContactFields({ draft, errors, set, only, hints = {}, phonesKept = [], brief = false }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const label = useFieldLabel()
  const ownHints: Record<string, string | null> = {
    aliases: t('addressesHint'),
    tags: t('tagsHint'),
    status: isDerived(draft.status) ? t('edit.statusFixed', { ns: 'translation' }) : null,
    company: isReference(draft.company) && !draft.company.id && draft.company.name ? t('picker.companyHint') : null,
  }
  return (
    <div className={styles.fields}>
      {contactFields
        .filter((field) => only?.includes(field) ?? true)
        .map((field) => {
          const kept = phonesKept.includes(field) && !errors[field]
          return (
            <Field
              key={field}
              className={mergeClasses(styles.field, wide.includes(field) && styles.wide)}
              size="small"
              label={label(field)}
              hint={hints[field] ?? ownHints[field] ?? null}
              validationState={errors[field] ? 'error' : kept ? 'warning' : 'none'}
              validationMessage={errors[field] ?? (kept ? t('phoneKept') : null)}
            >
              <Control field={field} draft={draft} set={set} label={label(field)} />
            </Field>
          )
        })}
      {(!only || only.some((field) => field.startsWith(customPrefix))) && (
        <CustomFieldInputs entity="contact" draft={draft} errors={errors} set={set} only={only} brief={brief} />
      )}
    </div>
  )
}

interface ControlProps {
  field: ContactField
  draft: Draft
  set: Props['set']
  label: string
}

/** The control of one field, by what the field holds. */
function Control({ field, draft, set, label }: ControlProps): ReactElement {
  const styles = useStyles()
  const value = draft[field] ?? null
  switch (field) {
    case 'company':
      return <CompanyPicker value={isReference(value) ? value : null} onChange={(company) => set(field, company)} />
    case 'owner':
      return (
        <UserPicker
          value={isReference(value) ? value.id : null}
          name={isReference(value) ? value.name : undefined}
          onChange={(owner) => set(field, owner)}
        />
      )
    case 'country':
      return <CountryPicker value={textOf(value)} onChange={(code) => set(field, code)} />
    case 'role':
      return <RoleSelect value={textOf(value)} onChange={(role) => set(field, role)} />
    case 'status':
      return <StatusSelect value={textOf(value)} onChange={(status) => set(field, status)} />
    case 'tags':
      return <TagsInput label={label} value={isList(value) ? value : []} onChange={(tags) => set(field, tags)} />
    case 'aliases':
      return (
        <ListInput
          label={label}
          items={isList(value) ? value : []}
          separators={/[\s,;]+/}
          onChange={(aliases) => set(field, aliases)}
        />
      )
    default:
      return (
        <Input
          className={styles.input}
          size="small"
          type={inputTypes[field] ?? 'text'}
          autoComplete="off"
          value={textOf(value)}
          onChange={(_, data) => set(field, data.value)}
        />
      )
  }
}

const textOf = (value: Value): string => (typeof value === 'string' ? value : '')

/** Follows from the consent ledger or from bounces, so nobody types it. */
const isDerived = (status: Value | undefined) => status === 'unsubscribed' || status === 'bounced'

interface SelectProps {
  value: string
  onChange: (value: string) => void
}

function RoleSelect({ value, onChange }: SelectProps) {
  const { t } = useTranslation()
  return (
    <Select size="small" value={value} onChange={(_, data) => onChange(data.value)}>
      <option value="">{t('common.none')}</option>
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`role.${role}`)}
        </option>
      ))}
    </Select>
  )
}

function StatusSelect({ value, onChange }: SelectProps) {
  const { t } = useTranslation()
  return (
    <Select size="small" value={value} disabled={isDerived(value)} onChange={(_, data) => onChange(data.value)}>
      {isDerived(value) && <option value={value}>{t(`status.${value as 'bounced'}`)}</option>}
      <option value="active">{t('status.active')}</option>
      <option value="inactive">{t('status.inactive')}</option>
    </Select>
  )
}

interface TagsProps {
  label: string
  value: readonly string[]
  onChange: (tags: string[]) => void
}

function TagsInput({ label, value, onChange }: TagsProps) {
  const { data: tags = [] } = useQuery(tagsQuery)
  const known = tags.map((tag) => tag.name)
  return <ListInput label={label} items={value} suggestions={known} separators={/[,;\n]+/} onChange={onChange} />
}
