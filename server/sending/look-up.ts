import { sql } from 'drizzle-orm'
import { GraphFailure } from '../graph/failure.ts'
import { findMarked } from '../graph/outgoing.ts'
import type { MailContext } from '../mail/context.ts'
import { markOutgoingSent } from '../tracking/sent.ts'
import { moveOn, type OutgoingRow, outgoingRow } from './outgoing.ts'
import { recordItems } from './record-sent.ts'

/** How long Exchange may take to send what it was asked to, before we say that it did not. */
const PATIENCE = 3_600_000
const MOST_WAIT = 300_000

const INTERRUPTED = {
  code: 'interrupted',
  message: 'The server stopped before this mail was sent.',
}

/** Mails of which somebody has to find out what became of them. */
export async function dueOutgoing(context: MailContext): Promise<string[]> {
  const rows = await context.db.execute<{ id: string }>(sql`select id from outgoing_mails
    where due_at <= ${context.now().toISOString()}::timestamptz order by due_at limit 100`)
  return rows.map(({ id }) => id)
}

/**
 * Finds out what became of a mail whose answer was lost or whose process stopped, by its marker in the mailbox. Only
 * looks; it never sends, since nobody can know that the first time did not.
 */
export async function lookUpOutgoing(context: MailContext, id: string): Promise<void> {
  const row = await outgoingRow(context.db, id)
  if (row.state === 'failed') return
  try {
    const items = await findMarked(context.graph, row.graph_user_id, row.id)
    if (await recordItems(context, row, items)) return
    await conclude(context, row, items.length > 0)
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    context.log.warn({ err: error, outgoing: id }, 'a mail could not be looked up; it is tried again')
    await waitLonger(context, row)
  }
}

async function conclude(context: MailContext, row: OutgoingRow, draftIsThere: boolean): Promise<void> {
  const done = (error: OutgoingRow['error']) => moveOn(context.db, row.id, row.state, 'failed', { error, dueAt: null })
  if (row.state === 'preparing' || row.state === 'drafted') {
    const remedy = draftIsThere
      ? 'It lies in your Drafts in Outlook: send it there.'
      : 'Nothing was sent. Send it again.'
    await done({ ...INTERRUPTED, remedy })
    return
  }
  if (context.now().getTime() - new Date(row.created_at).getTime() < PATIENCE) return waitLonger(context, row)
  if (row.state === 'sent') {
    // Microsoft took it, and its sent item is gone: deleted, or kept elsewhere by a rule.
    const sentAt = new Date(row.sent_at ?? row.created_at)
    await context.db.transaction(async (tx) => {
      await tx.execute(sql`update outgoing_mails set due_at = null, content = null where id = ${row.id}::uuid`)
      await markOutgoingSent(tx, row.id, { sentAt })
    })
    return
  }
  await done({
    code: 'not_sent',
    message: 'Microsoft gave no answer and did not send this mail within an hour.',
    remedy: draftIsThere
      ? 'It lies in your Drafts in Outlook: send it there.'
      : 'Look into your Sent Items before you write again: it may have been sent and deleted.',
  })
}

async function waitLonger(context: MailContext, { id, attempts }: OutgoingRow): Promise<void> {
  const wait = Math.min(MOST_WAIT, 3000 * 2 ** Math.min(attempts, 10))
  await context.db.execute(sql`update outgoing_mails set attempts = attempts + 1,
    due_at = ${new Date(context.now().getTime() + wait).toISOString()}::timestamptz where id = ${id}::uuid`)
}

/** What could not be sent and nobody came back for is forgotten after a week. */
export async function forgetFailed(context: MailContext): Promise<void> {
  await context.db.execute(sql`update outgoing_mails set content = null
    where state = 'failed' and content is not null and created_at < ${context.now().toISOString()}::timestamptz - interval '7 days'`)
}
