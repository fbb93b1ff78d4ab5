import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { GraphFailure } from '../graph/failure.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ownAddresses } from '../users/organisation.ts'
import { addressHash } from './address-hash.ts'
import type { MailContext } from './context.ts'
import { readByIds } from './fetch-mails.ts'
import { storeMails } from './store-mails.ts'

/** Taken before an address is given to a contact, so that no page of mail misses the new contact. */
export const lockAddressBook = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${locks.addressBook})`)

/** How many mails with these addresses lie in mailboxes, unread by us, for each address. */
export async function countEarlierMessages(
  tx: Tx,
  secrets: Secrets,
  addresses: string[],
): Promise<Map<string, number>> {
  const hashes = new Map(addresses.map((address) => [addressHash(secrets, address).toString('hex'), address]))
  const rows = await tx.execute<{ hash: string; count: number }>(sql`
    select encode(address_hash, 'hex') as hash, count(distinct (mailbox_id, graph_message_id))::int as count from correspondents
     where address_hash in (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify([...hashes.keys()])}::jsonb))
     group by address_hash`)
  return new Map(rows.map((row) => [hashes.get(row.hash) as string, row.count]))
}

interface Remembered extends Record<string, unknown> {
  mailbox_id: string
  paused: boolean
  graph_user_id: string
  sync_from: string | null
  graph_message_id: string
}

const PER_COMMIT = 20

/** Notes, in the transaction that adds an address, that there is history to fetch. */
export async function oweBackfill(tx: Tx, contactId: string): Promise<void> {
  await tx.execute(sql`insert into owed_backfills (contact_id) values (${contactId})
    on conflict (contact_id) do update set due_at = now(), attempts = 0`)
}

/**
 * Brings the history of a contact whose address was a stranger's until now: what lies in mailboxes and is not stored yet
 * is fetched by immutable id, newest first. May be repeated at will. What a paused or refusing mailbox holds stays owed
 * and is asked for again later.
 * @throws GraphFailure the first of the refusals, after all mailboxes were asked.
 */
export async function backfillContact(
  context: MailContext,
  contactId: string,
  onProgress: (done: number, total: number) => Promise<void> = async () => {},
): Promise<void> {
  const waiting = await remembered(context, contactId)
  const byMailbox = Map.groupBy(waiting, (row) => row.mailbox_id)
  let done = 0
  const results = await Promise.allSettled(
    [...byMailbox.values()].map(async (rows) => {
      for (let at = 0; at < rows.length; at += PER_COMMIT) {
        if (rows[0]?.paused) throw new GraphFailure(503, 'MailboxPaused', 'The mailbox is paused.', null, null)
        const batch = rows.slice(at, at + PER_COMMIT)
        await fetchAndStore(context, batch)
        done += batch.length
        await onProgress(done, waiting.length)
      }
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  await settle(context, contactId, failed ? failed.reason : null)
  if (failed) throw failed.reason
}

/** Asked for again a little later each time, at most every half hour, and not before Microsoft's own instant. */
async function settle(context: MailContext, contactId: string, failure: unknown): Promise<void> {
  if (failure === null) {
    await context.db.execute(sql`delete from owed_backfills where contact_id = ${contactId}`)
    return
  }
  const retryAt = failure instanceof GraphFailure ? (failure.retryAt?.toISOString() ?? null) : null
  await context.db.execute(sql`update owed_backfills set attempts = attempts + 1, due_at = greatest(${retryAt}::timestamptz,
      now() + least(interval '30 minutes', interval '5 seconds' * power(2, least(attempts, 12))))
    where contact_id = ${contactId}`)
}

async function remembered(context: MailContext, contactId: string): Promise<Remembered[]> {
  const addresses = await context.db.execute<{ address: string }>(sql`
    select address from contact_addresses where contact_id = ${contactId}`)
  const hashes = addresses.map(({ address }) => addressHash(context.secrets, address).toString('hex'))
  return context.db.execute<Remembered>(sql`
    select distinct on (c.occurred_at, c.mailbox_id, c.graph_message_id)
           c.mailbox_id, m.state = 'paused' as paused, m.graph_user_id, m.sync_from, c.graph_message_id
      from correspondents c join mailboxes m on m.id = c.mailbox_id
     where c.address_hash in (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb))
       and m.state <> 'available'
       and not exists (
         select 1 from message_copies k join activities a on a.message_id = k.message_id
          where k.mailbox_id = c.mailbox_id and k.graph_message_id = c.graph_message_id
            and (exists (select 1 from activity_contacts ac where ac.activity_id = a.id and ac.contact_id = ${contactId})
              or exists (select 1 from activity_removals r where r.activity_id = a.id and r.contact_id = ${contactId})))
     order by c.occurred_at desc, c.mailbox_id, c.graph_message_id`)
}

async function fetchAndStore(context: MailContext, batch: Remembered[]): Promise<void> {
  const [first] = batch
  if (!first) return
  const mailbox = { id: first.mailbox_id, syncFrom: first.sync_from ? new Date(first.sync_from) : null }
  const read = await readByIds(
    context.graph,
    first.graph_user_id,
    batch.map((row) => row.graph_message_id),
  )
  await storeMails(context, await ownAddresses(context.db), mailbox, read)
}

export interface GivenAddress {
  contactId: string
  /** Normalised. */
  address: string
}

/**
 * Links mails that are stored already because they concern other contacts: no question to Microsoft is needed, so this
 * runs in the transaction that adds the addresses.
 */
export function linkStoredMails(tx: Tx, secrets: Secrets, contactId: string, addresses: string[]): Promise<void> {
  const given = addresses.flatMap((text) => parseAddress(text)?.normal ?? [])
  return linkMailsOfMany(
    tx,
    secrets,
    given.map((address) => ({ contactId, address })),
  )
}

/** The same for addresses that many contacts got at once, in one statement. */
export async function linkMailsOfMany(tx: Tx, secrets: Secrets, given: readonly GivenAddress[]): Promise<void> {
  const rows = await seenBefore(tx, secrets, given)
  if (rows.length === 0) return
  const elsewhere = await taggedFormsOfOthers(tx, secrets, rows)
  await tx.execute(sql`with given as (
      select r."contactId" as contact_id, decode(r.hash, 'hex') as hash
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("contactId" uuid, hash text)
    ), elsewhere as (
      select r."contactId" as contact_id, decode(r.hash, 'hex') as hash
        from jsonb_to_recordset(${JSON.stringify(elsewhere)}::jsonb) as r("contactId" uuid, hash text)
    ), linked as (
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      select a.id, g.contact_id, a.occurred_at, a.type, bool_and(c.blind)
        from given g join correspondents c on c.address_hash = g.hash
        join message_copies k on k.mailbox_id = c.mailbox_id and k.graph_message_id = c.graph_message_id
        join activities a on a.message_id = k.message_id
       where (c.tagged_hash is null or not exists (
         select 1 from elsewhere e where e.contact_id = g.contact_id and e.hash = c.tagged_hash))
         and not exists (select 1 from activity_removals r where r.activity_id = a.id and r.contact_id = g.contact_id)
         and a.details ->> 'forgotten' is null
       group by a.id, g.contact_id, a.occurred_at, a.type
      on conflict do nothing returning activity_id, contact_id, occurred_at
    ), last as (
      select l.contact_id, max(l.occurred_at) as activity, max(l.occurred_at) filter (where m.kind = 'person') as contacted
        from linked l join activities a on a.id = l.activity_id join messages m on m.id = a.message_id group by l.contact_id
    )
    update contact_engagement e set last_activity_at = greatest(e.last_activity_at, last.activity),
        last_contacted_at = greatest(e.last_contacted_at, last.contacted)
      from last where e.contact_id = last.contact_id`)
}

/** Notes for those of many new contacts whose addresses mail was seen of that there is history to fetch. */
export async function oweBackfillsOfMany(tx: Tx, secrets: Secrets, given: readonly GivenAddress[]): Promise<void> {
  const ids = [...new Set((await seenBefore(tx, secrets, given)).map(({ contactId }) => contactId))]
  if (ids.length === 0) return
  await tx.execute(sql`insert into owed_backfills (contact_id)
    select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)
    on conflict (contact_id) do update set due_at = now(), attempts = 0`)
}

interface HashedAddress extends GivenAddress {
  hash: string
}

/** Most people of a list never wrote to anybody here: only those who did are looked at further. */
async function seenBefore(tx: Tx, secrets: Secrets, given: readonly GivenAddress[]): Promise<HashedAddress[]> {
  if (given.length === 0) return []
  const hashed = given.map((one) => ({ ...one, hash: addressHash(secrets, one.address).toString('hex') }))
  const rows = await tx.execute<{ hash: string }>(sql`
    select value as hash from jsonb_array_elements_text(${JSON.stringify(hashed.map(({ hash }) => hash))}::jsonb)
     where exists (select 1 from correspondents c where c.address_hash = decode(value, 'hex'))`)
  const seen = new Set(rows.map(({ hash }) => hash))
  return hashed.filter(({ hash }) => seen.has(hash))
}

/** Hashes of tagged forms of these addresses that other contacts hold: their mail is not ours. */
async function taggedFormsOfOthers(
  tx: Tx,
  secrets: Secrets,
  given: readonly GivenAddress[],
): Promise<{ contactId: string; hash: string }[]> {
  const rows = await tx.execute<{ contactId: string; address: string }>(sql`
    select r."contactId", a.address from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r("contactId" uuid, address text)
      join contact_addresses a on a.plain = r.address and a.contact_id <> r."contactId"`)
  return rows.map(({ contactId, address }) => ({ contactId, hash: addressHash(secrets, address).toString('hex') }))
}
