import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { companyName } from '../companies/companies.ts'
import { isFreeMail } from '../companies/free-mail.ts'
import { type ContactContext, createContact } from '../contacts/contacts.ts'
import { splitName } from '../contacts/names.ts'
import { AddressTaken } from '../contacts/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import { AddressSuppressed } from '../suppressions/suppressions.ts'

interface Found extends Record<string, unknown> {
  address: string
  name: string | null
  user_id: string
  entra_id: string
  user_name: string
}

/**
 * Makes contacts of the people that mail brought, owned by the owner of the mailbox; their history follows as for any
 * new contact. Safe to repeat: who is a contact already is only taken off the list.
 */
export async function addNewPeople(tx: Tx, context: ContactContext): Promise<void> {
  const found = await tx.execute<Found>(sql`select n.address, n.name, u.id as user_id, u.entra_id, u.name as user_name
    from new_people n join mailboxes m on m.id = n.mailbox_id join users u on u.id = m.user_id
    order by n.created_at limit 500`)
  for (const person of found) {
    try {
      await createContact(context, actorOf(person), contactOf(person))
    } catch (error) {
      if (!(error instanceof AddressTaken || error instanceof AddressSuppressed)) throw error
    }
    await tx.execute(sql`delete from new_people where address = ${person.address}`)
  }
}

const actorOf = (person: Found): Actor => ({
  userId: person.user_id,
  entraId: person.entra_id,
  name: person.user_name,
  email: null,
  roles: [],
  route: 'sync',
})

function contactOf({ address, name }: Found) {
  const domain = parseAddress(address)?.domain
  return {
    ...splitName(name),
    email: address,
    source: 'M365',
    // Who writes is taken in; whether it is somebody who is here is suggested, not decided.
    duplicates: 'allow' as const,
    ...(domain && !isFreeMail(domain) ? { company: companyName(domain) } : {}),
  }
}
