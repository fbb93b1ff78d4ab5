import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { once } from '../platform/idempotency.ts'
import { Problem } from '../platform/problem.ts'
import { saveMentions } from './mentions.ts'
import type { LogActivity } from './schema.ts'

export class NoSuchContacts extends Problem {
  readonly type = 'contact-not-found'
  constructor(ids: string[]) {
    super(404, 'A contact this names does not exist any more. Nothing was logged.', { contactIds: ids })
  }
}

/**
 * Logs a note, call or meeting on the timelines of one or several contacts. A call or meeting that took place counts as
 * contact; one in the future is planned and counts when it is over.
 * @returns the id of the activity
 * @throws NoSuchContacts, InvalidInput; nothing is logged then.
 */
export async function logActivity(
  db: Database,
  actor: Actor,
  contactId: string,
  input: LogActivity,
  key?: string,
): Promise<string> {
  const { id } = await once(db, actor, key, { contactId, input }, async (tx) => {
    const contactIds = [...new Set([contactId, ...input.contactIds])].sort()
    await requireContacts(tx, contactIds)
    const details = { ...input.details, ...(input.drawnFor ? { drawnFor: input.drawnFor } : {}) }
    // Of the database: by the clock of another machine it might be still to come.
    const at = sql`coalesce(${input.occurredAt ?? null}::timestamptz, now())`
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address)
      values (uuid7(), ${input.type}, ${at}, 'manual', ${input.summary.normalize('NFKC')}, ${JSON.stringify(details)}::json,
        'user', ${actor.userId}, ${actor.name}, ${actor.email})
      returning id`)
    const activityId = row?.id as string
    await tx.execute(sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type)
      select ${activityId}::uuid, value::uuid, ${at}, ${input.type}
        from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb)`)
    if (input.mentions) await saveMentions(tx, actor, activityId, input.mentions)
    await touchContacts(tx, contactIds, at, input.type !== 'note')
    return { id: activityId }
  })
  return id
}

/** Locks them, in order of their ids. @throws NoSuchContacts */
export async function requireContacts(tx: Tx, ids: readonly string[]) {
  const found = await tx.execute<{ id: string }>(sql`select id from contacts
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) order by id for no key update`)
  const known = new Set(found.map((row) => row.id))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length > 0) throw new NoSuchContacts(missing)
}

async function touchContacts(tx: Tx, ids: string[], at: SQL, isContact: boolean) {
  await tx.execute(sql`update contact_engagement set
      last_activity_at = greatest(last_activity_at, least(${at}, now())),
      last_contacted_at = case when ${isContact} and ${at} <= now()
        then greatest(last_contacted_at, ${at}) else last_contacted_at end
    where contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
}
