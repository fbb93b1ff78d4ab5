import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { readContacts } from '../contacts/list-contacts.ts'
import { ContactMerged, ContactNotFound, StaleVersion } from '../contacts/problems.ts'
import type { Contact } from '../contacts/schema.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { MergeContacts } from './schema.ts'
import { uuids } from './tables.ts'

export interface HeldAddress {
  /** Normalised. */
  address: string
  display: string
  isPrimary: boolean
}

/** A contact that takes part in a merge. */
export interface Candidate {
  id: string
  /** As the wire shows it. */
  contact: Contact
  /** As the table holds it, by column. */
  record: Record<string, unknown>
  addresses: HeldAddress[]
}

/** The primary first, then the others in their order. @throws InvalidInput when one is named twice */
export function idsOf({ primaryId, otherIds }: Pick<MergeContacts, 'primaryId' | 'otherIds'>): string[] {
  const ids = [primaryId, ...otherIds].map((id) => id.toLowerCase())
  if (new Set(ids).size === ids.length) return ids
  throw new InvalidInput([{ path: 'otherIds', message: 'Name each contact once: nobody is merged with themselves.' }])
}

/**
 * Who takes part, in the order of the ids given.
 * @throws ContactMerged, ContactNotFound, StaleVersion
 */
export async function loadCandidates(
  tx: Tx,
  ids: readonly string[],
  versions: MergeContacts['versions'] = {},
): Promise<Candidate[]> {
  const records = await tx.execute<{
    id: string
    record: Record<string, unknown>
    addresses: HeldAddress[] | null
  }>(sql`
    select c.id, to_jsonb(c) as record,
        (select json_agg(json_build_object('address', a.address, 'display', a.display, 'isPrimary', a.is_primary)
           order by a.is_primary desc, a.created_at, a.address) from contact_addresses a where a.contact_id = c.id) as addresses
      from contacts c where c.id = any(${uuids(ids)})`)
  const byId = new Map(records.map((row) => [row.id, row]))
  const missing = ids.filter((id) => !byId.has(id))
  if (missing.length > 0) throw await goneProblem(tx, missing)
  const contacts = await readContacts(tx, [...ids])
  refuseStale(contacts, versions)
  return contacts.map((contact) => {
    const { record, addresses } = byId.get(contact.id) as (typeof records)[number]
    return { id: contact.id, contact, record, addresses: addresses ?? [] }
  })
}

async function goneProblem(tx: Tx, ids: readonly string[]): Promise<Error> {
  const [merged] = await tx.execute<{ survivor_id: string }>(
    sql`select survivor_id from merged_contacts where former_id = any(${uuids(ids)}) order by former_id limit 1`,
  )
  return merged ? new ContactMerged(merged.survivor_id) : new ContactNotFound({ contactIds: ids })
}

function refuseStale(contacts: readonly Contact[], versions: Record<string, number>): void {
  const read = new Map(Object.entries(versions).map(([id, version]) => [id.toLowerCase(), version]))
  const stale = contacts.find(({ id, version }) => read.has(id) && read.get(id) !== version)
  if (stale) throw new StaleVersion(stale)
}

/** Locks contacts in the order of their ids, as everybody does; then what is theirs and changes with every mail. */
export async function lockContacts(tx: Tx, ids: readonly string[]): Promise<void> {
  // Bulk changes lock their targets before the contacts: so does this.
  await tx.execute(
    sql`select 1 from bulk_targets where contact_id = any(${uuids(ids)}) order by operation_id, contact_id for update`,
  )
  await tx.execute(sql`select 1 from contacts where id = any(${uuids(ids)}) order by id for update`)
  await tx.execute(
    sql`select 1 from contact_engagement where contact_id = any(${uuids(ids)}) order by contact_id for update`,
  )
}
