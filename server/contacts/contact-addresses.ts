import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { linkStoredMails, lockAddressBook } from '../mail/backfill.ts'
import { parseAddress } from '../platform/address.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import { refuseSuppressed } from '../suppressions/suppressions.ts'
import { AddressTaken } from './problems.ts'

export interface AddressSet {
  primary: string | null
  aliases: string[]
}

interface Held extends Record<string, unknown> {
  address: string
  display: string
  is_primary: boolean
}

/**
 * Makes the addresses of a contact be these. New ones bring the history of mails we hold already with them.
 * @returns whether there is history left to fetch from the mailboxes
 * @throws AddressTaken when another contact holds one, AddressSuppressed for somebody who must not come back, InvalidInput for what is none; nothing is changed then.
 */
export async function saveAddresses(tx: Tx, secrets: Secrets, contactId: string, wanted: AddressSet): Promise<boolean> {
  const rows = uniqueAddresses(wanted)
  await lockAddressBook(tx)
  await refuseTaken(
    tx,
    contactId,
    rows.map((row) => row.address),
  )
  const before = await tx.execute<Held>(
    sql`select address, display, is_primary from contact_addresses where contact_id = ${contactId}`,
  )
  const had = new Set(before.map((row) => row.address))
  const list = JSON.stringify(rows)
  await tx.execute(sql`delete from contact_addresses where contact_id = ${contactId}
    and address not in (select value->>'address' from jsonb_array_elements(${list}::jsonb))`)
  await tx.execute(sql`update contact_addresses set is_primary = false where contact_id = ${contactId} and is_primary`)
  await tx.execute(sql`insert into contact_addresses (address, contact_id, display, plain, is_primary)
    select address, ${contactId}::uuid, display, plain, "isPrimary"
      from jsonb_to_recordset(${list}::jsonb) as r(address text, display text, plain text, "isPrimary" bool)
    on conflict (address) do update set display = excluded.display, is_primary = excluded.is_primary`)
  const added = rows.map((row) => row.address).filter((address) => !had.has(address))
  if (added.length === 0) return false
  await refuseSuppressed(tx, secrets, added)
  await linkStoredMails(tx, secrets, contactId, added)
  return true
}

/** As the record shows them. */
export async function readAddresses(tx: Tx, contactId: string): Promise<{ email: string | null; aliases: string[] }> {
  const rows = await tx.execute<Held>(sql`select address, display, is_primary from contact_addresses
    where contact_id = ${contactId} order by created_at, address`)
  const shown = (primary: boolean) => rows.filter((row) => row.is_primary === primary).map((row) => row.display)
  return { email: shown(true)[0] ?? null, aliases: shown(false) }
}

const NO_ADDRESS = 'Not an email address. Write it as name@example.com.'

function uniqueAddresses({ primary, aliases }: AddressSet) {
  const seen = new Map<string, { address: string; display: string; plain: string | null; isPrimary: boolean }>()
  for (const [text, isPrimary] of [[primary, true], ...aliases.map((alias) => [alias, false] as const)] as const) {
    const address = parseAddress(text)
    if (text && !address) throw new InvalidInput([{ path: isPrimary ? 'email' : 'aliases', message: NO_ADDRESS }])
    if (text && address && !seen.has(address.normal)) {
      seen.set(address.normal, { address: address.normal, display: text.trim(), plain: address.untagged, isPrimary })
    }
  }
  const rows = [...seen.values()]
  const [first] = rows
  if (first && !rows.some((row) => row.isPrimary)) first.isPrimary = true
  return rows
}

async function refuseTaken(tx: Tx, contactId: string, addresses: string[]) {
  const [taken] = await tx.execute<{ address: string; contact_id: string; name: string }>(sql`
    select a.display as address, a.contact_id, concat_ws(' ', c.first_name, c.last_name) as name
      from contact_addresses a join contacts c on c.id = a.contact_id
     where a.address in (select value from jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))
       and a.contact_id <> ${contactId} limit 1`)
  if (taken) throw new AddressTaken(taken.address, taken.contact_id, taken.name)
}

/** The domain of the primary address, for finding the company. */
export const domainOf = (address: string | null | undefined): string | null => parseAddress(address)?.domain ?? null
