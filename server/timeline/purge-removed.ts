import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { forgetCallsOf } from '../calls/match-due.ts'
import { plainArray } from '../platform/arrays.ts'
import { UNDO_DAYS } from './remove-activity.ts'

/** Locks of many entries are not held for long. */
const AT_ONCE = 500

/**
 * Forgets entries that were deleted, or removed from the only timeline they stood on, too long ago to be put back. Of mail
 * it stays known that it was taken off, or the next copy would bring it back; nothing it said does.
 * @returns how many there were
 */
export async function purgeRemoved(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNDO_DAYS * 86_400_000).toISOString()
  const due = await dueEntries(db, before)
  let count = 0
  for (let n = 0; n < due.length; n += AT_ONCE)
    count += await db.transaction((tx) => forget(tx, due.slice(n, n + AT_ONCE), before))
  return count
}

/** Entries that undoing a merge would give back are not among them. */
async function dueEntries(db: Database, before: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with off as materialized (
      select a.id from activities a
       where a.id in (select r.activity_id from activity_removals r where r.removed_at < ${before}::timestamptz)
         and a.type in ('call', 'meeting', 'note', 'email_bounced', 'email_sent', 'email_received')
         and ${isOff(before)} and a.details ->> 'forgotten' is null
    )
    select id from off where not exists (
      select 1 from merge_parts p cross join lateral jsonb_to_recordset(p.rows) as part(activity_id uuid)
       where p.table_name = 'activity_contacts' and part.activity_id = off.id)
     order by id`)
  return rows.map(({ id }) => id)
}

const isOff = (before: string) => sql`
  not exists (select 1 from activity_contacts ac where ac.activity_id = a.id)
    and not exists (select 1 from activity_removals r where r.activity_id = a.id and r.removed_at >= ${before}::timestamptz)`

async function forget(tx: Tx, ids: readonly string[], before: string): Promise<number> {
  await tx.execute(sql`select 1 from activities where id = any(${plainArray(ids)}::uuid[]) order by id for update`)
  // What was put back until the locks were there is seen now.
  const rows = await tx.execute<{ id: string; mail: boolean }>(sql`
    select a.id, a.message_id is not null as mail from activities a
     where a.id = any(${plainArray(ids)}::uuid[]) and ${isOff(before)}`)
  const mails = rows.filter(({ mail }) => mail).map(({ id }) => id)
  const others = rows.filter(({ mail }) => !mail).map(({ id }) => id)
  await forgetCallsOf(tx, others)
  await tx.execute(sql`delete from activities where id = any(${plainArray(others)}::uuid[])`)
  await tx.execute(sql`
    update activities set summary = null, actor_name = null, actor_address = null,
        details = json_build_object('kind', details -> 'kind', 'forgotten', true)
      where id = any(${plainArray(mails)}::uuid[])`)
  return rows.length
}
