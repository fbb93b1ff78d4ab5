import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv.ts'
import type { Pieces } from './download.ts'
import { type Table, xlsx } from './xlsx.ts'

export const tableTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type TableFormat = keyof typeof tableTypes

/** A column of an exported list. */
export interface Column<Item> {
  id: string
  header: string
  cell(item: Item): Cell
}

/** Records under their headers as a file for spreadsheets, piece by piece. */
export function tableFile<Item>(
  format: TableFormat,
  name: string,
  columns: readonly Column<Item>[],
  batches: AsyncIterable<readonly Item[]>,
  at: Date,
): Pieces {
  const headers = columns.map(({ header }) => header)
  const table = { name, headers, rows: rowsOf(columns, batches) }
  return format === 'csv' ? csv(table) : xlsx(table, at)
}

async function* rowsOf<Item>(
  columns: readonly Column<Item>[],
  batches: AsyncIterable<readonly Item[]>,
): AsyncGenerator<Cell[][]> {
  for await (const records of batches) yield records.map((record) => columns.map((column) => column.cell(record)))
}

async function* csv({ headers, rows }: Table): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(headers)
  for await (const batch of rows) yield batch.map(csvLine).join('')
}

/** `contacts-2026-01-31.csv` */
export const datedName = (name: string, at: Date, extension: string): string =>
  `${name}-${at.toISOString().slice(0, 10)}.${extension}`
