import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { retryingCollisions, sqlState } from '../platform/retrying.ts'
import type { OwnAddresses } from '../users/organisation.ts'
import type { MailContext } from './context.ts'
import type { ReadMails } from './fetch-mails.ts'
import { ingestMails, type MailboxRules } from './ingest.ts'

/**
 * Stores what was read in one transaction, together with what else belongs to it (the link of the next page). When the
 * database refuses something in it, the messages are stored one by one: the faulty one is set aside, the rest stays.
 */
export async function storeMails(
  context: MailContext,
  own: OwnAddresses,
  mailbox: MailboxRules,
  read: ReadMails,
  together: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const commit = (what: ReadMails) =>
    retryingCollisions(() =>
      context.db.transaction(async (tx) => {
        await ingestMails({ tx, own, secrets: context.secrets, mailbox }, what.mails)
        await saveSetAside(tx, mailbox.id, what)
        await together(tx)
      }),
    )
  try {
    await commit(read)
  } catch (error) {
    if (!isDataFault(error)) throw error
    await commit(await soundOnes(context, own, mailbox, read))
  }
}

async function soundOnes(
  context: MailContext,
  own: OwnAddresses,
  mailbox: MailboxRules,
  read: ReadMails,
): Promise<ReadMails> {
  const sound: ReadMails = { mails: [], setAside: [...read.setAside] }
  for (const mail of read.mails) {
    try {
      await retryingCollisions(() =>
        context.db.transaction((tx) => ingestMails({ tx, own, secrets: context.secrets, mailbox }, [mail])),
      )
    } catch (error) {
      if (!isDataFault(error)) throw error
      sound.setAside.push({ graphMessageId: mail.graphId, reason: `The database refused it (${sqlState(error)}).` })
    }
  }
  return sound
}

/** SQLSTATE classes 22 (data exception) and 54 (program limit exceeded): the content is at fault, not the moment. */
const isDataFault = (error: unknown): boolean => /^(22|54)/.test(sqlState(error))

async function saveSetAside(tx: Tx, mailboxId: string, { mails, setAside }: ReadMails) {
  if (mails.length > 0) {
    await tx.execute(sql`delete from set_aside_messages where mailbox_id = ${mailboxId} and graph_message_id in
      (select value from jsonb_array_elements_text(${JSON.stringify(mails.map((mail) => mail.graphId))}::jsonb))`)
  }
  if (setAside.length === 0) return
  await tx.execute(sql`insert into set_aside_messages (mailbox_id, graph_message_id, reason)
    select ${mailboxId}::uuid, "graphMessageId", reason
      from jsonb_to_recordset(${JSON.stringify(setAside)}::jsonb) as r("graphMessageId" text, reason text)
    on conflict (mailbox_id, graph_message_id) do update set reason = excluded.reason, attempts = set_aside_messages.attempts + 1`)
}
