import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { holdForSuggestions, regroup } from '../duplicates/save-pairs.ts'
import { managers } from '../identity/roles.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { plainArray } from '../platform/arrays.ts'
import { retryingCollisions } from '../platform/retrying.ts'
import { readContacts } from './list-contacts.ts'
import { ContactNotFound, NotYourContact, RefusalStands, StaleVersion } from './problems.ts'
import { removeContacts } from './remove-contacts.ts'
import type { Contact } from './schema.ts'

/**
 * Deletes a contact for good, with what is theirs alone (see removeContacts); what stands on the timeline of others stays
 * there. It is no erasure: mail of theirs lies in the mailboxes as before, and adding them again brings it back.
 * @param version refuses when the contact was changed since; absent: as it stands
 * @throws ContactNotFound, StaleVersion, NotYourContact for a rep who neither owns nor added it, RefusalStands
 */
export function deleteContact(db: Database, actor: Actor, id: string, version?: number): Promise<void> {
  return retryingCollisions(() =>
    db.transaction(async (tx) => {
      await lockAddressBook(tx)
      const likely = await lockWithLikeness(tx, id)
      const contact = await deletable(tx, actor, id)
      if (version !== undefined && version !== contact.version) throw new StaleVersion(contact)
      if (saidNo(contact)) throw new RefusalStands()
      await holdForSuggestions(tx, likely)
      await removeContacts(tx, [id])
      await regroup(tx, likely)
      await audit(tx, actor, { action: 'contact.deleted', subjectKind: 'contact', subjectId: id })
    }),
  )
}

/** Bulk changes lock their targets before the contacts: so does this. @returns who may be the same person */
async function lockWithLikeness(tx: Tx, id: string): Promise<string[]> {
  await tx.execute(
    sql`select 1 from bulk_targets where contact_id = ${id}::uuid order by operation_id, contact_id for update`,
  )
  const members = await tx.execute<{ id: string }>(sql`
    select o.contact_id as id from duplicate_members m join duplicate_members o on o.group_id = m.group_id
     where m.contact_id = ${id}::uuid and o.contact_id <> m.contact_id`)
  const likely = members.map((member) => member.id)
  await tx.execute(
    sql`select 1 from contacts where id = any(${plainArray([id, ...likely])}::uuid[]) order by id for update`,
  )
  return likely
}

async function deletable(tx: Tx, actor: Actor, id: string): Promise<Contact> {
  const [contact] = await readContacts(tx, [id])
  if (!contact) throw new ContactNotFound()
  const [added] = await tx.execute(
    sql`select 1 from contacts where id = ${id}::uuid and created_by = ${actor.userId}::uuid`,
  )
  const mine = contact.ownerId === actor.userId || added !== undefined
  if (!mine && !managers.some((role) => actor.roles.includes(role))) throw new NotYourContact()
  return contact
}

/** Whoever is added again begins with an empty ledger: what they refused would be allowed (CO-07). */
const saidNo = ({ consent }: Contact): boolean =>
  consent.status === 'opted_out' || consent.tracking === 'refused' || consent.objected
