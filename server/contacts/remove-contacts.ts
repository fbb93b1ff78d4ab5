import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { contactReferences } from '#db/references.ts'
import { forgetCallsOf } from '../calls/match-due.ts'
import { plainArray } from '../platform/arrays.ts'

/**
 * Removes contacts with everything that is theirs alone, in a fixed number of statements: what refers to them (see
 * db/references.ts), the entries of timelines that nobody else stands on or was taken off, and the mail behind them, which
 * concerns nobody then. Where mail of theirs lies is still remembered by hash, so that adding them again brings their history back.
 * @returns how many there were
 */
export async function removeContacts(tx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const list = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
  await tx.execute(sql`select 1 from contacts where id in ${list} order by id for update`)
  const theirs = await tx.execute<{ id: string; message_id: string | null }>(sql`
    select a.id, a.message_id from activities a
     where a.id in (select ac.activity_id from activity_contacts ac where ac.contact_id in ${list}
         union select r.activity_id from activity_removals r where r.contact_id in ${list})
       and not exists (select 1 from activity_contacts o where o.activity_id = a.id and o.contact_id not in ${list})
       and not exists (select 1 from activity_removals o where o.activity_id = a.id and o.contact_id not in ${list})`)
  const deleted = await deletedAmong(tx, theirs)
  await tx.execute(sql`select set_config('throughline.derives_set_wise', 'on', true)`)
  // The database would take these along too, one contact after the other.
  for (const { table, column } of contactReferences) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where ${sql.identifier(column)} in ${list}`)
  }
  const gone = await tx.execute(sql`delete from contacts where id in ${list} returning 1`)
  await tx.execute(sql`select set_config('throughline.derives_set_wise', 'off', true)`)
  await forgetCallsOf(tx, deleted)
  const messages = theirs.flatMap(({ message_id }) => message_id ?? [])
  await tx.execute(sql`delete from activities where id in
    (select value::uuid from jsonb_array_elements_text(${JSON.stringify(theirs.map(({ id }) => id))}::jsonb))`)
  await tx.execute(sql`delete from messages m where m.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(messages)}::jsonb))
    and not exists (select 1 from activities a where a.message_id = m.id)`)
  return gone.length
}

/** Entries that were taken off already: a call among them is not to be filed once more. */
async function deletedAmong(tx: Tx, entries: readonly { id: string }[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from unnest(${plainArray(entries.map(({ id }) => id))}::uuid[]) id
     where not exists (select 1 from activity_contacts ac where ac.activity_id = id)`)
  return rows.map(({ id }) => id)
}
