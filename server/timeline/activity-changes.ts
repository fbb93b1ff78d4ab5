import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { EntryNotFound } from './problems.ts'
import type { ActivityHistory } from './schema.ts'

/** What is kept of each kind of change. */
export interface ChangeOf {
  edited: { summary?: string; occurredAt?: string; details?: unknown; contactIds?: string[] }
  unlogged: { contactId: string }
  /** `stood`: it was on the other timeline already. */
  refiled: { contactId: string; ontoId: string; stood: boolean }
  deleted: { contactIds: string[] }
  restored: { contactId?: string }
}

type Change = { [A in keyof ChangeOf]: { action: A; before: ChangeOf[A] } }[keyof ChangeOf]

/** Appends to the history of an entry. */
export async function noteChange(tx: Tx, actor: Actor, activityId: string, { action, before }: Change): Promise<void> {
  await tx.execute(sql`insert into activity_changes (activity_id, at, user_id, action, before)
    values (${activityId}::uuid, clock_timestamp(), ${actor.userId}::uuid, ${action}, ${JSON.stringify(before)}::json)`)
}

/** Everything that was done to an entry, newest first. @throws EntryNotFound */
export async function activityHistory(db: Database, activityId: string): Promise<ActivityHistory> {
  const rows = await db.execute<{
    id: string
    at: string
    user_id: string | null
    name: string | null
    action: ActivityHistory['items'][number]['action']
    before: Record<string, unknown>
  }>(sql`select c.id, c.at, c.user_id, u.name, c.action, c.before from activity_changes c left join users u on u.id = c.user_id
    where c.activity_id = ${activityId}::uuid order by c.at desc, c.id desc limit 500`)
  if (rows.length === 0) {
    const there = await db.execute(sql`select 1 from activities where id = ${activityId}::uuid`)
    if (there.length === 0) throw new EntryNotFound()
  }
  return {
    items: rows.map(({ id, at, user_id, name, action, before }) => ({
      id,
      at: isoInstant(at),
      by: user_id ? { id: user_id, name: name ?? '' } : null,
      action,
      before,
    })),
    nextCursor: null,
  }
}
