import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import { InvalidInput } from '../platform/problem.ts'
import { ContactNotFound } from './problems.ts'

/**
 * Takes the flag off an address that refused mail: somebody knows better. The history says who. An address without a flag
 * stays as it is.
 * @throws ContactNotFound, InvalidInput when it is no address of this contact
 */
export async function addressWorks(db: Database, actor: Actor, contactId: string, address: string): Promise<void> {
  await db.transaction(async (tx) => {
    const contact = await tx.execute(sql`select 1 from contacts where id = ${contactId}::uuid for no key update`)
    if (contact.length === 0) throw new ContactNotFound()
    const [held] = await tx.execute<{ display: string; bounced: boolean }>(sql`
      select display, bounced_at is not null as bounced from contact_addresses
       where contact_id = ${contactId}::uuid and address = ${parseAddress(address)?.normal ?? ''} for update`)
    if (!held) throw new InvalidInput([{ path: 'address', message: 'This contact has no such address.' }])
    if (!held.bounced) return
    await tx.execute(sql`update contact_addresses set bounced_at = null
      where contact_id = ${contactId}::uuid and address = ${parseAddress(address)?.normal ?? ''}`)
    await tx.execute(sql`insert into contact_changes (contact_id, user_id, field, before, after, route, request_id)
      values (${contactId}::uuid, ${actor.userId}::uuid, 'bounced', ${JSON.stringify(held.display)}::jsonb, null,
        ${actor.route}, ${actor.requestId ?? null})`)
  })
}
