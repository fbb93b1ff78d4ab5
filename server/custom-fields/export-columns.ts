import type { Cell } from '../platform/csv.ts'
import { joinList } from '../platform/lists.ts'
import type { Column } from '../platform/table-file.ts'
import type { CustomChoice, CustomField, CustomValue, CustomValues } from './schema.ts'

export type ExportedField = Pick<CustomField, 'key' | 'label' | 'type' | 'choices'>

export interface CustomColumn<Item> extends Column<Item> {
  target: `custom.${string}`
}

/**
 * A column for each custom field, headed by its label. Headers are one of a kind: what is also the label of another field,
 * or stands over a column of the record (`taken`), is followed by the key.
 * @param fields all that are in use, in their order
 * @param userName what to write for the id of a colleague
 */
export function customColumns<Item extends { customFields: CustomValues }>(
  fields: readonly ExportedField[],
  taken: readonly string[],
  userName: (id: string) => string,
): CustomColumn<Item>[] {
  const headers = headersOf(fields, taken)
  return fields.map((field, n) => ({
    id: `custom.${field.key}`,
    header: headers[n] as string,
    target: `custom.${field.key}`,
    cell: ({ customFields }) => customCell(field, customFields[field.key] ?? null, userName),
  }))
}

function headersOf(fields: readonly ExportedField[], taken: readonly string[]): string[] {
  const full = fields.map(({ label, key }) => `${label} (${key})`)
  const all = [...taken, ...full, ...fields.map(({ label }) => label)].map(folded)
  const times = new Map<string, number>()
  for (const header of all) times.set(header, (times.get(header) ?? 0) + 1)
  return fields.map(({ label }, n) => (times.get(folded(label)) === 1 ? label : (full[n] as string)))
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

function customCell({ type, choices }: ExportedField, value: CustomValue, userName: (id: string) => string): Cell {
  if (value === null) return null
  const label = (id: string) => labelOf(choices, id)
  if (Array.isArray(value)) return joinList(value.map(label))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return value
  if (type === 'single_choice') return label(value)
  return type === 'user' ? userName(value) : value
}

/** The label, or the id where the label would be read as another choice (one that is archived may be called the same). */
function labelOf(choices: readonly CustomChoice[], id: string): string {
  const label = choices.find((choice) => choice.id === id)?.label ?? id
  const called = choices.filter((choice) => folded(choice.label) === folded(label))
  return called.length > 1 ? id : label
}
