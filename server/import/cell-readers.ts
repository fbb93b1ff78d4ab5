import type { PlainField } from '../contacts/plain-fields.ts'
import { CreateContact } from '../contacts/schema.ts'
import { TagName } from '../tags/schema.ts'
import { addresses, phone } from './cell-addresses.ts'
import { decision } from './cell-choices.ts'
import { customReader } from './cell-custom.ts'
import { date } from './cell-dates.ts'
import { countryFrom } from './countries.ts'
import { splitFullName } from './full-name.ts'
import { ofRow } from './issues.ts'
import type { Building, MappedRow, MapperContext, Reader, RowConsent } from './mapped-row.ts'
import { isNoDate, readDate } from './read-date.ts'
import type { ColumnMapping } from './schema.ts'
import { tagNames } from './tag-names.ts'
import { markOf, type WordList, wordFrom } from './words.ts'

/** First and last name of 200 characters each, with titles. */
const LONGEST_NAME = 500

/** How the cells of a column are read; null where they are not. */
export function readerOf(context: MapperContext, column: ColumnMapping, index: number): Reader | null {
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

const isDate = (cell: string): boolean => readDate(cell, 'dmy') !== null || readDate(cell, 'mdy') !== null

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
      if (cell.length > LONGEST_NAME) return issue('cell-too-long', cell, '200')
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
  bouncedAt:
    () =>
    (cell, { row }) => {
      if (!isNoDate(cell) && markOf(cell) !== false) row.bounced = true
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
      if (markOf(cell) !== true) return
      row.settled = 'skipped'
      row.issues.push(ofRow('deleted-in-source'))
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
    (cell, { row, issue }) => {
      const mark = isNoDate(cell) ? false : (markOf(cell) ?? (isDate(cell) || null))
      if (mark === true) consentOf(row).status = 'opted_out'
      else if (mark === null) issue('not-yes-or-no', cell, undefined, 'warning')
    },
  // That somebody opted out counts, whether the date can be read or not.
  'consent.optedOutAt': (column) => (cell, building) => {
    if (isNoDate(cell) || markOf(cell) === false) return
    const consent = consentOf(building.row)
    consent.status = 'opted_out'
    const read = markOf(cell) === true ? null : date(column, building, cell)
    if (read) consent.at = read.at
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
