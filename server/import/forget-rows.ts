import { sql } from 'drizzle-orm'
import { BYTE_ORDER_MARK, type Cell } from '../platform/csv.ts'
import { forgetFile, type Store, storeFile } from './file-store.ts'
import { fileOf, importById } from './import-record.ts'
import { rowsOf } from './records.ts'
import type { Reading } from './schema.ts'

/**
 * Writes the kept file anew without the rows of people who must not be kept (IM-12, IM-18): they are blank from then on,
 * and every other row keeps its number.
 */
export async function forgetRows(store: Store, importId: string): Promise<void> {
  const found = await store.db.execute<{ row: number }>(sql`select row from import_rows
    where import_id = ${importId}::uuid and outcome = 'skipped' and issues @> any(array['[{"code":"erased"}]'::jsonb, '[{"code":"suppressed"}]'::jsonb])`)
  if (found.length === 0) return
  const row = await importById(store.db, importId)
  if (row.file_deleted_at) return
  const hidden = new Set(found.map(({ row: number }) => number))
  const edition = row.file.edition + 1
  const headers = row.columns.map(({ header }) => header)
  // A crash may have left parts of the new edition: each part is committed for itself.
  await forgetFile(store.db, importId, row.file.edition)
  const { bytes } = await storeFile(store, importId, edition, asCsv(store, fileOf(row), headers, hidden))
  const reading: Reading = {
    ...row.reading,
    encoding: 'utf-8',
    encodingFrom: 'format',
    delimiter: ',',
    quote: '"',
    headerLine: 1,
    sheet: null,
    sheets: [],
  }
  await store.db.transaction(async (tx) => {
    await tx.execute(sql`update imports set format = 'csv', bytes = ${bytes}, reading = ${JSON.stringify(reading)}::jsonb, sample = '[]',
      columns = (select coalesce(jsonb_agg(c || '{"samples": [], "examples": []}' order by n), '[]') from jsonb_array_elements(columns) with ordinality e(c, n)),
      preview = null, file = file || ${JSON.stringify({ edition })}::jsonb where id = ${importId}::uuid`)
    await forgetFile(tx, importId, edition)
  })
}

async function* asCsv(
  store: Store,
  file: ReturnType<typeof fileOf>,
  headers: readonly string[],
  hidden: ReadonlySet<number>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK + plainLine(headers))
  for await (const rows of rowsOf(store, file)) {
    // A blank row would not be counted: a row of empty cells is.
    yield Buffer.from(rows.map(({ row, cells }) => plainLine(hidden.has(row) ? ['', ''] : cells)).join(''))
  }
}

/** As the cells are, without a guard: this file goes to no spreadsheet. */
const plainLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`
