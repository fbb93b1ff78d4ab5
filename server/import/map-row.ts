import { CreateContact } from '../contacts/schema.ts'
import type { FieldDefinition } from '../custom-fields/fields.ts'
import { readValue } from '../custom-fields/read-value.ts'
import type { CustomValue, CustomValues } from '../custom-fields/schema.ts'
import { parseAddress } from '../platform/address.ts'
import { unguarded } from '../platform/csv.ts'
import { splitList } from '../platform/lists.ts'
import type { Secrets } from '../platform/secrets.ts'
import { TagName } from '../tags/schema.ts'
import { countryFrom } from './countries.ts'
import { splitFullName } from './full-name.ts'
import type { Issue, IssueCode } from './issues.ts'
import { isNoDate, type ReadDate, readDate } from './read-date.ts'
import type { Row } from './records.ts'
import type { ChoiceDecision, ColumnMapping, Import, ImportColumn, Mapping } from './schema.ts'
import { isYes, type WordList, wordFrom } from './words.ts'

/** Fields of one value, as the record holds them. */
export const plainFields = [
  'firstName',
  'lastName',
  'phone',
  'mobile',
  'jobTitle',
  'department',
  'role',
  'status',
  'source',
  'linkedin',
  'twitter',
  'country',
] as const
export type PlainField = (typeof plainFields)[number]

export interface RowAddress {
  /** Normalised. */
  address: string
  display: string
  untagged: string | null
}

/** What a row says about consent; null where it says nothing. */
export interface RowConsent {
  status: 'opted_in' | 'opted_out' | 'pending' | 'unknown' | null
  type: 'explicit' | 'implied' | 'imported' | null
  at: Date | null
  source: string | null
  basis: 'consent' | 'legitimate_interest' | 'contract' | null
  confirmedAt: Date | null
  ip: string | null
  text: string | null
}

/** A row as it is to be stored, before anybody looked who is there already. */
export interface MappedRow {
  row: number
  line: number
  issues: Issue[]
  /** refused or skipped whatever is there already. */
  settled: 'refused' | 'skipped' | null
  id: string | null
  /** Null empties the field; what is absent stays. Telephone numbers are as typed. */
  plain: Partial<Record<PlainField, string | null>>
  company: string | null | undefined
  ownerId: string | null | undefined
  /** From the column of the address first. */
  addresses: RowAddress[]
  primaryGiven: boolean
  bounced: boolean
  tags: string[] | undefined
  custom: CustomValues
  consent: RowConsent | null
  createdAt: Date | null
  note: string | null
  /** Hash of everything above, of a row without id and address; null else. */
  key: Buffer | null
}

export interface MapperContext {
  mapping: Mapping
  columns: readonly ImportColumn[]
  format: Import['format']
  fields: readonly FieldDefinition[]
  headers: readonly string[]
  /** The id of somebody who is still here, by id, address or name in lower case. */
  userId(text: string): string | null
  secrets: Secrets
}

type Reader = (cell: string, target: Building) => void

interface Building {
  row: MappedRow
  cells: readonly string[]
  issue(code: IssueCode, value?: string, about?: string, severity?: Issue['severity']): void
}

/** Turns rows of a file into what is to be stored; each column gets its reader once. */
export function rowMapper(context: MapperContext): (row: Row) => MappedRow {
  const { mapping, columns, format, headers, secrets } = context
  const readers = mapping.columns.map((column, index) => readerOf(context, column, index))
  // Columns that decide what others mean come last.
  const order = readers
    .map((_, index) => index)
    .toSorted((a, b) => late(mapping.columns[a]) - late(mapping.columns[b]) || a - b)
  const repeated = headers.join('\0')
  const wrong = mapping.invalid === 'refuse' ? 'error' : 'warning'
  return ({ row, line, cells, fault }) => {
    const mapped = emptyRow(row, line)
    const note = (
      column: number | null,
      code: IssueCode,
      value: string | null,
      about?: string,
      severity: Issue['severity'] = wrong,
    ) => {
      mapped.issues.push({
        code,
        severity,
        column,
        value: value === null ? null : value.slice(0, 200),
        ...(about ? { about } : {}),
      })
    }
    if (fault) {
      note(null, faults[fault], cells.join(' ').slice(0, 200), String(line), 'error')
      return { ...mapped, settled: 'refused' }
    }
    if (cells.every((cell) => cell.trim() === '')) return skipped(mapped, 'empty-row')
    if (headers.length > 0 && cells.join('\0') === repeated) return skipped(mapped, 'header-repeated')
    checkWidth(cells, columns.length, note)
    for (const index of order) {
      const reader = readers[index]
      if (!reader) continue
      const raw = cells[index] ?? ''
      const cell = cleaned(raw, format, (code) => note(index, code, null, undefined, 'warning'))
      const building: Building = {
        row: mapped,
        cells,
        issue: (code, value = cell, about, severity = wrong) => note(index, code, value, about, severity),
      }
      if (cell !== '') reader(cell, building)
      else if (mapping.columns[index]?.blank === 'clear') clear(mapped, mapping.columns[index] as ColumnMapping)
    }
    return finished(mapped, secrets)
  }
}

const faults = { unclosed_quote: 'unclosed-quote', unclosed_card: 'unclosed-card', too_long: 'too-long' } as const

const emptyRow = (row: number, line: number): MappedRow => ({
  row,
  line,
  issues: [],
  settled: null,
  id: null,
  plain: {},
  company: undefined,
  ownerId: undefined,
  addresses: [],
  primaryGiven: false,
  bounced: false,
  tags: undefined,
  custom: {},
  consent: null,
  createdAt: null,
  note: null,
  key: null,
})

function skipped(row: MappedRow, code: IssueCode): MappedRow {
  row.issues.push({ code, severity: 'info', column: null, value: null })
  return { ...row, settled: 'skipped' }
}

const late = (column: ColumnMapping | undefined): number =>
  column?.target === 'fullName' || column?.target === 'aliases' ? 1 : column?.target.startsWith('consent.') ? 2 : 0

type Note = (
  column: number | null,
  code: IssueCode,
  value: string | null,
  about?: string,
  severity?: Issue['severity'],
) => void

function checkWidth(cells: readonly string[], width: number, note: Note): void {
  if (cells.length > width) {
    const extra = cells.slice(width).filter((cell) => cell.trim() !== '')
    if (extra.length > 0) note(null, 'more-cells', null, extra.join(', ').slice(0, 200), 'warning')
  } else if (cells.length < width) {
    note(null, 'fewer-cells', null, `${cells.length} cells instead of ${width}`, 'info')
  }
}

function cleaned(raw: string, format: Import['format'], warn: (code: IssueCode) => void): string {
  let cell = format === 'csv' ? unguarded(raw) : raw
  if (cell.includes('\0')) {
    cell = cell.replaceAll('\0', '')
    warn('nul-removed')
  }
  if (!cell.isWellFormed()) cell = cell.toWellFormed()
  if (cell.includes('\u{FFFD}')) warn('unreadable-letters')
  return cell.trim()
}

function clear(row: MappedRow, { target }: ColumnMapping): void {
  if ((plainFields as readonly string[]).includes(target) && target !== 'status') row.plain[target as PlainField] = null
  else if (target === 'company') row.company = null
  else if (target === 'owner') row.ownerId = null
  else if (target === 'tags') row.tags = []
  else if (target.startsWith('custom.')) row.custom[target.slice(7)] = null
}

function finished(row: MappedRow, secrets: Secrets): MappedRow {
  const { issues, settled: _, row: __, line: ___, key: ____, ...said } = row
  if (issues.some(({ severity }) => severity === 'error')) row.settled = 'refused'
  if (row.id === null && row.addresses.length === 0)
    row.key = secrets.hash('import row', JSON.stringify(said)).subarray(0, 16)
  return row
}

function readerOf(context: MapperContext, column: ColumnMapping, index: number): Reader | null {
  const { target } = column
  if (target === 'ignore' || target === 'new') return null
  if (target.startsWith('custom.')) return customReader(context, column, target.slice(7))
  const simple = readers[target]
  return simple ? simple(column, context, index) : null
}

type MakeReader = (column: ColumnMapping, context: MapperContext, index: number) => Reader

/** A text field under the very rule of the form. */
const text =
  (field: PlainField & keyof typeof CreateContact.shape, most: number): MakeReader =>
  () => {
    const schema = CreateContact.shape[field]
    return (cell, { row, issue }) => {
      const read = schema.safeParse(cell)
      if (read.success) row.plain[field] = read.data as string | null
      else issue('cell-too-long', cell, String(most))
    }
  }

const profile =
  (field: 'linkedin' | 'twitter'): MakeReader =>
  () =>
  (cell, { row, issue }) => {
    const read = CreateContact.shape[field].safeParse(cell)
    if (read.success) row.plain[field] = read.data as string | null
    else issue('not-valid', cell, read.error.issues[0]?.message)
  }

/** A word of a built-in list, or what was decided for it. */
function word(list: WordList, column: ColumnMapping, { issue }: Building, cell: string): string | null {
  const decided = decision(column, cell)
  if (decided) {
    if (typeof decided === 'object' && 'choice' in decided) return decided.choice
    if (decided === 'refuse') issue('not-a-choice', cell, undefined, 'error')
    return null
  }
  const found = wordFrom(list, cell)
  if (found === null) issue('not-a-choice', cell)
  return found
}

const decision = (column: ColumnMapping, cell: string): ChoiceDecision | undefined =>
  column.choices && Object.hasOwn(column.choices, cell) ? column.choices[cell] : undefined

const consentOf = (row: MappedRow): RowConsent => {
  row.consent ??= {
    status: null,
    type: null,
    at: null,
    source: null,
    basis: null,
    confirmedAt: null,
    ip: null,
    text: null,
  }
  return row.consent
}

function date(column: ColumnMapping, building: Building, cell: string): ReadDate | null {
  if (isNoDate(cell)) return null
  const read = readDate(cell, column.dateOrder ?? 'ymd')
  if (!read) building.issue(/^(--)?\d{1,2}[-/.]\d{1,2}\.?$/.test(cell) ? 'date-without-year' : 'not-a-date')
  return read
}

const MOBILE = /mob|cell|handy|iphone|portable|m[oó]vil|celular/i

const readers: Record<string, MakeReader> = {
  firstName: text('firstName', 200),
  lastName: text('lastName', 200),
  jobTitle: text('jobTitle', 200),
  department: text('department', 200),
  source: text('source', 200),
  mobile: phone('mobile'),
  phone: phone('phone'),
  linkedin: profile('linkedin'),
  twitter: profile('twitter'),
  id:
    () =>
    (cell, { row, issue }) => {
      if (/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(cell)) row.id = cell.toLowerCase()
      else issue('no-such-contact', cell, undefined, 'warning')
    },
  fullName:
    () =>
    (cell, { row, issue }) => {
      if (row.plain.firstName || row.plain.lastName) return
      const { firstName, lastName } = splitFullName(cell)
      if ((firstName ?? '').length > 200 || (lastName ?? '').length > 200) return issue('cell-too-long', cell, '200')
      row.plain.firstName = firstName
      row.plain.lastName = lastName
    },
  email: addresses(true),
  aliases: addresses(false),
  company:
    () =>
    (cell, { row, issue }) => {
      const read = CreateContact.shape.company.safeParse(cell)
      if (read.success) row.company = read.data ?? null
      else issue('cell-too-long', cell, '200')
    },
  role: (column) => (cell, building) => {
    const value = word('role', column, building, cell)
    if (value) building.row.plain.role = value
  },
  status: (column) => (cell, building) => {
    const value = word('status', column, building, cell)
    if (value === 'unsubscribed') consentOf(building.row).status = 'opted_out'
    else if (value === 'bounced') building.row.bounced = true
    else if (value) building.row.plain.status = value
  },
  owner:
    (_, { userId }) =>
    (cell, { row, issue }) => {
      const id = userId(cell.toLowerCase())
      if (id) row.ownerId = id
      else issue('no-such-user')
    },
  tags:
    () =>
    (cell, { row, issue }) => {
      row.tags ??= []
      for (const name of tagNames(cell)) {
        const read = TagName.safeParse(name)
        if (!read.success) issue('tag-too-long', name, undefined, 'warning')
        else if (row.tags.length < 100) row.tags.push(read.data)
      }
    },
  country:
    () =>
    (cell, { row, issue }) => {
      const code = countryFrom(cell)
      if (code) row.plain.country = code
      else issue('not-a-country')
    },
  createdAt: (column) => (cell, building) => {
    const read = date(column, building, cell)
    if (read && read.at.getTime() <= Date.now()) building.row.createdAt = read.at
  },
  note:
    (_, { columns }, index) =>
    (cell, { row }) => {
      const name = columns[index]?.name ?? ''
      const line = /^(notes?|notizen?|comments?|remarques?|notas?)$/i.test(name) ? cell : `${name}: ${cell}`
      row.note = row.note === null ? line : `${row.note}\n${line}`
    },
  deleted:
    () =>
    (cell, { row }) => {
      if (!isYes(cell)) return
      row.settled = 'skipped'
      row.issues.push({ code: 'deleted-in-source', severity: 'info', column: null, value: null })
    },
  'consent.status': (column) => (cell, building) => {
    const value = word('consent.status', column, building, cell)
    const consent = consentOf(building.row)
    // A mark that somebody opted out outweighs what another column says.
    if (value && consent.status !== 'opted_out') consent.status = value as RowConsent['status']
  },
  'consent.type': (column) => (cell, building) => {
    const value = word('consent.type', column, building, cell)
    if (value) consentOf(building.row).type = value as RowConsent['type']
  },
  'consent.basis': (column) => (cell, building) => {
    const value = word('consent.basis', column, building, cell)
    if (value) consentOf(building.row).basis = value as RowConsent['basis']
  },
  'consent.date': (column) => (cell, building) => {
    const read = date(column, building, cell)
    if (read) consentOf(building.row).at = read.at
  },
  'consent.source':
    () =>
    (cell, { row }) => {
      consentOf(row).source = cell.slice(0, 200)
    },
  'consent.optedOut':
    () =>
    (cell, { row }) => {
      if (isYes(cell)) consentOf(row).status = 'opted_out'
    },
  'consent.optedOutAt': (column) => (cell, building) => {
    const read = date(column, building, cell)
    if (read) Object.assign(consentOf(building.row), { status: 'opted_out', at: read.at })
  },
  'consent.confirmedAt': (column) => (cell, building) => {
    const read = date(column, building, cell)
    if (read) consentOf(building.row).confirmedAt = read.at
  },
  'consent.ip':
    () =>
    (cell, { row }) => {
      consentOf(row).ip = cell.slice(0, 64)
    },
  'consent.evidence':
    () =>
    (cell, { row }) => {
      consentOf(row).text = cell.slice(0, 5000)
    },
}

/** Google joins values of one kind by ` ::: `, and stars the groups that it keeps itself. */
function tagNames(cell: string): string[] {
  if (cell.includes(':::') || cell.startsWith('* '))
    return cell
      .split(':::')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('* '))
  // Mailchimp writes a list of its own: "VIP","Blog, news".
  if (/^"([^"]|"")*"(,|$)/.test(cell)) return splitList(cell.replaceAll(/",\s*"/g, '";"'))
  return cell.includes(';') || !cell.includes(',')
    ? splitList(cell)
    : cell
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
}

/** A telephone number; where its kind stands beside it, the kind decides which it is. What has no place goes to a note. */
function phone(field: 'phone' | 'mobile'): MakeReader {
  return ({ kindColumn }) =>
    (cell, { row, cells, issue }) => {
      const kind = kindColumn === undefined ? '' : (cells[kindColumn] ?? '')
      if (/fax|pager/i.test(kind)) return
      for (const number of cell
        .split(':::')
        .map((part) => part.trim())
        .filter(Boolean)) {
        const wanted: 'phone' | 'mobile' = MOBILE.test(kind) ? 'mobile' : field
        const place = row.plain[wanted] ? (wanted === 'phone' ? 'mobile' : 'phone') : wanted
        if (/^\d([.,]\d+)?E\+\d+$/i.test(number)) issue('scientific-number', number)
        else if (number.length > 100) issue('cell-too-long', number, '100')
        else if (row.plain[place]) {
          row.note = `${row.note === null ? '' : `${row.note}\n`}${kind || 'Telephone'}: ${number}`
          issue('phone-left-over', number, undefined, 'info')
        } else row.plain[place] = number
      }
    }
}

/** One address or several: the first of the column for the address is the primary one, the others are aliases. */
function addresses(primary: boolean): MakeReader {
  return ({ kindColumn }) =>
    (cell, { row, cells, issue }) => {
      if (kindColumn !== undefined && /^EX$/i.test(cells[kindColumn] ?? ''))
        return issue('exchange-name', cell, undefined, 'warning')
      for (const typed of separated(cell)) {
        const read = addressFrom(typed)
        if (!read) {
          const exchange = /^\/o=/i.test(typed)
          issue(exchange ? 'exchange-name' : 'not-an-email', typed, undefined, exchange ? 'warning' : undefined)
        } else if (!row.addresses.some(({ address }) => address === read.address) && row.addresses.length < 50) {
          if (!/@.+\./.test(read.address)) issue('email-without-dot', typed, undefined, 'warning')
          if (primary && !row.primaryGiven) {
            row.addresses.unshift(read)
            row.primaryGiven = true
          } else row.addresses.push(read)
        }
      }
    }
}

/** Addresses of a cell: `a@x; b@x`, `a@x, b@x`, `a@x ::: b@x`, `Ann <a@x>`; signs in quotes separate nothing. */
function separated(cell: string): string[] {
  if (!/[;,\s]/.test(cell) && !cell.includes(':::')) return [cell]
  const several = (cell.match(/@/g) ?? []).length > 1
  if (!several) return [cell]
  return cell
    .split(/:::|[;,\r\n|](?=(?:[^"]*"[^"]*")*[^"]*$)|\s+(?=[^\s"]+@[^\s"]+(?:\s|$))(?<=@\S+\s+)/)
    .map((part) => part.trim())
    .filter(Boolean)
}

const emailRule = CreateContact.shape.email

function addressFrom(typed: string): RowAddress | null {
  const inBrackets = /<([^<>]+)>\s*$/.exec(typed)?.[1] ?? typed.replace(/^mailto:/i, '')
  const read = emailRule.safeParse(inBrackets)
  const parsed = read.success && typeof read.data === 'string' ? parseAddress(read.data) : null
  return parsed ? { address: parsed.normal, display: (read.data as string).trim(), untagged: parsed.untagged } : null
}

function customReader({ fields, userId }: MapperContext, column: ColumnMapping, key: string): Reader | null {
  const field = fields.find((one) => one.key === key && !one.archived)
  if (!field) return null
  const locale = column.decimal === ',' ? 'de' : column.decimal === '.' ? 'en' : undefined
  return (cell, building) => {
    const given = givenValue(field, column, cell, building)
    if (given === undefined) return
    const country = building.row.plain.country ?? null
    const read = readValue(field, given, { locale, country, userId })
    if ('value' in read) {
      if (read.value !== null) building.row.custom[key] = read.value
    } else if (field.type === 'single_choice' || field.type === 'multi_choice')
      building.issue('not-a-choice', missingChoice(field, column, cell))
    else building.issue('not-valid', cell, read.error)
  }
}

/** What is handed to the field's own rule; undefined where nothing is to be stored. */
function givenValue(
  field: FieldDefinition,
  column: ColumnMapping,
  cell: string,
  building: Building,
): CustomValue | undefined {
  if (field.type === 'date') return date(column, building, cell)?.day
  if (field.type !== 'single_choice' && field.type !== 'multi_choice') return cell
  const whole = decision(column, cell)
  const parts = field.type === 'multi_choice' && !whole ? splitList(cell) : [cell]
  const chosen: string[] = []
  for (const part of parts) {
    const decided = whole ?? decision(column, part)
    if (decided === 'refuse') building.issue('not-a-choice', part, undefined, 'error')
    else if (decided === undefined) chosen.push(part)
    else if (decided !== 'empty') chosen.push('choice' in decided ? decided.choice : decided.create)
  }
  if (chosen.length === 0) return undefined
  return field.type === 'multi_choice' ? chosen : chosen[0]
}

/** Of several choices the one that is none, so that it can be decided once. */
function missingChoice(field: FieldDefinition, column: ColumnMapping, cell: string): string {
  const known = (text: string) =>
    'value' in readValue({ ...field, type: 'single_choice' }, text, { userId: () => null })
  return splitList(cell).find((part) => !decision(column, part) && !known(part)) ?? cell
}
