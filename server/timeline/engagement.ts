import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'

/**
 * Calls and meetings in which contact was made, of `a` (activities): not a call that nobody answered, nor one whose number
 * several contacts have.
 */
export const spokenWith = sql`(a.type = 'meeting' or (a.type = 'call'
  and a.details ->> 'answered' is distinct from 'false' and a.details ->> 'sharedBy' is null))`

/**
 * Works out anew when contacts were last spoken with and when anything last happened (TL-10), after an entry left a
 * timeline or changed its date: both may go back. The score follows. Walks each timeline from its end, so the length of
 * it does not matter. Contacts are locked in order of their ids.
 */
export async function settleEngagement(tx: Tx, contactIds: readonly string[]): Promise<void> {
  const ids = sql`${plainArray([...new Set(contactIds)])}::uuid[]`
  await tx.execute(
    sql`select 1 from contact_engagement where contact_id = any(${ids}) order by contact_id for no key update`,
  )
  await tx.execute(sql`
    update contact_engagement e set score_due_at = now(),
      last_contacted_at = (
        select max(last.at) from unnest(array['call', 'meeting', 'email_sent', 'email_received']) as wanted(name)
         cross join lateral (
           select ac.occurred_at as at from activity_contacts ac join activities a on a.id = ac.activity_id
             left join messages m on m.id = a.message_id
            where ac.contact_id = e.contact_id and ac.type = wanted.name and ac.occurred_at <= now()
              and (${spokenWith} or m.kind = 'person')
            order by ac.occurred_at desc, ac.activity_id desc limit 1) last),
      last_activity_at = greatest(
        (select ac.occurred_at from activity_contacts ac
          where ac.contact_id = e.contact_id and not ac.folded and ac.occurred_at <= now() and ac.type <> 'merged'
          order by ac.occurred_at desc, ac.activity_id desc limit 1),
        (select max(a.created_at) from activity_contacts ac join activities a on a.id = ac.activity_id
          where ac.contact_id = e.contact_id and not ac.folded and ac.occurred_at > now()),
        (select ac.occurred_at from activity_contacts ac join activities a on a.id = ac.activity_id
          where ac.contact_id = e.contact_id and ac.folded and ac.occurred_at <= now() and a.details ->> 'class' = 'person'
          order by ac.occurred_at desc, ac.activity_id desc limit 1))
     where e.contact_id = any(${ids})`)
}

/** A call or meeting that was planned counts as contact once it is over (TL-11). May be repeated at will. */
export async function countPlanned(tx: Tx, now: Date, since: Date): Promise<void> {
  await tx.execute(sql`
    with over as (
      select ac.contact_id, max(a.occurred_at) as at from activities a join activity_contacts ac on ac.activity_id = a.id
       where a.type in ('call', 'meeting') and a.occurred_at > a.created_at and ${spokenWith}
         and a.occurred_at > ${since.toISOString()}::timestamptz and a.occurred_at <= ${now.toISOString()}::timestamptz
       group by ac.contact_id
    ), locked as materialized (
      select e.contact_id from contact_engagement e join over using (contact_id)
       where e.last_contacted_at is null or e.last_contacted_at < over.at order by e.contact_id for no key update of e
    )
    update contact_engagement e set score_due_at = now(), last_contacted_at = over.at,
        last_activity_at = greatest(e.last_activity_at, over.at)
      from locked join over using (contact_id) where e.contact_id = locked.contact_id`)
}
