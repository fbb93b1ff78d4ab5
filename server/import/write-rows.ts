import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import type { PlannedRow } from './plan.ts'
import type { Row } from './records.ts'
import type { ImportCounts } from './schema.ts'

const isWarned = ({ issues }: PlannedRow): boolean => issues.some(({ severity }) => severity === 'warning')

/** Of whom nothing may be kept (IM-12). */
const isHidden = ({ issues }: PlannedRow): boolean =>
  issues.some(({ code }) => code === 'erased' || code === 'suppressed')

/** The sums are nothing but the rows added up. */
export function countRows(planned: readonly PlannedRow[]): ImportCounts {
  const counts: ImportCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0, warned: 0 }
  for (const row of planned) {
    counts.rows += 1
    counts[row.outcome] += 1
    if (row.outcome !== 'refused' && isWarned(row)) counts.warned += 1
  }
  return counts
}

/** Which rows of a preview are worth keeping: those that do not simply come in. */
export const isTelling = (row: PlannedRow): boolean =>
  row.outcome === 'skipped' || row.outcome === 'refused' || isWarned(row)

/**
 * Keeps what became of rows. The cells of those that were refused or warned about are kept too, so that they can be mended.
 * @param isStored whether a contact stands in the database; in a preview it may only be thought of
 */
export async function writeRows(
  tx: Tx,
  importId: string,
  planned: readonly PlannedRow[],
  cellsOf: (row: number) => Row | undefined,
  isStored: (contactId: string) => boolean = () => true,
): Promise<void> {
  const plain = planned.filter((one) => isPlain(one) && one.contact !== null && isStored(one.contact.id))
  await writePlainRows(tx, importId, plain)
  const told = new Set(plain)
  await writeToldRows(
    tx,
    importId,
    planned.filter((one) => !told.has(one)),
    cellsOf,
    isStored,
  )
}

/** Rows that came in and nothing more is to be said of. */
const isPlain = ({ issues, changes, key }: PlannedRow): boolean =>
  issues.length === 0 && changes.length === 0 && key === null

async function writePlainRows(tx: Tx, importId: string, rows: readonly PlannedRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`insert into import_rows (import_id, row, line, outcome, contact_id, version)
    select ${importId}::uuid, r.* from unnest(${plainArray(rows.map(({ row }) => row))}::int[], ${plainArray(rows.map(({ line }) => line))}::int[],
      ${plainArray(rows.map(({ outcome }) => outcome))}::text[], ${plainArray(rows.map(({ contact }) => contact?.id))}::uuid[],
      ${plainArray(rows.map(({ contact }) => contact?.version))}::int[]) as r(row, line, outcome, contact_id, version)`)
}

async function writeToldRows(
  tx: Tx,
  importId: string,
  planned: readonly PlannedRow[],
  cellsOf: (row: number) => Row | undefined,
  isStored: (contactId: string) => boolean,
): Promise<void> {
  if (planned.length === 0) return
  const rows = planned.map((one) => {
    const { row, line, outcome, contact, issues, changes, key } = one
    const cells = (outcome === 'refused' || isWarned(one)) && !isHidden(one) ? (cellsOf(row)?.cells ?? null) : null
    return {
      row,
      line,
      outcome,
      contactId: contact && isStored(contact.id) ? contact.id : null,
      version: contact?.version ?? null,
      key: key?.toString('hex') ?? null,
      issues: issues.length > 0 ? issues : null,
      changes: changes.length > 0 ? changes : null,
      cells: cells?.map(storable) ?? null,
    }
  })
  await tx.execute(sql`insert into import_rows (import_id, row, line, outcome, contact_id, version, row_key, issues, changes, cells)
    select ${importId}::uuid, r.row, r.line, r.outcome, r."contactId", r.version, decode(r.key, 'hex'), r.issues, r.changes, r.cells
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(row int, line int, outcome text, "contactId" uuid, version int, key text,
        issues jsonb, changes jsonb, cells jsonb)`)
}

const storable = (cell: string): string => cell.replaceAll('\0', '').toWellFormed()

/** Adds to the counts of an import. */
export const addCounts = (tx: Tx, importId: string, counts: ImportCounts) =>
  tx.execute(sql`update imports set rows = rows + ${counts.rows}, created = created + ${counts.created}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, skipped = skipped + ${counts.skipped}, refused = refused + ${counts.refused},
      warned = warned + ${counts.warned}, phase_rows = phase_rows + ${counts.rows}
    where id = ${importId}::uuid`)
