import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { type NewEntry, recordConsents } from '../consent/ledger.ts'
import { consentRecords } from '../consent/load-ledger.ts'
import { consentPurposes } from '../consent/schema.ts'
import { standingRefusals } from '../consent/standing.ts'
import type { Secrets } from '../platform/secrets.ts'
import { readUnsubscribeToken } from './unsubscribe-token.ts'

export interface Preferences {
  contactId: string
  /** The address the mail went to, while it is still the contact's. */
  address: string | null
  /** What the person has refused. */
  refused: { marketing: boolean; tracking: boolean }
}

export interface Choices {
  marketing: boolean
  tracking: boolean
}

/** From where it was asked; kept as evidence. */
export interface Asking {
  token: string
  oneClick: boolean
  network: string | null
  agent: string | null
  at: Date
}

/** What a token's owner has settled; null for a token that is not ours, or whose contact is gone. */
export async function readPreferences(tx: Tx, secrets: Secrets, token: string): Promise<Preferences | null> {
  const read = readUnsubscribeToken(secrets, token)
  if (!read) return null
  const [contact] = await tx.execute<{ id: string; addresses: string[] }>(sql`
    select c.id, coalesce((select json_agg(a.address) from contact_addresses a where a.contact_id = c.id), '[]') as addresses
      from contacts c where c.id = coalesce(
        (select survivor_id from merged_contacts where former_id = ${read.contactId}::uuid), ${read.contactId}::uuid)`)
  if (!contact) return null
  const [record] = await consentRecords(tx, [contact.id])
  const refuses = (purpose: 'marketing' | 'tracking') => standingRefusals(record?.ledger ?? [], purpose).length > 0
  return {
    contactId: contact.id,
    address: contact.addresses.find(read.isFor) ?? null,
    refused: { marketing: refuses('marketing'), tracking: refuses('tracking') },
  }
}

/**
 * The person opts out: at once, and for good until they opt in anew. What is refused already is not recorded again, so a
 * request may come any number of times. A merged contact's link opts the survivor out (ME-13).
 * @returns what holds now; null for a token that is not ours, or whose contact is gone
 */
export function optOut(db: Database, secrets: Secrets, asking: Asking, choices: Choices): Promise<Preferences | null> {
  return db.transaction(async (tx) => {
    const before = await readPreferences(tx, secrets, asking.token)
    if (!before) return null
    await tx.execute(sql`select 1 from contacts where id = ${before.contactId}::uuid for no key update`)
    const current = (await readPreferences(tx, secrets, asking.token)) ?? before
    const entries = consentPurposes
      .filter((purpose) => choices[purpose] && !current.refused[purpose])
      .map((purpose) => entryFor(current, purpose, asking))
    if (entries.length > 0) await recordConsents(tx, { actor: null, route: 'public' }, entries)
    return readPreferences(tx, secrets, asking.token)
  })
}

const entryFor = (
  { contactId, address }: Preferences,
  purpose: 'marketing' | 'tracking',
  { token, oneClick, network, agent, at }: Asking,
): NewEntry => ({
  contactId,
  purpose,
  address,
  status: 'opted_out',
  effectiveAt: at,
  source: oneClick ? 'One-click unsubscribe' : 'Unsubscribe page',
  evidence: { form: `/u/${token}`, ...(network ? { ip: network } : {}), ...(agent ? { agent } : {}) },
})
