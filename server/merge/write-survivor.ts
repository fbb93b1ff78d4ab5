import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { contactChanges } from '#db/schema/contacts.ts'
import { readAddresses } from '../contacts/contact-addresses.ts'
import type { Actor } from '../platform/actor.ts'
import { v7 } from '../platform/ids.ts'
import { bare, listed, name, uuids } from './tables.ts'

/** Writes columns of a record as `to_jsonb` gives them; its version goes up whatever they are. */
export async function writeColumns(tx: Tx, id: string, columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns)
  const set = names.map((column) => sql`${name(column)} = r.${name(column)}, `)
  await tx.execute(sql`
    update contacts c set ${sql.join(set)} version = c.version + 1, updated_at = now()
      from jsonb_populate_record(null::contacts, ${JSON.stringify(columns)}::jsonb) r where c.id = ${id}::uuid`)
}

/** Makes a record again as it was kept. Its version is a new one. */
export async function makeRecord(tx: Tx, record: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(record)
  const again = { ...record, version: Number(record.version) + 1, updated_at: new Date().toISOString() }
  await tx.execute(sql`
    insert into contacts (${bare(columns)})
    select ${listed('r', columns)} from jsonb_populate_record(null::contacts, ${JSON.stringify(again)}::jsonb) r`)
}

/** Which of its addresses is the primary one. None, where it has none. */
export async function makePrimary(tx: Tx, contactId: string, address: string | null): Promise<void> {
  await tx.execute(sql`update contact_addresses set is_primary = false where contact_id = ${contactId}::uuid and is_primary
    and address is distinct from ${address}`)
  await tx.execute(sql`update contact_addresses set is_primary = true where not is_primary and address = (
    select address from contact_addresses where contact_id = ${contactId}::uuid
     order by address = ${address} desc nulls last, created_at, address limit 1)`)
}

export interface ChangeLine {
  field: string
  before: unknown
  after: unknown
}

export async function writeHistory(
  tx: Tx,
  actor: Actor | null,
  contactId: string,
  changes: ChangeLine[],
): Promise<void> {
  if (changes.length === 0) return
  await tx.insert(contactChanges).values(
    changes.map((change) => ({
      contactId,
      userId: actor?.userId ?? null,
      route: 'merge',
      requestId: actor?.requestId ?? null,
      ...change,
    })),
  )
}

interface Reach {
  email: string | null
  aliases: string[]
}

/** How addresses became others. */
export async function addressChanges(tx: Tx, contactId: string, before: Reach): Promise<ChangeLine[]> {
  const after = await readAddresses(tx, contactId)
  return (['email', 'aliases'] as const)
    .map((field) => ({ field, before: before[field], after: after[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

export async function tagNames(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(sql`select t.name from contact_tags c join tags t on t.id = c.tag_id
    where c.contact_id = ${contactId}::uuid order by lower(t.name)`)
  return rows.map((row) => row.name)
}

/** What tags came and went, as the history of bulk changes tells it. */
export function tagChanges(before: readonly string[], after: readonly string[]): ChangeLine[] {
  const added = after.filter((tag) => !before.includes(tag))
  const removed = before.filter((tag) => !after.includes(tag))
  return [
    ...(added.length > 0 ? [{ field: 'tagsAdded', before: null, after: added }] : []),
    ...(removed.length > 0 ? [{ field: 'tagsRemoved', before: removed, after: null }] : []),
  ]
}

/**
 * One entry on the timelines of all: who was merged in by whom, or taken apart again. It is no contact with the person.
 * Whoever owned one of them is told of it (ME-09), unless it was their own doing.
 */
export async function tellTimelines(
  tx: Tx,
  actor: Actor | null,
  contactIds: readonly string[],
  { summary, details, owners }: { summary: string; details: Record<string, unknown>; owners: readonly unknown[] },
): Promise<void> {
  const id = v7()
  await tx.execute(sql`
    insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address)
    values (${id}::uuid, 'merged', now(), 'merge', ${summary}, ${JSON.stringify(details)}::json, ${actor ? 'user' : 'system'},
      ${actor?.userId ?? null}::uuid, ${actor?.name ?? null}, ${actor?.email ?? null})`)
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select ${id}::uuid, c, a.occurred_at, 'merged' from unnest(${uuids(contactIds)}) c, activities a where a.id = ${id}::uuid order by c`)
  const told = owners.filter((one): one is string => typeof one === 'string' && one !== actor?.userId)
  await tx.execute(sql`
    insert into activity_mentions (activity_id, user_id)
    select ${id}::uuid, u.id from users u where u.id = any(${uuids(told)}) and u.active`)
}
