import type { ContactSort } from '../../../server/contacts/schema.ts'
import type { CustomField } from '../../../server/custom-fields/schema.ts'

/** The columns of the record in the order they are offered, with their least width in pixels. */
const widths = {
  name: 220,
  company: 180,
  jobTitle: 180,
  department: 140,
  email: 230,
  phone: 150,
  mobile: 150,
  role: 130,
  status: 120,
  leadScore: 90,
  owner: 150,
  tags: 200,
  consentStatus: 140,
  country: 130,
  source: 130,
  linkedin: 180,
  twitter: 180,
  lastContactedAt: 140,
  lastActivityAt: 140,
  createdAt: 130,
  updatedAt: 130,
} as const satisfies Record<string, number>

export type RecordColumn = keyof typeof widths
export const recordColumns = Object.keys(widths) as RecordColumn[]

/** The name is what opens the contact, so it stays, in front. */
export const fixedColumn = 'name' satisfies RecordColumn

export const usualColumns: RecordColumn[] = [
  'name',
  'company',
  'jobTitle',
  'email',
  'status',
  'leadScore',
  'owner',
  'lastContactedAt',
  'tags',
]

const unsortable = ['phone', 'mobile', 'tags', 'linkedin', 'twitter'] as const
const customPrefix = 'custom.'

export const isRecordColumn = (id: string): id is RecordColumn => id in widths

export function columnWidth(id: string): number {
  return isRecordColumn(id) ? widths[id] : 150
}

/** The `sort` value of a column, or undefined where the list has no such order. */
export function sortKey(id: string): ContactSort | `custom.${string}` | undefined {
  if (isRecordColumn(id)) return isSortable(id) ? id : undefined
  return id as `custom.${string}`
}

function isSortable(id: RecordColumn): id is Exclude<RecordColumn, (typeof unsortable)[number]> {
  return !unsortable.some((one) => one === id)
}

export const customColumn = (field: Pick<CustomField, 'key'>): string => customPrefix + field.key

/** The key of a custom field's column. */
export function customKey(id: string): string | undefined {
  return id.startsWith(customPrefix) ? id.slice(customPrefix.length) : undefined
}

/** The wanted columns that exist, each once, the name in front. */
export function knownColumns(wanted: readonly string[], fields: readonly Pick<CustomField, 'key'>[]): string[] {
  const known = new Set<string>([...recordColumns, ...fields.map(customColumn)])
  return [...new Set([fixedColumn, ...wanted])].filter((id) => known.has(id))
}

/** A column one place further to the front (-1) or back (1). */
export function moveColumn(columns: readonly string[], id: string, by: -1 | 1): string[] {
  const from = columns.indexOf(id)
  const to = from + by
  if (from < 1 || to < 1 || to >= columns.length) return [...columns]
  return columns.with(from, columns[to] as string).with(to, id)
}
