import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import type { Merge, MergeList, MergeListQuery } from './schema.ts'

export const UNDO_DAYS = 30

/** What is kept of a merge for good, as long as the survivor is there. */
export interface Choices {
  primaryId: string
  formers: { id: string; name: string }[]
  fields: Record<string, string>
  knownAs: Merge['knownAs']
}

interface Row extends Record<string, unknown> {
  id: string
  survivor_id: string
  choices: Choices
  in_bulk: boolean
  by: Merge['mergedBy']
  created_at: string
  undone_at: string | null
  conflicts: string[] | null
  undoable: boolean
}

/** Merges are undone the last first: a later one of the same contact, or one that took the survivor in, comes before. */
export const laterMerge = (m: SQL): SQL => sql`
  (select later.id from merges later where later.undone_at is null and later.id > ${m}.id and later.survivor_id = ${m}.survivor_id
    order by later.id desc limit 1)`

const rowsWhere = (condition: SQL, limit: number): SQL => sql`
  select m.id, m.survivor_id, m.choices, m.in_bulk, m.created_at, m.undone_at, m.conflicts,
      m.before is not null and ${laterMerge(sql`m`)} is null as undoable,
      (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = m.merged_by) as by
    from merges m where ${condition} order by m.created_at desc, m.id desc limit ${limit}`

/** @throws NotFound */
export async function readMerge(tx: Tx, id: string, now: Date): Promise<Merge> {
  const [row] = await tx.execute<Row>(rowsWhere(sql`m.id = ${id}::uuid`, 1))
  if (!row) throw new NotFound('such merge')
  return mergeFrom(row, now)
}

/** Newest first: all, or those that made one contact what it is. */
export async function listMerges(
  db: Database,
  { contactId, cursor, limit }: MergeListQuery,
  now: Date,
): Promise<MergeList> {
  const position = cursor ? readCursor(cursor) : null
  const beyond = position ? sql`(m.created_at, m.id) < (${position.at}::timestamptz, ${position.id}::uuid)` : sql`true`
  const whose = contactId
    ? sql`m.survivor_id = coalesce((select survivor_id from merged_contacts where former_id = ${contactId}::uuid), ${contactId}::uuid)`
    : sql`true`
  const rows = await db.execute<Row>(rowsWhere(sql`${whose} and ${beyond}`, limit + 1))
  const items = rows.slice(0, limit).map((row) => mergeFrom(row, now))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? writeCursor({ at: last.createdAt, id: last.id }) : null }
}

function mergeFrom(
  { id, survivor_id, choices, in_bulk, by, created_at, undone_at, conflicts, undoable }: Row,
  now: Date,
): Merge {
  const until = new Date(Date.parse(isoInstant(created_at)) + UNDO_DAYS * 86_400_000)
  return {
    id,
    survivorId: survivor_id,
    formerIds: choices.formers.map((former) => former.id),
    formerNames: choices.formers.map(({ name }) => name),
    knownAs: choices.knownAs,
    inBulk: in_bulk,
    mergedBy: by,
    createdAt: isoInstant(created_at),
    undoableUntil: undone_at === null && undoable && until > now ? until.toISOString() : null,
    undoneAt: isoInstantOrNull(undone_at),
    conflicts: conflicts ?? [],
  }
}

/** What undoing takes is kept for thirty days. @returns of how many merges it went */
export async function forgetMerges(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const old = sql`created_at < ${now.toISOString()}::timestamptz - make_interval(days => ${UNDO_DAYS})`
    await tx.execute(sql`delete from merge_parts p using merges m where m.id = p.merge_id and m.${old}`)
    const rows = await tx.execute(
      sql`update merges set before = null, after = null where ${old} and (before is not null or after is not null) returning 1`,
    )
    return rows.length
  })
}
