import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ownAddresses } from '../users/organisation.ts'
import type { MailContext } from './context.ts'
import { readWhole, type SetAside } from './fetch-mails.ts'
import { ADDRESS_BOOK_LOCK, addressHash, ingestMails } from './ingest.ts'
import { readMail } from './mail.ts'
import { retryingDeadlocks } from './sync.ts'

/** Taken before an address is given to a contact, so that no page of mail misses the new contact. */
export const lockAddressBook = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${ADDRESS_BOOK_LOCK})`)

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
  graph_user_id: string
  sync_from: string | null
  graph_message_id: string
}

const AT_ONCE = 3
const PER_COMMIT = 20

/**
 * Brings the history of a contact whose address was a stranger's until now: mails we hold already are linked at once, the
 * others are fetched from their mailboxes by immutable id, newest first. May be repeated at will.
 * @throws GraphFailure when a mailbox cannot be asked now; what was stored stays, and the rest waits for the next try.
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
        const batch = rows.slice(at, at + PER_COMMIT)
        await fetchAndStore(context, batch)
        done += batch.length
        await onProgress(done, waiting.length)
      }
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function remembered(context: MailContext, contactId: string): Promise<Remembered[]> {
  const addresses = await context.db.execute<{ address: string }>(sql`
    select address from contact_addresses where contact_id = ${contactId}`)
  const hashes = addresses.map(({ address }) => addressHash(context.secrets, address).toString('hex'))
  return context.db.execute<Remembered>(sql`
    select distinct on (c.occurred_at, c.mailbox_id, c.graph_message_id)
           c.mailbox_id, m.graph_user_id, m.sync_from, c.graph_message_id
      from correspondents c join mailboxes m on m.id = c.mailbox_id
     where c.address_hash in (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb))
       and m.state not in ('available', 'paused')
       and not exists (
         select 1 from message_copies k join activities a on a.message_id = k.message_id
           join activity_contacts ac on ac.activity_id = a.id and ac.contact_id = ${contactId}
          where k.mailbox_id = c.mailbox_id and k.graph_message_id = c.graph_message_id)
     order by c.occurred_at desc, c.mailbox_id, c.graph_message_id`)
}

async function fetchAndStore(context: MailContext, batch: Remembered[]) {
  const [first] = batch
  if (!first) return
  const mailbox = { id: first.mailbox_id, syncFrom: first.sync_from ? new Date(first.sync_from) : null }
  const items: Awaited<ReturnType<typeof readWhole>>[] = []
  for (let at = 0; at < batch.length; at += AT_ONCE) {
    const some = batch.slice(at, at + AT_ONCE)
    items.push(
      ...(await Promise.all(some.map((row) => readWhole(context.graph, row.graph_user_id, row.graph_message_id)))),
    )
  }
  const own = await ownAddresses(context.db)
  const setAside: SetAside[] = []
  const mails = items.flatMap((item, index) => {
    try {
      return item ? [readMail({ ...item, id: batch[index]?.graph_message_id ?? item.id })] : []
    } catch (error) {
      setAside.push({ graphMessageId: batch[index]?.graph_message_id ?? '', reason: String((error as Error).message) })
      return []
    }
  })
  if (setAside.length > 0) context.log.warn({ count: setAside.length }, 'messages of a back-fill could not be read')
  await retryingDeadlocks(() =>
    context.db.transaction((tx) => ingestMails({ tx, own, secrets: context.secrets, mailbox }, mails)),
  )
}

/**
 * Links mails that are stored already because they concern other contacts: no question to Microsoft is needed, so this
 * runs in the transaction that adds the address.
 */
export async function linkStoredMails(tx: Tx, secrets: Secrets, contactId: string, addresses: string[]): Promise<void> {
  const forms = addresses.flatMap((text) => parseAddress(text)?.normal ?? [])
  const hashes = forms.map((address) => addressHash(secrets, address).toString('hex'))
  await tx.execute(sql`with linked as (
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      select a.id, ${contactId}::uuid, a.occurred_at, a.type, bool_and(c.blind)
        from correspondents c
        join message_copies k on k.mailbox_id = c.mailbox_id and k.graph_message_id = c.graph_message_id
        join activities a on a.message_id = k.message_id
       where c.address_hash in (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb))
       group by a.id, a.occurred_at, a.type
      on conflict do nothing returning activity_id, occurred_at
    ), last as (
      select max(l.occurred_at) as activity, max(l.occurred_at) filter (where m.kind = 'person') as contacted
        from linked l join activities a on a.id = l.activity_id join messages m on m.id = a.message_id
    )
    update contacts set last_activity_at = greatest(last_activity_at, last.activity),
        last_contacted_at = greatest(last_contacted_at, last.contacted)
      from last where contacts.id = ${contactId} and last.activity is not null`)
}
