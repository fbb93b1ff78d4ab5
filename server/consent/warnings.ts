import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { WarningNotFound } from './problems.ts'
import type { ConsentWarnings } from './schema.ts'

/**
 * Warns the owners of contacts whose implied consent ends within 60, 30 or 7 days, each once, and never after the end:
 * asking for express consent is itself marketing mail then (CO-04, CO-05). After a pause only the most pressing of the
 * three is told. Safe to run any number of times.
 * @returns how many warnings are new
 */
export async function warnOfConsentEnds(db: Database, now: Date): Promise<number> {
  const at = now.toISOString()
  const rows = await db.execute(sql`
    insert into consent_warnings (contact_id, expires_at, days_before, owner_id, created_at)
    select c.id, c.consent_expires_at, due.days, c.owner_id, ${at}::timestamptz
      from contacts c
      cross join lateral (select min(days) as days from (values (60), (30), (7)) as steps(days)
        where c.consent_expires_at <= ${at}::timestamptz + make_interval(days => days)) due
     where c.consent_expires_at > ${at}::timestamptz
       and c.consent_expires_at <= ${at}::timestamptz + interval '60 days'
       and c.consent_status = 'opted_in' and c.consent_type = 'implied' and c.owner_id is not null
    on conflict (contact_id, expires_at, days_before) do nothing returning 1`)
  return rows.length
}

/** Tells the owners that these contacts may not be sent marketing any more since another law counts (CO-15). */
export async function warnOfStricterLaw(tx: Tx, contactIds: readonly string[], now: Date): Promise<void> {
  if (contactIds.length === 0) return
  const at = now.toISOString()
  await tx.execute(sql`
    insert into consent_warnings (contact_id, expires_at, days_before, owner_id, created_at)
    select id, ${at}::timestamptz, 0, owner_id, ${at}::timestamptz from contacts
     where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb))
       and owner_id is not null
    on conflict (contact_id, expires_at, days_before) do nothing`)
}

interface Row extends Record<string, unknown> {
  id: string
  contact_id: string
  name: string
  expires_at: string
  days_before: number
  created_at: string
}

/** What I have not seen yet, the most pressing of each contact, the soonest end first; gone when it no longer holds. */
export async function myWarnings(db: Database, actor: Actor, now: Date): Promise<ConsentWarnings> {
  const rows = await db.execute<Row>(sql`
    select * from (
      select distinct on (w.contact_id) w.id, w.contact_id, w.expires_at, w.days_before, w.created_at,
          coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
            (select a.display from contact_addresses a where a.contact_id = c.id and a.is_primary), c.phone, c.mobile, '') as name
        from consent_warnings w join contacts c on c.id = w.contact_id
       where ${mine(actor)} and w.seen_at is null and (w.days_before = 0 or (w.expires_at > ${now.toISOString()}::timestamptz
         and c.consent_status = 'opted_in' and c.consent_expires_at = w.expires_at))
       order by w.contact_id, w.days_before) newest
     order by expires_at, id`)
  return {
    items: rows.map((row) => ({
      id: row.id,
      contact: { id: row.contact_id, name: row.name },
      kind: row.days_before === 0 ? 'law_changed' : 'ends',
      expiresAt: isoInstant(row.expires_at),
      daysBefore: row.days_before,
      createdAt: isoInstant(row.created_at),
    })),
  }
}

/** With a warning, the earlier ones of the same end are seen. Again is fine. @throws WarningNotFound */
export async function markWarningSeen(tx: Tx, actor: Actor, id: string, now: Date): Promise<void> {
  const found = await tx.execute(sql`
    update consent_warnings older set seen_at = coalesce(older.seen_at, ${now.toISOString()}::timestamptz)
      from consent_warnings w join contacts c on c.id = w.contact_id
     where w.id = ${id} and ${mine(actor)} and older.contact_id = w.contact_id and older.expires_at = w.expires_at
       and older.days_before >= w.days_before returning 1`)
  if (found.length === 0) throw new WarningNotFound()
}

/** Warnings follow the contact to its owner of today. */
const mine = (actor: Actor) => sql`c.owner_id = ${actor.userId}`
