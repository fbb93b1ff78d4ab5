import type { CustomField, CustomFieldType } from '../../../server/custom-fields/schema.ts'
import type {
  ChoiceDecision,
  ColumnMapping,
  ImportColumn,
  ImportDefaults,
  ImportQuestion,
  Mapping,
} from '../../../server/import/schema.ts'
import { customKey, isShared, targetKind } from './catalogue.ts'
import { isAmbiguous } from './reading.ts'

/** Changes of a part; undefined takes a member away. */
type Change<T> = { [K in keyof T]?: T[K] | undefined }

/** The same with changes; members that are undefined then are left out. */
function changed<T extends object>(before: T, change: Change<T>): T {
  const entries = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as T
}

export const withColumn = (mapping: Mapping, index: number, change: Change<ColumnMapping>): Mapping => ({
  ...mapping,
  columns: mapping.columns.map((column, at) => (at === index ? changed(column, change) : column)),
})

export const withDefaults = (mapping: Mapping, change: Change<ImportDefaults>): Mapping => ({
  ...mapping,
  defaults: changed(mapping.defaults, change),
})

export const withRules = (mapping: Mapping, change: Change<Mapping>): Mapping => changed(mapping, change)

const typeOfKind: Record<ImportColumn['kind'], CustomFieldType> = {
  empty: 'text',
  text: 'text',
  email: 'email',
  phone: 'phone',
  date: 'date',
  number: 'number',
  yes_no: 'yes_no',
  url: 'url',
  choice: 'single_choice',
}

/** The column sent elsewhere; what was said about it before goes where it makes no sense any more. */
export function withTarget(
  mapping: Mapping,
  index: number,
  target: string,
  column: ImportColumn,
  fields: readonly CustomField[],
): Mapping {
  const before = mapping.columns[index]
  if (!before || before.target === target) return mapping
  const field = target === 'new' ? { label: column.name.slice(0, 100), type: typeOfKind[column.kind] } : undefined
  const kind = targetKind(target, fields, field)
  return withColumn(mapping, index, {
    target,
    field,
    dateOrder: kind === 'date' ? (before.dateOrder ?? column.dateOrder ?? undefined) : undefined,
    decimal: kind === 'number' ? before.decimal : undefined,
    list: kind === 'list' ? before.list : undefined,
    kindColumn: target === 'phone' ? before.kindColumn : undefined,
    // The choices of another field are other choices.
    choices: undefined,
  })
}

/** Whether a person may say the order: nothing settles it, or the values that were looked at are no dates. */
export function offersDateOrder(column: ImportColumn, mapping: ColumnMapping, fields: readonly CustomField[]): boolean {
  if (column.dateOrder !== null || targetKind(mapping.target, fields, mapping.field) !== 'date') return false
  return column.kind !== 'date' || mapping.dateOrder !== undefined || isAmbiguous(column.samples)
}

/** Whether the order of day and month is for a person to say: the column holds dates, and they do not settle it (IM-06). */
export function asksDateOrder(
  column: ImportColumn | undefined,
  mapping: ColumnMapping | undefined,
  fields: readonly CustomField[],
): boolean {
  if (!column || !mapping || column.dateOrder !== null) return false
  if (targetKind(mapping.target, fields, mapping.field) !== 'date') return false
  return mapping.dateOrder !== undefined || isAmbiguous(column.samples)
}

/**
 * Columns whose date order must be chosen before the file can be checked, by their place.
 * @param asked what the server asks; it has seen more of the file
 */
export function openQuestions(
  columns: readonly ImportColumn[],
  mapping: Mapping,
  fields: readonly CustomField[],
  asked: readonly ImportQuestion[],
): number[] {
  const open = (one: ColumnMapping | undefined, index: number) =>
    one !== undefined &&
    one.dateOrder === undefined &&
    (asksDateOrder(columns[index], one, fields) ||
      (asked.some(({ column }) => column === index) && targetKind(one.target, fields, one.field) === 'date'))
  return columns.flatMap((_, index) => (open(mapping.columns[index], index) ? [index] : []))
}

/** Columns that name the kind of a number beside them: they are read, though they go nowhere. */
export const kindColumns = (mapping: Mapping): Set<number> =>
  new Set(mapping.columns.flatMap(({ kindColumn }) => (kindColumn === undefined ? [] : [kindColumn])))

export interface Summary {
  all: number
  imported: number
  notes: number
  /** Places of the columns that hold something and go nowhere. */
  ignored: number[]
  /** Columns without anything in them, which go nowhere either. */
  empty: number
}

/** "12 of 17 columns are imported, 3 go to a note, 2 with data are ignored." */
export function summaryOf(columns: readonly ImportColumn[], mapping: Mapping): Summary {
  const kinds = kindColumns(mapping)
  const target = (index: number) => mapping.columns[index]?.target ?? 'ignore'
  const places = columns.map((_, index) => index)
  const unused = places.filter((index) => target(index) === 'ignore' && !kinds.has(index))
  const ignored = unused.filter((index) => columns[index]?.kind !== 'empty')
  const notes = places.filter((index) => target(index) === 'note').length
  return {
    all: columns.length,
    imported: columns.length - notes - unused.length,
    notes,
    ignored,
    empty: unused.length - ignored.length,
  }
}

export const toNotes = (mapping: Mapping, places: readonly number[]): Mapping =>
  places.reduce((next, index) => withColumn(next, index, { target: 'note' }), mapping)

/** Other columns that go where this one goes, though one value is all there is room for. */
export function rivals(mapping: Mapping, index: number): number[] {
  const target = mapping.columns[index]?.target
  if (target === undefined || isShared(target)) return []
  return mapping.columns.flatMap((column, at) => (at !== index && column.target === target ? [at] : []))
}

export function withChoice(
  mapping: Mapping,
  index: number,
  value: string,
  decision: ChoiceDecision | undefined,
): Mapping {
  const choices = changed(mapping.columns[index]?.choices ?? {}, { [value]: decision })
  return withColumn(mapping, index, { choices: Object.keys(choices).length > 0 ? choices : undefined })
}

/** What can tell that a row is somebody who is here already, with what the mapping makes of it. */
export function matchKeys(mapping: Mapping, fields: readonly CustomField[]): string[] {
  const targets = new Set(mapping.columns.map(({ target }) => target))
  const unique = fields
    .filter(({ unique: isUnique, archivedAt }) => isUnique && archivedAt === null)
    .map(({ key }) => `custom.${key}`)
  const offered = ['email', ...['linkedin', 'id', ...unique].filter((key) => targets.has(key))]
  return [...mapping.matchBy, ...offered.filter((key) => !mapping.matchBy.includes(key))]
}

export const withMatchKey = (mapping: Mapping, key: string, on: boolean): Mapping => ({
  ...mapping,
  matchBy: on ? [...mapping.matchBy, key] : mapping.matchBy.filter((one) => one !== key),
})

/** Whether rows may come in as Opted In, which somebody then has to vouch for (IM-11). */
export const mayOptIn = (mapping: Mapping): boolean =>
  mapping.defaults.consentStatus === 'opted_in' || mapping.columns.some(({ target }) => target === 'consent.status')

/** Whether a target holds several values, which can be added to or replaced. */
export const isListTarget = (one: ColumnMapping, fields: readonly CustomField[]): boolean =>
  targetKind(one.target, fields, one.field) === 'list'

/** Columns that write to a field of a contact, by their place: those a policy means something for. */
export const writingColumns = (mapping: Mapping): number[] =>
  mapping.columns.flatMap(({ target }, index) =>
    ['ignore', 'note', 'id', 'deleted'].includes(target) || target.startsWith('consent.') ? [] : [index],
  )

export const customFieldOf = (target: string, fields: readonly CustomField[]): CustomField | undefined =>
  fields.find(({ key }) => key === customKey(target))
