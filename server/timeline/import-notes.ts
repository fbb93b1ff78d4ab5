import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { settleEngagement } from './engagement.ts'

const LONGEST_NOTE = 10_000

/** The same text on the same timeline has the same id (RFC 9562, 5.8), so that a file that comes twice notes it once. */
export function importNoteId(contactId: string, text: string): string {
  const hex = createHash('sha256').update(`import note ${contactId} ${text}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Puts what a file says beyond the fields on the timelines as notes; one that is there already stays as it is. */
export async function writeImportNotes(
  tx: Tx,
  actor: Actor,
  notes: readonly { contactId: string; text: string }[],
): Promise<void> {
  if (notes.length === 0) return
  const rows = JSON.stringify(
    notes.map(({ contactId, text }) => ({
      id: importNoteId(contactId, text),
      contactId,
      text: text.slice(0, LONGEST_NOTE),
    })),
  )
  await tx.execute(sql`
    insert into activities (id, type, occurred_at, source, summary, actor_kind, actor_user_id, actor_name, actor_address)
    select distinct on (r.id) r.id, 'note', now(), 'import', r.text, 'user', ${actor.userId}::uuid, ${actor.name}, ${actor.email}
      from json_to_recordset(${rows}::json) as r(id uuid, text text)
    on conflict (id) do nothing`)
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select distinct r.id, r."contactId", a.occurred_at, 'note' from json_to_recordset(${rows}::json) as r(id uuid, "contactId" uuid)
      join activities a on a.id = r.id on conflict do nothing`)
  await tx.execute(sql`update contact_engagement set last_activity_at = greatest(last_activity_at, now())
    where contact_id in (select r."contactId" from json_to_recordset(${rows}::json) as r("contactId" uuid))`)
}

/**
 * Takes notes of an import away again that are as they were written and stand where they were put.
 * @returns the contacts whose notes stay
 */
export async function removeImportNotes(
  tx: Tx,
  notes: readonly { contactId: string; id: string }[],
): Promise<Set<string>> {
  if (notes.length === 0) return new Set()
  const rows = sql`json_to_recordset(${JSON.stringify(notes)}::json) as r("contactId" uuid, id uuid)`
  await tx.execute(sql`delete from activities a using ${rows}
    where a.id = r.id and a.source = 'import' and a.edited_at is null
      and exists (select 1 from activity_contacts ac where ac.activity_id = a.id and ac.contact_id = r."contactId")
      and not exists (select 1 from activity_contacts ac where ac.activity_id = a.id and ac.contact_id <> r."contactId")`)
  await settleEngagement(
    tx,
    notes.map(({ contactId }) => contactId),
  )
  const left = await tx.execute<{ contact_id: string }>(
    sql`select r."contactId" as contact_id from ${rows} join activities a on a.id = r.id`,
  )
  return new Set(left.map(({ contact_id }) => contact_id))
}

/** Which of these notes stand on their timelines already. */
export async function importNotesThere(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`select id from activities
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  return new Set(rows.map(({ id }) => id))
}
