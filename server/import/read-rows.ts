import { Readable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { BYTE_ORDER_MARK, csvLine } from '../platform/csv.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { Change } from './book.ts'
import type { Store } from './file-store.ts'
import { fileOf, type ImportRecord, importFor } from './import-record.ts'
import { type Issue, issueText, shownIssue } from './issues.ts'
import { type NameOf, namedChanges } from './named-changes.ts'
import { FileGone } from './problems.ts'
import { rowsOf } from './records.ts'
import type { ImportRow, ImportRows, RowOutcome } from './schema.ts'

type Wanted = RowOutcome | 'warned' | undefined

interface RowRow extends Record<string, unknown> {
  row: number
  line: number
  outcome: RowOutcome
  contact: ImportRow['contact']
  issues: Issue[] | null
  changes: ImportRow['changes'] | null
  cells: string[] | null
}

const isWarned = sql`r.issues @> '[{"severity":"warning"}]'`

const having = (outcome: Wanted) =>
  outcome === undefined
    ? sql`true`
    : outcome === 'warned'
      ? sql`${isWarned} and r.outcome <> 'refused'`
      : sql`r.outcome = ${outcome}`

async function rowsAfter(tx: Tx, importId: string, outcome: Wanted, after: number, limit: number): Promise<RowRow[]> {
  return tx.execute<RowRow>(sql`
    select r.row, r.line, r.outcome, r.issues, r.changes, r.cells,
        case when c.id is not null then json_build_object('id', c.id, 'name', coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
          (select a.display from contact_addresses a where a.contact_id = c.id and a.is_primary), c.phone, c.mobile, '')) end as contact
      from import_rows r left join contacts c on c.id = r.contact_id
     where r.import_id = ${importId}::uuid and r.row > ${after} and ${having(outcome)} order by r.row limit ${limit}`)
}

/** Rows with what became of them, in the order of the file. @throws ImportNotFound */
export async function readRows(
  store: Store,
  actor: Actor,
  id: string,
  { outcome, cursor, limit }: { outcome?: Wanted; cursor?: string | undefined; limit: number },
): Promise<ImportRows> {
  const found = await importFor(store.db, actor, id)
  const after = cursor ? Number(readCursor(cursor).id) : 0
  const rows = await rowsAfter(store.db, id, outcome, after, limit + 1)
  const shown = rows.slice(0, limit)
  const cells = await cellsOf(store, found, shown)
  const names = found.columns.map(({ name }) => name)
  const nameOf = await namesIn(store.db, shown)
  return {
    items: shown.map((row) => ({
      row: row.row,
      line: row.line,
      outcome: row.outcome,
      contact: row.contact,
      cells: row.cells ?? cells.get(row.row) ?? [],
      issues: (row.issues ?? []).map((issue) => shownIssue(issue, names)),
      changes: namedChanges((row.changes ?? []) as Change[], nameOf),
    })),
    nextCursor: rows.length > limit ? writeCursor({ at: found.created_at, id: String(shown.at(-1)?.row) }) : null,
  }
}

async function namesIn(tx: Tx, rows: readonly RowRow[]): Promise<NameOf> {
  const ids = rows.flatMap(({ changes }) =>
    (changes ?? [])
      .filter(({ field }) => field === 'companyId' || field === 'ownerId')
      .flatMap(({ before, after }) => [before, after]),
  )
  if (ids.length === 0) return () => null
  const list = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids.filter((id) => typeof id === 'string'))}::jsonb))`
  const named = await tx.execute<{ id: string; name: string }>(sql`
    select id, name from companies where id in ${list} union all select id, name from users where id in ${list}`)
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return (_, id) => names.get(id) ?? null
}

/** Cells that were not kept with their rows are looked up in the file, as long as it is there. */
async function cellsOf(store: Store, found: ImportRecord, rows: RowRow[]): Promise<Map<number, string[]>> {
  const wanted = new Set(rows.filter(({ cells, issues }) => cells === null && !isHidden(issues)).map(({ row }) => row))
  const cells = new Map<number, string[]>()
  if (wanted.size === 0 || found.file_deleted_at) return cells
  for await (const batch of rowsOf(store, fileOf(found))) {
    for (const row of batch) if (wanted.has(row.row)) cells.set(row.row, row.cells)
    if (cells.size === wanted.size) break
  }
  return cells
}

const isHidden = (issues: Issue[] | null): boolean =>
  issues?.some(({ code }) => code === 'erased' || code === 'suppressed') ?? false

/**
 * The refused rows as a file of the same columns, with the row, and what is wrong and what to do: to be mended and imported
 * again. The last three columns are left out by our own import.
 * @throws ImportNotFound
 */
export async function refusedAsCsv(store: Store, actor: Actor, id: string): Promise<Readable> {
  const found = await importFor(store.db, actor, id)
  return Readable.from(csvOf(store, found, 'refused'), { objectMode: false })
}

/** All rows, or those of an outcome, with what became of them (IM-14). @throws ImportNotFound, FileGone */
export async function reportAsCsv(store: Store, actor: Actor, id: string, outcome: Wanted): Promise<Readable> {
  const found = await importFor(store.db, actor, id)
  if (found.file_deleted_at && outcome !== 'refused' && outcome !== 'warned') throw new FileGone()
  return Readable.from(csvOf(store, found, outcome), { objectMode: false })
}

const PAGE = 2000

async function* csvOf(store: Store, found: ImportRecord, outcome: Wanted): AsyncGenerator<string> {
  const width = found.columns.length
  yield BYTE_ORDER_MARK + csvLine([...found.columns.map(({ name }) => name), '_row', '_outcome', '_reason'])
  const lineOf = (row: RowRow, cells: readonly string[]) =>
    csvLine([...Array.from({ length: width }, (_, index) => cells[index] ?? ''), row.row, row.outcome, reasonOf(row)])
  if (outcome === 'refused' || outcome === 'warned') {
    for (let after = 0; ; ) {
      const rows = await rowsAfter(store.db, found.id, outcome, after, PAGE)
      if (rows.length === 0) return
      yield rows.map((row) => lineOf(row, row.cells ?? [])).join('')
      after = rows.at(-1)?.row as number
    }
  }
  let waiting: RowRow[] = []
  let after = 0
  for await (const batch of rowsOf(store, fileOf(found))) {
    let text = ''
    for (const { row, cells } of batch) {
      if (waiting.length === 0 && row > after) {
        waiting = await rowsAfter(store.db, found.id, outcome, after, PAGE)
        after = waiting.at(-1)?.row ?? Number.MAX_SAFE_INTEGER
      }
      const [next] = waiting
      if (next?.row !== row) continue
      waiting.shift()
      text += lineOf(next, isHidden(next.issues) ? [] : cells)
    }
    if (text) yield text
  }
}

const reasonOf = ({ issues }: RowRow): string =>
  (issues ?? []).map((issue) => (issue.value ? `“${issue.value}”: ` : '') + issueText(issue)).join(' ')
