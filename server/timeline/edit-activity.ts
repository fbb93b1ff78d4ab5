import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database, Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { plainArray } from '../platform/arrays.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { InvalidInput } from '../platform/problem.ts'
import { noteChange } from './activity-changes.ts'
import { settleEngagement } from './engagement.ts'
import { requireContacts } from './log-activity.ts'
import { saveMentions } from './mentions.ts'
import { EntryNotFound, NotEditable, NotRestorable, StaleActivity } from './problems.ts'
import { readActivity } from './read-timeline.ts'
import { isWritten, putBack, requireAuthor, takeOff, UNDO_DAYS } from './remove-activity.ts'
import { type Activity, CallDetails, type EditActivity, MeetingDetails } from './schema.ts'

interface Editable extends Record<string, unknown> {
  type: string
  summary: string | null
  details: Record<string, unknown>
  occurred_at: string
  edited_at: string | null
  actor_user_id: string | null
}

/** A call, meeting or note that the actor may change, locked. @throws EntryNotFound, NotEditable, NotYours */
async function lockEditable(tx: Tx, actor: Actor, activityId: string): Promise<Editable> {
  // As lockEntry does: a merge moves what it stands on.
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.addressBook})`)
  const [row] = await tx.execute<Editable>(sql`
    select type, summary, details, occurred_at, edited_at, actor_user_id from activities
     where id = ${activityId}::uuid for update`)
  if (!row) throw new EntryNotFound()
  if (!isWritten(row.type)) throw new NotEditable()
  requireAuthor(actor, row.actor_user_id)
  return row
}

async function contactsOf(tx: Tx, activityId: string): Promise<string[]> {
  const rows = await tx.execute<{ contact_id: string }>(sql`
    select contact_id from activity_contacts where activity_id = ${activityId}::uuid order by contact_id`)
  return rows.map((row) => row.contact_id)
}

/**
 * Corrects a call, meeting or note (TL-13). What it said before stays in its history. Saving what it says already changes
 * nothing.
 * @param read `editedAt` as the editor read it
 * @returns the entry as it is now
 * @throws EntryNotFound, NotEditable, NotYours, StaleActivity, NoSuchContacts, InvalidInput
 */
export async function editActivity(
  db: Database,
  raw: postgres.Sql,
  actor: Actor,
  activityId: string,
  read: string | null,
  input: EditActivity,
): Promise<Activity> {
  const stale = await db.transaction(async (tx) => {
    const before = await lockEditable(tx, actor, activityId)
    const contactIds = await contactsOf(tx, activityId)
    if (contactIds.length === 0) throw new EntryNotFound()
    if (isoInstantOrNull(before.edited_at) !== read) return true
    await change(tx, actor, activityId, before, contactIds, input)
    return false
  })
  const current = await readAnywhere(raw, activityId, actor.userId)
  if (stale) throw new StaleActivity(current)
  return current
}

async function change(
  tx: Tx,
  actor: Actor,
  activityId: string,
  before: Editable,
  contactIds: string[],
  input: EditActivity,
): Promise<void> {
  const summary = input.summary?.normalize('NFKC')
  const occurredAt = input.occurredAt && new Date(input.occurredAt).toISOString()
  const details = input.details && { ...checkedDetails(before.type, input.details), ...kept(before.details) }
  const wanted = input.contactIds && [...new Set(input.contactIds)].sort()
  const was = {
    ...(summary !== undefined && summary !== before.summary ? { summary: before.summary ?? '' } : {}),
    ...(occurredAt && occurredAt !== isoInstant(before.occurred_at)
      ? { occurredAt: isoInstant(before.occurred_at) }
      : {}),
    ...(details && !isSame(details, before.details) ? { details: before.details } : {}),
    ...(wanted && wanted.join() !== contactIds.join() ? { contactIds } : {}),
  }
  if (input.mentions) await saveMentions(tx, actor, activityId, input.mentions)
  if (Object.keys(was).length === 0) return
  await tx.execute(sql`update activities set summary = coalesce(${summary ?? null}::text, summary),
      occurred_at = coalesce(${occurredAt ?? null}::timestamptz, occurred_at),
      details = coalesce(${details ? JSON.stringify(details) : null}::json, details),
      edited_at = greatest(clock_timestamp(), edited_at + interval '1 millisecond')
    where id = ${activityId}::uuid`)
  if ('contactIds' in was && wanted) await moveTo(tx, activityId, before, wanted)
  if ('occurredAt' in was) await dateAnew(tx, activityId)
  await noteChange(tx, actor, activityId, { action: 'edited', before: was })
  if ('contactIds' in was || 'occurredAt' in was) await settleEngagement(tx, [...contactIds, ...(wanted ?? [])])
}

/** Entries of an import or a voice system carry more than people type: it stays. */
function kept(details: Record<string, unknown>): Record<string, unknown> {
  const typed = { ...CallDetails.shape, ...MeetingDetails.shape }
  return Object.fromEntries(Object.entries(details).filter(([name]) => !(name in typed)))
}

function checkedDetails(type: string, details: NonNullable<EditActivity['details']>): Record<string, unknown> {
  const schema = type === 'call' ? CallDetails : type === 'meeting' ? MeetingDetails : null
  const result = schema?.strict().safeParse(details)
  if (result?.success) return result.data
  if (!schema && Object.keys(details).length === 0) return {}
  throw new InvalidInput([{ path: 'details', message: `A ${type} has no such details.` }])
}

const isSame = (a: Record<string, unknown>, b: Record<string, unknown>): boolean => {
  const sorted = (value: Record<string, unknown>) => JSON.stringify(Object.entries(value).sort())
  return sorted(a) === sorted(b)
}

/** @throws NoSuchContacts */
async function moveTo(tx: Tx, activityId: string, { type, occurred_at }: Editable, wanted: string[]): Promise<void> {
  await requireContacts(tx, wanted)
  const ids = sql`${plainArray(wanted)}::uuid[]`
  await tx.execute(
    sql`delete from activity_contacts where activity_id = ${activityId}::uuid and contact_id <> all(${ids})`,
  )
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select ${activityId}::uuid, c, ${occurred_at}::timestamptz, ${type} from unnest(${ids}) c on conflict do nothing`)
  await tx.execute(
    sql`delete from activity_removals where activity_id = ${activityId}::uuid and contact_id = any(${ids})`,
  )
}

/** Links repeat the instant of their activity. */
async function dateAnew(tx: Tx, activityId: string): Promise<void> {
  for (const table of ['activity_contacts', 'activity_removals'] as const) {
    await tx.execute(sql`update ${sql.identifier(table)} t set occurred_at = a.occurred_at from activities a
      where a.id = t.activity_id and a.id = ${activityId}::uuid`)
  }
}

/**
 * Deletes a call, meeting or note from every timeline. It can be put back for thirty days; the audit log keeps that it
 * was there, not what it said (TL-13). Repeating it changes nothing.
 * @throws EntryNotFound, NotEditable, NotYours
 */
export async function deleteActivity(db: Database, actor: Actor, activityId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { type } = await lockEditable(tx, actor, activityId)
    const contactIds = await contactsOf(tx, activityId)
    if (contactIds.length === 0) return
    await takeOff(tx, actor, activityId, sql`select unnest(${plainArray(contactIds)}::uuid[])`, 'deleted')
    await noteChange(tx, actor, activityId, { action: 'deleted', before: { contactIds } })
    await settleEngagement(tx, contactIds)
    await audit(tx, actor, {
      action: 'activity.deleted',
      subjectKind: 'activity',
      subjectId: activityId,
      details: { type, contactIds },
    })
  })
}

/** Puts a deleted entry back onto the timelines it stood on. @throws EntryNotFound, NotEditable, NotYours, NotRestorable */
export async function restoreActivity(
  db: Database,
  raw: postgres.Sql,
  actor: Actor,
  activityId: string,
): Promise<Activity> {
  await db.transaction(async (tx) => {
    await lockEditable(tx, actor, activityId)
    const contactIds = await putBack(tx, activityId, sql`ac.reason = 'deleted'`)
    if (contactIds.length === 0) throw new NotRestorable(UNDO_DAYS)
    await noteChange(tx, actor, activityId, { action: 'restored', before: {} })
    await settleEngagement(tx, contactIds)
    await audit(tx, actor, {
      action: 'activity.restored',
      subjectKind: 'activity',
      subjectId: activityId,
      details: { contactIds },
    })
  })
  return readAnywhere(raw, activityId, actor.userId)
}

/** An entry with all contacts it names, as of the first of them. @throws EntryNotFound */
export async function readAnywhere(raw: postgres.Sql, activityId: string, readerId: string): Promise<Activity> {
  const activity = await readActivity(raw, activityId, null, readerId)
  if (!activity) throw new EntryNotFound()
  return activity
}
