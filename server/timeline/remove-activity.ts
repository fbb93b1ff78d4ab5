import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { audit } from '../audit/audit.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import { managers } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import { noteChange } from './activity-changes.ts'
import { settleEngagement } from './engagement.ts'
import { EntryNotFound, EntryStays, NotRestorable, NotYours, SameTimeline } from './problems.ts'
import type { ActivityType } from './schema.ts'

/** For how long a deleted or removed entry that stands nowhere else is kept. */
export const UNDO_DAYS = 30

const removable: ReadonlySet<ActivityType> = new Set([
  'email_sent',
  'email_received',
  'email_bounced',
  'call',
  'meeting',
  'note',
  'form_submit',
] as const)

/**
 * Takes an entry off one timeline, with the opens and clicks under it. It stays off, whatever copy of the mail comes
 * later: see activity_removals in mail/ingest.ts. Taking a call, meeting or note off the last one is as good as deleting
 * it: of what a colleague wrote it takes the same right (TL-13). Repeating it changes nothing.
 * @throws EntryNotFound, EntryStays, NotYours
 */
export async function unlogActivity(db: Database, actor: Actor, contactId: string, activityId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const type = await lockEntry(tx, activityId)
    if (!(await standsOn(tx, activityId, contactId))) {
      if (await isRemoved(tx, activityId, contactId)) return
      throw new EntryNotFound()
    }
    if (!removable.has(type)) throw new EntryStays(type)
    if (isWritten(type) && !(await standsElsewhere(tx, activityId, contactId)))
      await removeLast(tx, actor, contactId, activityId, type)
    await takeOff(tx, actor, activityId, sql`${contactId}::uuid`, 'unlogged')
    await noteChange(tx, actor, activityId, { action: 'unlogged', before: { contactId } })
    await settleEngagement(tx, [contactId])
  })
}

/** Written by hand, or by a voice system. */
export const isWritten = (type: string): boolean => type === 'call' || type === 'meeting' || type === 'note'

/** @throws NotYours */
export function requireAuthor(actor: Actor, authorId: string | null): void {
  const mayAll = actor.roles.some((role) => managers.includes(role))
  if (authorId !== actor.userId && !mayAll) throw new NotYours()
}

async function standsElsewhere(tx: Tx, activityId: string, contactId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from activity_contacts
    where activity_id = ${activityId}::uuid and contact_id <> ${contactId}::uuid limit 1`)
  return rows.length > 0
}

async function removeLast(tx: Tx, actor: Actor, contactId: string, activityId: string, type: string): Promise<void> {
  const [row] = await tx.execute<{ author: string | null }>(
    sql`select actor_user_id as author from activities where id = ${activityId}::uuid`,
  )
  if (row?.author) requireAuthor(actor, row.author)
  await audit(tx, actor, {
    action: 'activity.deleted',
    subjectKind: 'activity',
    subjectId: activityId,
    details: { type, contactIds: [contactId] },
  })
}

/**
 * Moves an entry onto the timeline of another contact. From the first one it is gone for good, as when unlogged.
 * @throws EntryNotFound, EntryStays, SameTimeline, ContactNotFound; nothing is changed then.
 */
export async function refileActivity(
  db: Database,
  actor: Actor,
  contactId: string,
  activityId: string,
  ontoId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const type = await lockEntry(tx, activityId)
    if (contactId === ontoId) throw new SameTimeline()
    if (!(await standsOn(tx, activityId, contactId))) throw new EntryNotFound()
    if (!removable.has(type)) throw new EntryStays(type)
    await lockContact(tx, ontoId)
    const stood = await standsOn(tx, activityId, ontoId)
    await tx.execute(sql`
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind, folded)
      select ac.activity_id, ${ontoId}::uuid, ac.occurred_at, ac.type, ac.blind, ac.folded from activity_contacts ac
       where ac.contact_id = ${contactId}::uuid and ${withFolded(activityId)} on conflict do nothing`)
    await tx.execute(sql`
      delete from activity_removals ac where ac.contact_id = ${ontoId}::uuid and ${withFolded(activityId)}`)
    await takeOff(tx, actor, activityId, sql`${contactId}::uuid`, 'refiled')
    await noteChange(tx, actor, activityId, { action: 'refiled', before: { contactId, ontoId, stood } })
    await settleEngagement(tx, [contactId, ontoId])
  })
}

/**
 * Puts back what was unlogged from this timeline, or filed elsewhere: then it leaves the other one again, unless it
 * stood there before.
 * @throws NotRestorable
 */
export async function restoreEntry(db: Database, actor: Actor, contactId: string, activityId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockEntry(tx, activityId)
    const [removed] = await tx.execute<{ reason: string }>(sql`
      select r.reason from activity_removals r join activities a on a.id = r.activity_id
       where r.activity_id = ${activityId}::uuid and r.contact_id = ${contactId}::uuid and r.reason <> 'deleted'
         and a.details ->> 'forgotten' is null`)
    if (!removed) throw new NotRestorable(UNDO_DAYS)
    const touched = [contactId]
    const onto = removed.reason === 'refiled' ? await whereItWent(tx, activityId, contactId) : null
    if (onto) {
      await tx.execute(sql`delete from activity_contacts ac
        where ac.contact_id = ${onto}::uuid and ${withFolded(activityId)}`)
      touched.push(onto)
    }
    await putBack(tx, activityId, sql`ac.contact_id = ${contactId}::uuid`)
    await noteChange(tx, actor, activityId, { action: 'restored', before: { contactId } })
    await settleEngagement(tx, touched)
  })
}

/**
 * Entries with their links are changed by one at a time. Who stores or links mail waits too, and then sees what was taken
 * off: pages of mail lock its message, new addresses and merges the address book. @throws EntryNotFound
 */
export async function lockEntry(tx: Tx, activityId: string): Promise<ActivityType> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.addressBook})`)
  await tx.execute(sql`select 1 from messages
    where id = (select message_id from activities where id = ${activityId}::uuid) for update`)
  const [row] = await tx.execute<{ type: ActivityType }>(sql`
    select type from activities where id = ${activityId}::uuid for update`)
  if (!row) throw new EntryNotFound()
  return row.type
}

/** An activity and the opens and clicks under it, of links or removals under the alias `ac`. */
const withFolded = (activityId: string): SQL => sql`(ac.activity_id = ${activityId}::uuid or ac.activity_id in (
  select id from activities where parent_id = ${activityId}::uuid and type in ('email_opened', 'email_clicked')))`

/** Takes an entry off timelines, remembering how it stood there. */
export async function takeOff(
  tx: Tx,
  actor: Actor,
  activityId: string,
  contactIds: SQL,
  reason: 'unlogged' | 'refiled' | 'deleted',
): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from activity_contacts ac where ac.contact_id in (${contactIds}) and ${withFolded(activityId)}
      returning activity_id, contact_id, occurred_at, type, blind, folded
    )
    insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason, removed_by)
    select activity_id, contact_id, occurred_at, type, blind, folded, ${reason}, ${actor.userId}::uuid from gone
    on conflict (activity_id, contact_id) do update set occurred_at = excluded.occurred_at, type = excluded.type,
      blind = excluded.blind, folded = excluded.folded, reason = excluded.reason, removed_by = excluded.removed_by,
      removed_at = now()`)
}

/** @param which of the removals of this entry, under the alias `ac` */
export async function putBack(tx: Tx, activityId: string, which: SQL): Promise<string[]> {
  const rows = await tx.execute<{ contact_id: string }>(sql`
    with back as (
      delete from activity_removals ac where ${which} and ${withFolded(activityId)}
      returning activity_id, contact_id, occurred_at, type, blind, folded
    )
    insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind, folded)
    select activity_id, contact_id, occurred_at, type, blind, folded from back order by contact_id, activity_id
    on conflict do nothing returning contact_id`)
  return [...new Set(rows.map((row) => row.contact_id))]
}

async function standsOn(tx: Tx, activityId: string, contactId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from activity_contacts
    where activity_id = ${activityId}::uuid and contact_id = ${contactId}::uuid`)
  return rows.length > 0
}

async function isRemoved(tx: Tx, activityId: string, contactId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from activity_removals
    where activity_id = ${activityId}::uuid and contact_id = ${contactId}::uuid`)
  return rows.length > 0
}

async function lockContact(tx: Tx, id: string): Promise<void> {
  const rows = await tx.execute(sql`select 1 from contacts where id = ${id}::uuid for no key update`)
  if (rows.length === 0) throw new ContactNotFound()
}

/**
 * The contact an entry was filed onto from here, where it did not stand before. Either may have been merged since; into one
 * another: then it stays where it is.
 */
async function whereItWent(tx: Tx, activityId: string, contactId: string): Promise<string | null> {
  const [row] = await tx.execute<{ onto: string; stood: boolean }>(sql`
    select coalesce(m.survivor_id, (c.before ->> 'ontoId')::uuid) as onto, (c.before ->> 'stood')::boolean as stood
      from activity_changes c left join merged_contacts m on m.former_id = (c.before ->> 'ontoId')::uuid
     where c.activity_id = ${activityId}::uuid and c.action = 'refiled'
       and (c.before ->> 'contactId' = ${contactId} or (c.before ->> 'contactId')::uuid in (
         select former_id from merged_contacts where survivor_id = ${contactId}::uuid))
     order by c.at desc, c.id desc limit 1`)
  return row && !row.stood && row.onto !== contactId ? row.onto : null
}
