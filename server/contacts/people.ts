import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import { countEarlierMessages } from '../mail/backfill.ts'
import { type Address, parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ownAddresses } from '../users/organisation.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from './contact-row.ts'
import type { Contact, ResolvedPerson } from './schema.ts'

/** Who the people on a message are: contacts, colleagues, or nobody we know yet. Order and spelling as asked. */
export async function resolvePeople(
  { db, sql, secrets }: { db: Database; sql: postgres.Sql; secrets: Secrets },
  addresses: string[],
): Promise<ResolvedPerson[]> {
  const own = await ownAddresses(db)
  const parsed = addresses.map((text) => ({ text, address: parseAddress(text) }))
  const external = parsed.flatMap(({ text, address }) => (address && !own.isOwn(text) ? [address] : []))
  const contactOf = await contactsByAddress(sql, external)
  const strangers = external.filter((address) => !contactOf(address)).map((address) => address.normal)
  const earlier = await countEarlierMessages(db, secrets, strangers)
  return parsed.map(({ text, address }) => {
    const contact = address ? contactOf(address) : undefined
    return {
      address: text,
      kind: own.isOwn(text) ? 'colleague' : contact ? 'contact' : 'unknown',
      contact: contact ? summaryOf(contact) : null,
      earlierMessages: address && !contact ? (earlier.get(address.normal) ?? 0) : 0,
    }
  })
}

/** The contacts that hold these addresses, or their plain forms. */
export async function contactsByAddress(sql: postgres.Sql, addresses: Address[]) {
  const forms = addresses.flatMap((address) => [address.normal, ...(address.untagged ? [address.untagged] : [])])
  const rows = await sql.unsafe<(ContactRow & { address: string })[]>(
    `select held.address, ${contactColumns} from contact_addresses held join contacts c on c.id = held.contact_id ${contactJoins}
      where held.address = any($1::text[])`,
    [forms],
    { prepare: true },
  )
  const found = new Map(rows.map((row) => [row.address, contactFrom(row)]))
  return ({ normal, untagged }: Address) => found.get(normal) ?? (untagged ? found.get(untagged) : undefined)
}

const summaryOf = ({ id, displayName, jobTitle, company, status, consent }: Contact) => ({
  id,
  displayName,
  jobTitle,
  company,
  status,
  consentStatus: consent.status,
})
