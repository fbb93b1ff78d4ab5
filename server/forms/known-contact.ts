import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type ContactContext, editContact } from '../contacts/contacts.ts'
import { StaleVersion } from '../contacts/problems.ts'
import { type Contact, CreateContact, type EditContact } from '../contacts/schema.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import type { FormValues } from './read-values.ts'

export interface KnownContact {
  id: string
  lawCountry: string | null
  optedOut: boolean
}

/** The contact with an address, or with its form without the plus tag when nobody has the tagged one (as for mail). */
export async function contactWith(tx: Tx, email: string): Promise<KnownContact | null> {
  const address = parseAddress(email)
  if (!address) return null
  const [row] = await tx.execute<{ id: string; law_country: string | null; opted_out: boolean }>(sql`
    select c.id, c.law_country, c.consent_status = 'opted_out' or c.tracking_consent = 'refused' as opted_out
      from contact_addresses a join contacts c on c.id = a.contact_id
     where a.address in (${address.normal}, ${address.untagged ?? address.normal})
     order by a.address = ${address.normal} desc limit 1`)
  return row ? { id: row.id, lawCountry: row.law_country, optedOut: row.opted_out } : null
}

const TRIES = 3

/** Writes what a visitor told into fields that are empty; what is known stays. Safe to repeat. */
export async function fillBlanks(context: ContactContext, actor: Actor, id: string, values: FormValues): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const contact = await context.read(id)
    const fills = blanksOf(contact, values)
    if (Object.keys(fills).length === 0) return
    try {
      await editContact(context, actor, id, contact.version, fills)
      return
    } catch (error) {
      if (!(error instanceof StaleVersion) || attempt >= TRIES) throw error
    }
  }
}

function blanksOf(contact: Contact, { contact: told, custom }: FormValues): Omit<EditContact, 'version'> {
  const { firstName, lastName, phone, jobTitle, company, country } = CreateContact.parse(told)
  // A name is one thing: half of it from somebody else would be nobody’s.
  const unnamed = !contact.firstName && !contact.lastName
  const customFields = Object.fromEntries(
    Object.entries(custom).filter(([key]) => !Object.hasOwn(contact.customFields, key)),
  )
  return Object.fromEntries(
    Object.entries({
      firstName: unnamed ? firstName : undefined,
      lastName: unnamed ? lastName : undefined,
      phone: contact.phone || contact.mobile === phone ? undefined : phone,
      jobTitle: contact.jobTitle ? undefined : jobTitle,
      company: contact.companyId ? undefined : company,
      country: contact.consent.country ? undefined : country,
      customFields: Object.keys(customFields).length > 0 ? customFields : undefined,
    }).filter(([, value]) => value !== undefined && value !== null),
  )
}
