import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { UserReference } from '../users/schema.ts'
import type { ByteFacts } from './detect-encoding.ts'
import { ImportNotFound } from './problems.ts'
import type { FileToRead } from './records.ts'
import type {
  Import,
  ImportColumn,
  ImportCounts,
  ImportPreview,
  ImportState,
  ImportSummary,
  Mapping,
  Reading,
} from './schema.ts'

/** For how many days a file is kept, and an import can be undone. */
export const KEPT_DAYS = 30

/** What is known of the stored bytes. */
export interface FileFacts {
  edition: number
  facts: ByteFacts
}

export interface ImportRecord extends Record<string, unknown> {
  id: string
  name: string
  bytes: number
  format: Import['format']
  state: ImportState
  source: string
  tag: string
  file: FileFacts
  reading: Reading
  columns: ImportColumn[]
  sample: string[][]
  mapping: Mapping
  mapping_from: Import['mappingFrom']
  known_as: string | null
  fingerprint: string | null
  notices: string[]
  preview: ImportPreview | null
  total: number | null
  rows: number
  created: number
  updated: number
  unchanged: number
  skipped: number
  refused: number
  warned: number
  phase: Import['progress']['phase']
  phase_rows: number
  phase_began: number
  phase_seconds: number | null
  waiting: boolean
  asked: 'pause' | 'cancel' | null
  undo: Import['undo']
  error: string | null
  requested_by: string
  requester: UserReference
  request_id: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
  undone_by: string | null
  file_deleted_at: string | null
}

const select = (condition: SQL, rest: SQL = sql``): SQL => sql`
  select i.*, i.bytes::float8 as bytes, extract(epoch from now() - i.phase_started_at)::float8 as phase_seconds,
      json_build_object('id', u.id, 'name', u.name, 'email', u.email) as requester
    from imports i join users u on u.id = i.requested_by where ${condition} ${rest}`

/** @throws ImportNotFound */
export async function importById(tx: Tx, id: string): Promise<ImportRecord> {
  const [row] = await tx.execute<ImportRecord>(select(sql`i.id = ${id}::uuid`))
  if (!row) throw new ImportNotFound()
  return row
}

/** The same, held until the end of the transaction. @throws ImportNotFound */
export async function lockedImport(tx: Tx, id: string): Promise<ImportRecord> {
  await tx.execute(sql`select 1 from imports where id = ${id}::uuid for update`)
  return importById(tx, id)
}

/** Others see imports of their own; managers, administrators and data protection all of them. */
const visible = (actor: Actor): SQL => {
  const all = actor.roles.some((role) => role !== 'Rep')
  // Without bytes it is an upload under way, or one that broke off.
  return sql`i.bytes > 0 and ${all ? sql`true` : sql`i.requested_by = ${actor.userId}::uuid`}`
}

/** @throws ImportNotFound, also for what somebody may not see */
export async function importFor(tx: Tx, actor: Actor, id: string): Promise<ImportRecord> {
  const [row] = await tx.execute<ImportRecord>(select(sql`i.id = ${id}::uuid and ${visible(actor)}`))
  if (!row) throw new ImportNotFound()
  return row
}

/** Newest first. */
export async function listImports(
  tx: Tx,
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: ImportSummary[]; nextCursor: string | null }> {
  const place = cursor ? readCursor(cursor) : null
  const beyond = place ? sql`(i.created_at, i.id) < (${place.at}::timestamptz, ${place.id}::uuid)` : sql`true`
  const rows = await tx.execute<ImportRecord>(
    select(sql`${visible(actor)} and ${beyond}`, sql`order by i.created_at desc, i.id desc limit ${limit + 1}`),
  )
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(summaryOf),
    nextCursor: last ? writeCursor({ at: isoInstant(last.created_at), id: last.id }) : null,
  }
}

export const countsOf = ({
  rows,
  created,
  updated,
  unchanged,
  skipped,
  refused,
  warned,
}: ImportRecord): ImportCounts => ({
  rows,
  created,
  updated,
  unchanged,
  skipped,
  refused,
  warned,
})

const until = (from: string): string => new Date(Date.parse(isoInstant(from)) + KEPT_DAYS * 86_400_000).toISOString()

const undoable: readonly ImportState[] = ['done', 'cancelled', 'failed', 'paused']

function undoableUntil(row: ImportRecord): string | null {
  const last = row.finished_at ?? row.started_at
  const changed = row.created + row.updated > 0
  if (!last || !changed || row.started_at === null || !undoable.includes(row.state)) return null
  return Date.parse(until(last)) > Date.now() ? until(last) : null
}

function progressOf(row: ImportRecord): Import['progress'] {
  const done = row.phase_rows - row.phase_began
  const seconds = row.phase_seconds ?? 0
  return {
    phase: row.phase,
    rows: row.phase_rows,
    of: row.total,
    rowsPerSecond: row.phase && done > 0 && seconds > 0.5 ? Math.round(done / seconds) : null,
    waiting: row.waiting,
  }
}

const summaryOf = (row: ImportRecord): ImportSummary => ({
  id: row.id,
  name: row.name,
  bytes: row.bytes,
  format: row.format,
  state: row.state,
  tag: row.tag,
  counts: countsOf(row),
  total: row.total,
  progress: progressOf(row),
  undoableUntil: undoableUntil(row),
  error: row.error,
  requestedBy: row.requester,
  createdAt: isoInstant(row.created_at),
  finishedAt: isoInstantOrNull(row.finished_at),
})

/** As the wire shows it. */
export const importFrom = (row: ImportRecord, questions: Import['questions'], columns: ImportColumn[]): Import => ({
  ...summaryOf(row),
  source: row.source,
  reading: row.reading,
  columns,
  sample: row.sample,
  mapping: row.mapping,
  mappingFrom: row.mapping_from,
  knownAs: row.known_as,
  questions,
  notices: row.notices,
  preview: row.preview,
  undo: row.undo,
  fileKeptUntil: row.file_deleted_at ? null : until(row.created_at),
  startedAt: isoInstantOrNull(row.started_at),
})

export const fileOf = (row: ImportRecord): FileToRead => ({
  importId: row.id,
  edition: row.file.edition,
  bytes: row.bytes,
  format: row.format,
  reading: row.reading,
})
