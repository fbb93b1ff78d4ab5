import { exportColumns } from '../contacts/export-columns.ts'
import { customColumns } from '../custom-fields/export-columns.ts'
import type { StoredField } from '../custom-fields/fields.ts'
import type { CustomValue } from '../custom-fields/schema.ts'
import type { Candidate } from './candidates.ts'
import { type MergedField, mergedFields } from './schema.ts'

/** A field of which a merge keeps one value, or unites them. */
export interface FieldKind {
  /** Of `mergedFields`, or `customFields.<key>`. */
  field: string
  label: string
  /** Columns of the record that go together; none for what lies elsewhere. */
  columns: readonly string[]
  /** Values are lists: they are united, nobody's gives way. */
  united: boolean
  /** As it is stored; null where there is none. */
  value(candidate: Candidate): unknown
  /** As people read it. */
  text(candidate: Candidate): string | null
  textOf?(value: CustomValue): string | null
}

const columns: Record<MergedField, readonly string[]> = {
  firstName: ['first_name'],
  lastName: ['last_name'],
  email: [],
  phone: ['phone', 'phone_display'],
  mobile: ['mobile', 'mobile_display'],
  jobTitle: ['job_title'],
  department: ['department'],
  companyId: ['company_id'],
  role: ['role'],
  status: ['chosen_status'],
  ownerId: ['owner_id'],
  linkedin: ['linkedin'],
  twitter: ['twitter'],
  country: ['country'],
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' })

const words = (code: string | null): string | null =>
  code && (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('_', ' ')

const texts: { [F in MergedField]: (candidate: Candidate) => string | null } = {
  firstName: ({ contact }) => contact.firstName,
  lastName: ({ contact }) => contact.lastName,
  email: ({ contact }) => contact.email,
  phone: ({ contact }) => contact.phoneDisplay,
  mobile: ({ contact }) => contact.mobileDisplay,
  jobTitle: ({ contact }) => contact.jobTitle,
  department: ({ contact }) => contact.department,
  companyId: ({ contact }) => contact.company?.name ?? null,
  role: ({ contact }) => words(contact.role),
  status: ({ record }) => words(record.chosen_status as string),
  ownerId: ({ contact }) => contact.owner?.name ?? null,
  linkedin: ({ contact }) => contact.linkedin,
  twitter: ({ contact }) => contact.twitter,
  country: ({ contact }) => contact.consent.country && (countries.of(contact.consent.country) ?? null),
}

const shownAs: Partial<Record<MergedField, string>> = { companyId: 'company', ownerId: 'owner' }

const labelOf = (field: MergedField): string =>
  exportColumns.find(({ id }) => id === (shownAs[field] ?? field))?.header ?? field

const primaryAddress = ({ addresses }: Candidate): string | null =>
  addresses.find(({ isPrimary }) => isPrimary)?.address ?? null

const plainKinds: readonly FieldKind[] = mergedFields.map((field) => ({
  field,
  label: labelOf(field),
  columns: columns[field],
  united: false,
  value: field === 'email' ? primaryAddress : ({ record }) => record[columns[field][0] as string] ?? null,
  text: texts[field],
}))

/**
 * All fields in the order of the form: those of the record, then the custom ones, in use or not.
 * @param userName what to write for the id of a colleague
 */
export function fieldKinds(definitions: readonly StoredField[], userName: (id: string) => string): FieldKind[] {
  const cells = customColumns<{ customFields: Record<string, CustomValue> }>(definitions, [], userName)
  const custom = definitions.map(({ key, label, type }, n): FieldKind => {
    const textOf = (value: CustomValue): string | null => {
      const cell = cells[n]?.cell({ customFields: { [key]: value } })
      return cell === null || cell === undefined ? null : String(cell)
    }
    return {
      field: `customFields.${key}`,
      label,
      columns: [],
      united: type === 'multi_choice',
      value: ({ contact }) => contact.customFields[key] ?? null,
      text: ({ contact }) => textOf(contact.customFields[key] ?? null),
      textOf,
    }
  })
  return [...plainKinds, ...custom]
}

export const customKey = (field: string): string | null =>
  field.startsWith('customFields.') ? field.slice('customFields.'.length) : null
