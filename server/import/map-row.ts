import { type PlainField, plainFields } from '../contacts/plain-fields.ts'
import { unguarded } from '../platform/csv.ts'
import type { Secrets } from '../platform/secrets.ts'
import { readerOf } from './cell-readers.ts'
import { type Issue, type IssueCode, ofRow } from './issues.ts'
import type { Building, MappedRow, MapperContext } from './mapped-row.ts'
import type { Row } from './records.ts'
import type { ColumnMapping, Import } from './schema.ts'

/** What a cell of a workbook holds at most; no field takes as much. Longer ones are left out, but in a note. */
const LONGEST_CELL = 32_767

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
  return ({ row, line, cells, fault, aside }) => {
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
    if (aside) return skipped(mapped, 'not-a-row')
    if (headers.length > 0 && cells.join('\0') === repeated) return skipped(mapped, 'header-repeated')
    checkWidth(cells, columns.length, note)
    for (const index of order) {
      const reader = readers[index]
      if (!reader) continue
      const raw = cells[index] ?? ''
      if (raw.length > LONGEST_CELL && mapping.columns[index]?.target !== 'note') {
        note(index, 'cell-too-long', raw, LONGEST_CELL.toLocaleString('en'))
        continue
      }
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
  row.issues.push(ofRow(code))
  return { ...row, settled: 'skipped' }
}

function late(column: ColumnMapping | undefined): number {
  const target = column?.target ?? 'ignore'
  // Numbers in custom fields are read by the country of the row.
  if (target === 'fullName' || target === 'aliases' || target.startsWith('custom.')) return 1
  if (target === 'consent.optedOutAt') return 3
  return target.startsWith('consent.') ? 2 : 0
}

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
