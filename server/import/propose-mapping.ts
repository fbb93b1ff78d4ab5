import type { FieldDefinition } from '../custom-fields/fields.ts'
import { plainHeader, targetOfHeader } from './headers.ts'
import { knownFile } from './known-files.ts'
import type { ColumnMapping, ImportColumn, ImportTarget, Mapping } from './schema.ts'

export interface Proposal {
  mapping: Mapping
  from: 'known' | 'headers'
  knownAs: string | null
}

/** What may go to one place only; of several columns the first that holds something does. */
const single = new Set<string>([
  'id',
  'firstName',
  'lastName',
  'fullName',
  'email',
  'phone',
  'mobile',
  'jobTitle',
  'department',
  'company',
  'role',
  'status',
  'source',
  'owner',
  'linkedin',
  'twitter',
  'country',
  'createdAt',
  'consent.status',
  'consent.type',
  'consent.date',
  'consent.source',
  'consent.basis',
  'consent.optedOut',
  'consent.optedOutAt',
  'bouncedAt',
  'consent.confirmedAt',
  'consent.ip',
  'consent.evidence',
  'deleted',
])

/** What the second column of a kind is good for. */
const second: Record<string, ImportTarget> = { email: 'aliases', phone: 'note', mobile: 'note', firstName: 'ignore' }

/**
 * Where each column goes, by the program the file comes from, the names of custom fields, the header in any language, and
 * by what stands in it. It is a proposal: everything is shown and can be changed.
 * @param mayMakeFields whether a custom field may be proposed for the ids of the other program
 */
export function proposeMapping(
  columns: readonly ImportColumn[],
  fields: readonly FieldDefinition[],
  mayMakeFields: boolean,
  cards = false,
): Proposal {
  const known = cards ? { name: 'vCard', targetOf: () => null } : knownFile(columns)
  const first = columns.map((column): Partial<ColumnMapping> => {
    const told = known?.targetOf(column.header) ?? null
    const own = told && told.target !== 'ignore' ? null : fieldOf(column, fields)
    return settled(own ?? told ?? byHeader(column, columns) ?? byContent(column), fields, mayMakeFields)
  })
  const mapped = columns.map((column, index) => oneEach(first, columns, index, column))
  const withKinds = mapped.map((mapping, index) => withKind(mapping, columns, index))
  const unique = withKinds.flatMap(({ target }) => {
    const field = fields.find(({ key }) => target === `custom.${key}`)
    return field?.unique && !field.archived ? [target] : []
  })
  const has = (target: string) => withKinds.some((mapping) => mapping.target === target)
  const own = known?.name === 'Throughline'
  return {
    mapping: {
      columns: withKinds,
      matchBy: [...(own && has('id') ? ['id'] : []), ...unique, 'email', ...(has('linkedin') ? ['linkedin'] : [])],
      onMatch: own ? 'overwrite' : 'fill',
      onNew: 'create',
      invalid: 'leave_out',
      defaults: {},
      remember: true,
    },
    from: known ? 'known' : 'headers',
    knownAs: known?.name ?? null,
  }
}

/** A custom field of this name: by label, by key, or as our own export writes two of one name. */
function fieldOf({ header }: ImportColumn, fields: readonly FieldDefinition[]): Partial<ColumnMapping> | null {
  const name = plainHeader(header)
  if (name === '') return null
  const inBrackets = /\((\w+)\)$/.exec(header)?.[1]
  const field = fields.find(
    ({ key, label, archived }) =>
      !archived &&
      (plainHeader(label) === name ||
        plainHeader(key) === name ||
        (inBrackets === key && plainHeader(`${label} (${key})`) === name)),
  )
  return field ? { target: `custom.${field.key}` } : null
}

/** A field for ids of another program is made once, and only by who may. */
function settled(
  mapping: Partial<ColumnMapping>,
  fields: readonly FieldDefinition[],
  mayMakeFields: boolean,
): ColumnMapping {
  if (mapping.target === 'new' && mapping.field) {
    const label = plainHeader(mapping.field.label)
    const field = fields.find((one) => !one.archived && plainHeader(one.label) === label)
    if (field) return { target: `custom.${field.key}` }
    if (!mayMakeFields) return { target: 'ignore' }
  }
  return { ...mapping, target: mapping.target ?? 'ignore' }
}

function byHeader(column: ImportColumn, columns: readonly ImportColumn[]): Partial<ColumnMapping> | null {
  const { header } = column
  const name = plainHeader(header)
  const has = (target: ImportTarget) =>
    columns.some((other) => targetOfHeader(other.header) === target && other.filled > 0)
  const person = (target: ImportTarget): Partial<ColumnMapping> => ({ target })
  if (name === 'first') return person('firstName')
  if (name === 'last') return person('lastName')
  if (name === 'name') return person(has('firstName') || has('lastName') ? 'ignore' : 'fullName')
  if (name === 'nom') return person(has('firstName') ? 'lastName' : 'fullName')
  if (name === 'nombre') return person(has('lastName') ? 'firstName' : 'fullName')
  if (/^(title|titel|titre|titulo)$/.test(name)) {
    // Outlook in French has two: how a person is addressed, and behind it what they do.
    const isSecond = columns.findLast((other) => plainHeader(other.header) === name)?.name === column.name
    return person(has('jobTitle') || !isSecond ? 'ignore' : 'jobTitle')
  }
  const phone = /^phone\d+value$/.test(name)
  if (phone) return person('phone')
  if (/^email[2-9]value$/.test(name)) return person('aliases')
  const target = targetOfHeader(header)
  return target ? { target } : null
}

function byContent(column: ImportColumn): Partial<ColumnMapping> {
  if (column.kind === 'email') return { target: 'email' }
  if (column.samples.length > 0 && column.samples.every((value) => /linkedin\.com\/(in|pub)\//i.test(value)))
    return { target: 'linkedin' }
  if (column.kind === 'phone' && !/fax|t[ée]l[ée]copie|pager|zip|post|plz/i.test(column.header))
    return { target: /mob|cell|handy/i.test(column.header) ? 'mobile' : 'phone' }
  return { target: 'ignore' }
}

/** Of several columns for one place, one is taken; the others go where a second of the kind goes. */
function oneEach(
  all: readonly Partial<ColumnMapping>[],
  columns: readonly ImportColumn[],
  index: number,
  column: ImportColumn,
): ColumnMapping {
  const mapping = all[index] as ColumnMapping
  if (!single.has(mapping.target)) return mapping
  const rivals = all.flatMap((other, place) => (other.target === mapping.target ? [place] : []))
  const chosen = rivals.find((place) => (columns[place]?.filled ?? 0) > 0) ?? rivals[0]
  if (chosen === index) return mapping
  // Google writes a kind beside each number: all of them may be the telephone.
  if (mapping.target === 'phone' && kindBeside(columns, index) !== undefined) return mapping
  return { target: column.filled > 0 ? (second[mapping.target] ?? 'note') : 'ignore' }
}

/** The column that names the kind of the number beside it: `Phone 1 - Type` and `Phone 1 - Value`. */
function kindBeside(columns: readonly ImportColumn[], index: number): number | undefined {
  const stem = /^(phone\d+)value$/.exec(plainHeader(columns[index]?.header ?? ''))?.[1]
  if (!stem) return undefined
  const kind = columns.findIndex(({ header }) => [`${stem}type`, `${stem}label`].includes(plainHeader(header)))
  return kind >= 0 ? kind : undefined
}

function withKind(mapping: ColumnMapping, columns: readonly ImportColumn[], index: number): ColumnMapping {
  const column = columns[index] as ImportColumn
  const kindColumn = mapping.target === 'phone' ? kindBeside(columns, index) : undefined
  const commas = column.samples.some((value) => /^-?\d{1,3}(\.\d{3})*,\d{1,2}$|^-?\d+,\d{1,2}$/.test(value))
  return {
    ...mapping,
    ...(kindColumn === undefined ? {} : { kindColumn }),
    ...(column.kind === 'date' && column.dateOrder ? { dateOrder: column.dateOrder } : {}),
    ...(column.kind === 'number' && commas ? { decimal: ',' as const } : {}),
  }
}
