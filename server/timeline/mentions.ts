import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { plainArray } from '../platform/arrays.ts'
import { isoInstant } from '../platform/instant.ts'
import { InvalidInput } from '../platform/problem.ts'
import { EntryNotFound } from './problems.ts'
import type { Mention, MentionList } from './schema.ts'

/**
 * Names colleagues in an entry: who is new is told of it, who is left out is not told any more. Naming oneself tells nobody.
 * @throws InvalidInput for somebody who does not work here
 */
export async function saveMentions(
  tx: Tx,
  actor: Actor,
  activityId: string,
  userIds: readonly string[],
): Promise<void> {
  const ids = sql`${plainArray([...new Set(userIds)].filter((id) => id !== actor.userId))}::uuid[]`
  const unknown = await tx.execute(sql`
    select 1 from unnest(${ids}) m where not exists (select 1 from users u where u.id = m and u.active)`)
  if (unknown.length > 0) {
    throw new InvalidInput([{ path: 'mentions', message: 'Somebody you mention does not work here any more.' }])
  }
  await tx.execute(
    sql`delete from activity_mentions where activity_id = ${activityId}::uuid and user_id <> all(${ids})`,
  )
  await tx.execute(sql`insert into activity_mentions (activity_id, user_id)
    select ${activityId}::uuid, m from unnest(${ids}) m on conflict do nothing`)
}

const MOST = 100

interface Row extends Record<string, unknown> {
  activity_id: string
  type: Mention['type']
  summary: string | null
  occurred_at: string
  created_at: string
  by: string | null
  contact_id: string
  contact_name: string
}

/** Entries that name somebody and were not put away, newest first. What was deleted since is not among them. */
export async function mentionsOf(db: Database, userId: string): Promise<MentionList> {
  const rows = await db.execute<Row>(sql`
    select m.activity_id, a.type, a.summary, a.occurred_at, m.created_at, a.actor_name as by, c.id as contact_id,
        coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
          (select display from contact_addresses where contact_id = c.id and is_primary), c.phone, c.mobile, '') as contact_name
      from activity_mentions m join activities a on a.id = m.activity_id
      cross join lateral (select ac.contact_id from activity_contacts ac where ac.activity_id = a.id
        order by ac.contact_id limit 1) first join contacts c on c.id = first.contact_id
     where m.user_id = ${userId}::uuid and m.seen_at is null
     order by m.created_at desc, m.activity_id desc limit ${MOST}`)
  return {
    items: rows.map((row) => ({
      activityId: row.activity_id,
      type: row.type,
      summary: row.summary ?? '',
      occurredAt: isoInstant(row.occurred_at),
      at: isoInstant(row.created_at),
      by: row.by,
      contact: { id: row.contact_id, name: row.contact_name },
    })),
    nextCursor: null,
  }
}

/** @throws EntryNotFound when the entry does not name this person */
export async function markMentionSeen(db: Database, userId: string, activityId: string): Promise<void> {
  const rows = await db.execute(sql`update activity_mentions set seen_at = coalesce(seen_at, now())
    where activity_id = ${activityId}::uuid and user_id = ${userId}::uuid returning 1`)
  if (rows.length === 0) throw new EntryNotFound()
}
