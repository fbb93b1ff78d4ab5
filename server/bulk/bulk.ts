import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { countMatches, matching } from '../contacts/list-contacts.ts'
import { pinned } from '../filter/pin.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound, Problem } from '../platform/problem.ts'
import { requireStatic } from '../segments/segments.ts'
import { tagIdsOf } from '../tags/contact-tags.ts'
import { changesWhom, type StoredAction } from './actions.ts'
import {
  type BulkAction,
  BulkAction as BulkActionSchema,
  type BulkOperation,
  type BulkPreview,
  type Selection,
} from './schema.ts'

/** For how many days a bulk change can be undone. */
export const UNDO_DAYS = 30

export class NotUndoable extends Problem {
  readonly type = 'not-undoable'
  constructor(why: string) {
    super(409, why)
  }
}

export class UnknownOwner extends Problem {
  readonly type = 'unknown-reference'
  constructor() {
    super(422, 'ownerId names nobody who is still here. Choose one from the list.')
  }
}

export interface BulkContext {
  db: Database
  queue: JobQueue
  now(): Date
}

/** Whom a selection means now, over `c` and `e`. @throws BrokenFilter */
export async function selected(tx: Tx, selection: Selection, timeZone: string, now: Date): Promise<SQL> {
  if ('ids' in selection) {
    return sql`c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(selection.ids)}::jsonb))`
  }
  const condition = await matching(tx, { search: selection.search, filter: selection.filter, timeZone }, now)
  const except = JSON.stringify(selection.except ?? [])
  return sql`${condition} and c.id not in (select value::uuid from jsonb_array_elements_text(${except}::jsonb))`
}

/** How many a change would mean, how many of them it would change, and who some of these are. Changes nothing. */
export async function previewBulk(
  { db, now }: BulkContext,
  selection: Selection,
  action: BulkAction,
): Promise<BulkPreview> {
  const condition = await selected(db, selection, zoneOf(selection), now())
  const stored = await withTagIds(db, action, false)
  const [row] = await db.execute<{ total: number; changes: number; sample: BulkPreview['sample'] }>(sql`
    with meant as materialized (
      select c.id, ${changesWhom(stored)} as changes from contacts c join contact_engagement e on e.contact_id = c.id where ${condition}
    )
    select count(*)::int as total, (count(*) filter (where changes))::int as changes,
      (select coalesce(json_agg(json_build_object('id', s.id, 'name', ${nameOf(sql`s`)})), '[]')
         from (select c.* from meant join contacts c using (id) where meant.changes limit 5) s) as sample
      from meant`)
  return row ?? { total: 0, changes: 0, sample: [] }
}

const nameOf = (
  contact: SQL,
): SQL => sql`coalesce(nullif(concat_ws(' ', ${contact}.first_name, ${contact}.last_name), ''),
  (select display from contact_addresses where contact_id = ${contact}.id and is_primary), ${contact}.phone_display, '')`

const zoneOf = (selection: Selection): string => ('ids' in selection ? undefined : selection.timeZone) ?? 'UTC'

/**
 * Starts a change to many contacts. Who is meant is settled now when they are at most 10,000, else as the first step of
 * the job, with this instant as the one that relative dates count from.
 * @throws BrokenFilter, UnknownOwner, NotStatic
 */
export async function startBulk(
  context: BulkContext,
  actor: Actor,
  selection: Selection,
  action: BulkAction,
): Promise<BulkOperation> {
  const id = await context.db.transaction(async (tx) => {
    await checkAction(tx, action)
    const stored = await withTagIds(tx, action, true)
    const fixed =
      'ids' in selection || !selection.filter ? selection : { ...selection, filter: await pinned(tx, selection.filter) }
    const timeZone = zoneOf(selection)
    const [row] = await tx.execute<{ id: string; created_at: string }>(sql`
      insert into bulk_operations (action, selection, time_zone, requested_by, request_id, created_at)
      values (${JSON.stringify(stored)}::jsonb, ${JSON.stringify(fixed)}::jsonb, ${timeZone}, ${actor.userId}::uuid,
        ${actor.requestId ?? null}, ${context.now().toISOString()}::timestamptz) returning id, created_at`)
    const operationId = row?.id as string
    const few = 'ids' in fixed || (await countMatches(tx, { ...fixed, timeZone }, context.now())).exact
    if (few) await settleTargets(tx, operationId, fixed, timeZone, context.now())
    await audit(tx, actor, {
      action: 'contacts.changed-in-bulk',
      subjectKind: 'bulk_operation',
      subjectId: operationId,
      details: { type: action.type },
    })
    await context.queue.send('change-in-bulk', { operationId }, { key: operationId, tx })
    return operationId
  })
  return readBulk(context, id)
}

/** Writes down who is meant. Repeating it changes nothing. */
export async function settleTargets(
  tx: Tx,
  operationId: string,
  selection: Selection,
  timeZone: string,
  now: Date,
): Promise<void> {
  const condition = await selected(tx, selection, timeZone, now)
  await tx.execute(sql`insert into bulk_targets (operation_id, contact_id)
    select ${operationId}::uuid, c.id from contacts c join contact_engagement e on e.contact_id = c.id where ${condition}
     order by c.id for key share of c
    on conflict do nothing`)
  await tx.execute(sql`update bulk_operations set state = 'running',
    total = (select count(*) from bulk_targets where operation_id = ${operationId}::uuid) where id = ${operationId}::uuid`)
}

async function checkAction(tx: Tx, action: BulkAction): Promise<void> {
  if (action.type === 'set_owner' && action.ownerId) {
    const rows = await tx.execute(sql`select 1 from users where id = ${action.ownerId}::uuid and active`)
    if (rows.length === 0) throw new UnknownOwner()
  }
  if ('segmentId' in action) await requireStatic(tx, action.segmentId)
}

async function withTagIds(tx: Tx, action: BulkAction, make: boolean): Promise<StoredAction> {
  return 'tags' in action
    ? { ...action, tagIds: await tagIdsOf(tx, action.tags, make && action.type === 'add_tags') }
    : action
}

interface Row extends Record<string, unknown> {
  id: string
  action: StoredAction
  state: BulkOperation['state']
  total: number
  done: number
  changed: number
  skipped: number
  error: string | null
  requested_by: BulkOperation['requestedBy']
  created_at: string
  finished_at: string | null
}

const rowsWhere = (condition: SQL): SQL => sql`
  select b.id, b.action, b.state, b.total, b.done, b.changed, b.skipped, b.error, b.created_at, b.finished_at,
      json_build_object('id', u.id, 'name', u.name, 'email', u.email) as requested_by
    from bulk_operations b join users u on u.id = b.requested_by where ${condition} order by b.created_at desc, b.id desc limit 50`

/** @throws NotFound */
export async function readBulk({ db, now }: Pick<BulkContext, 'db' | 'now'>, id: string): Promise<BulkOperation> {
  const [row] = await db.execute<Row>(rowsWhere(sql`b.id = ${id}::uuid`))
  if (!row) throw new NotFound('such bulk change')
  return operationFrom(row, now())
}

/** My latest bulk changes, newest first. */
export async function listBulk({ db, now }: Pick<BulkContext, 'db' | 'now'>, actor: Actor): Promise<BulkOperation[]> {
  const rows = await db.execute<Row>(rowsWhere(sql`b.requested_by = ${actor.userId}::uuid`))
  return rows.map((row) => operationFrom(row, now()))
}

function operationFrom(row: Row, now: Date): BulkOperation {
  const { id, state, total, done, changed, skipped, error } = row
  const until = new Date(Date.parse(isoInstant(row.created_at)) + UNDO_DAYS * 86_400_000)
  const undoable = state === 'done' && changed > 0 && until > now
  return {
    id,
    action: BulkActionSchema.parse(wireAction(row.action)),
    state,
    total,
    done,
    changed,
    skipped,
    error,
    requestedBy: row.requested_by,
    createdAt: isoInstant(row.created_at),
    finishedAt: isoInstantOrNull(row.finished_at),
    undoableUntil: undoable ? until.toISOString() : null,
  }
}

function wireAction({ tagIds: _, ...action }: StoredAction & { tagIds?: string[] }): unknown {
  return action
}

/** Puts back what a bulk change changed, where nobody changed it since. @throws NotFound, NotUndoable */
export async function undoBulk(context: BulkContext, actor: Actor, id: string): Promise<BulkOperation> {
  await context.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from bulk_operations where id = ${id}::uuid for update`)
    const [row] = await tx.execute<Row>(rowsWhere(sql`b.id = ${id}::uuid`))
    if (!row) throw new NotFound('such bulk change')
    const operation = operationFrom(row, context.now())
    if (operation.state === 'undoing' || operation.state === 'undone') return
    if (!operation.undoableUntil) throw new NotUndoable(whyNot(operation))
    await tx.execute(
      sql`update bulk_operations set state = 'undoing', done = 0, undone_by = ${actor.userId}::uuid where id = ${id}::uuid`,
    )
    await audit(tx, actor, { action: 'contacts.bulk-undone', subjectKind: 'bulk_operation', subjectId: id })
    await context.queue.send('undo-in-bulk', { operationId: id }, { key: id, tx })
  })
  return readBulk(context, id)
}

function whyNot({ state, changed }: BulkOperation): string {
  if (state === 'queued' || state === 'running') return 'This change is still under way. Undo it when it is done.'
  if (changed === 0) return 'This change changed nobody, so there is nothing to undo.'
  return `A bulk change can be undone for ${UNDO_DAYS} days; this one is older.`
}
