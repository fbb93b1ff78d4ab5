import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { DealParticipant } from './schema.ts'

/**
 * Makes the contacts of a deal be these, each with its role. Who stays keeps their place.
 * @returns who is new
 * @throws InvalidInput for a contact that does not exist, or is named twice
 */
export async function saveParticipants(tx: Tx, dealId: string, wanted: readonly DealParticipant[]): Promise<string[]> {
  await requireContacts(tx, wanted)
  const rows = sql`jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w("contactId" uuid, role text)`
  await tx.execute(sql`delete from deal_contacts where deal_id = ${dealId}::uuid
    and contact_id not in (select w."contactId" from ${rows})`)
  await tx.execute(sql`update deal_contacts k set role = w.role from ${rows}
    where k.deal_id = ${dealId}::uuid and k.contact_id = w."contactId" and k.role is distinct from w.role`)
  const added = await tx.execute<{ contact_id: string }>(sql`
    insert into deal_contacts (deal_id, contact_id, role) select ${dealId}::uuid, w."contactId", w.role from ${rows}
     order by w."contactId" on conflict do nothing returning contact_id`)
  return added.map(({ contact_id }) => contact_id)
}

/** Locked in the order of ids, so that none is merged away or erased meanwhile. */
async function requireContacts(tx: Tx, wanted: readonly DealParticipant[]): Promise<void> {
  const ids = wanted.map(({ contactId }) => contactId)
  const rows = await tx.execute<{ id: string }>(sql`select id from contacts
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) order by id for no key update`)
  const known = new Set(rows.map(({ id }) => id))
  const errors = ids.flatMap((id, index) => {
    const path = `contacts.${index}.contactId`
    if (!known.has(id)) return [{ path, message: 'This contact does not exist any more. Choose another one.' }]
    return ids.indexOf(id) === index ? [] : [{ path, message: 'This contact is named twice. Name everybody once.' }]
  })
  if (errors.length > 0) throw new InvalidInput(errors)
}
