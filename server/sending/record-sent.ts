import { sql } from 'drizzle-orm'
import type { DeltaItem } from '../graph/mail.ts'
import { findMarked } from '../graph/outgoing.ts'
import type { MailContext } from '../mail/context.ts'
import { readItems } from '../mail/fetch-mails.ts'
import { ingestMails } from '../mail/ingest.ts'
import { identityOf, type Mail } from '../mail/mail.ts'
import { markOutgoingSent } from '../tracking/sent.ts'
import { ownAddresses } from '../users/organisation.ts'
import type { OutgoingRow } from './outgoing.ts'

/**
 * Puts a mail that is known to be sent on the timelines, from the very item in Sent Items, so that sync recognises it as
 * the same. Safe to repeat.
 * @returns false when no sent item is there yet
 * @throws GraphFailure
 */
export async function recordSent(context: MailContext, row: OutgoingRow): Promise<boolean> {
  return recordItems(context, row, await findMarked(context.graph, row.graph_user_id, row.id))
}

/** The same for copies that were found already. */
export async function recordItems(context: MailContext, row: OutgoingRow, items: DeltaItem[]): Promise<boolean> {
  const sent = items.filter(({ isDraft }) => isDraft === false)
  if (sent.length === 0) return false
  const { mails } = await readItems(context.graph, row.graph_user_id, sent.slice(0, 1))
  const [mail] = mails
  if (!mail) return false
  await store(context, row, mail)
  return true
}

async function store(context: MailContext, row: OutgoingRow, mail: Mail): Promise<void> {
  const own = await ownAddresses(context.db)
  await context.db.transaction(async (tx) => {
    if (row.mailbox_id) {
      const mailbox = { id: row.mailbox_id, syncFrom: null }
      await ingestMails({ tx, own, secrets: context.secrets, mailbox }, [mail])
    }
    const [message] = await tx.execute<{ id: string }>(sql`
      select m.id from messages m join message_copies c on c.message_id = m.id
       where m.internet_message_id = ${identityOf(mail)} and c.graph_message_id = ${mail.graphId} limit 1`)
    const messageId = message?.id ?? null
    await tx.execute(
      sql`update activities set source = 'throughline' where message_id = ${messageId}::uuid and source = 'm365'`,
    )
    await tx.execute(sql`
      update outgoing_mails set state = 'sent', content = null, error = null, due_at = null, message_id = ${messageId}::uuid,
          internet_message_id = ${mail.internetMessageId}, sent_at = coalesce(sent_at, ${mail.sentAt.toISOString()}::timestamptz)
       where id = ${row.id}::uuid`)
    const { internetMessageId, sentAt } = mail
    await markOutgoingSent(tx, row.id, { internetMessageId, messageId, sentAt })
  })
}
