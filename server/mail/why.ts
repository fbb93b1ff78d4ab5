import { sql } from 'drizzle-orm'
import { findByMessageId } from '../graph/mail.ts'
import { ownAddresses } from '../users/organisation.ts'
import { blockList } from './block-list.ts'
import type { MailContext } from './context.ts'
import { readItems } from './fetch-mails.ts'
import { identityOf } from './mail.ts'
import { judge } from './rules.ts'
import type { WhyAnswer } from './schema.ts'

type Reason = WhyAnswer['reason']

const texts: Record<Reason, [explanation: string, remedy: string]> = {
  stored: ['This mail is on the timeline.', 'Nothing to do.'],
  blocked: [
    'An administrator keeps out mail with this domain, address or subject.',
    'An administrator can lift the block.',
  ],
  draft: ['This is a draft.', 'It is stored when it is sent.'],
  private: [
    'It is marked personal, private or confidential, and such mail is never stored.',
    'Its owner can change the sensitivity in Outlook.',
  ],
  before_start: [
    'It is older than the first day this mailbox is read from.',
    'The start is fixed before the first sync of a mailbox.',
  ],
  no_sender: ['It names no sender.', 'Nothing to do: such messages are not mail between people.'],
  internal: ['Everybody on it belongs to the organisation, and internal mail is never stored.', 'Nothing to do.'],
  nobody_known: [
    'Nobody outside the organisation on it is a contact yet.',
    'Add one of them as a contact: the mail appears at once.',
  ],
  set_aside: [
    'It could not be read and was set aside.',
    'Look at the reason under Mailboxes; it is tried again when it changes.',
  ],
  folder_off: [
    'It lies in a folder that is not read.',
    'Move it to the Inbox, or have an administrator add the folder.',
  ],
  paused: ['The mailbox is paused.', 'Start it again under Mailboxes.'],
  not_enabled: ['The mailbox is not read.', 'An administrator can start it under Mailboxes.'],
  not_found: [
    'No mail with this Message-ID lies in the mailbox.',
    'Check the Message-ID; the mail may have been deleted.',
  ],
  waiting: ['It was not read yet.', 'Wait a moment: the next pass over the mailbox brings it.'],
}

const answer = (reason: Reason): WhyAnswer => ({ reason, explanation: texts[reason][0], remedy: texts[reason][1] })

/**
 * Names the rule that keeps a mail of the asking person's own mailbox off the timeline, with the remedy. The mail is read
 * from Outlook for the answer and not kept.
 */
export async function whyNotHere(context: MailContext, userId: string, internetMessageId: string): Promise<WhyAnswer> {
  const [mailbox] = await context.db.execute<{
    id: string
    graph_user_id: string
    state: string
    sync_from: string | null
  }>(sql`
    select id, graph_user_id, state, sync_from from mailboxes where user_id = ${userId}`)
  if (!mailbox || mailbox.state === 'available') return answer('not_enabled')
  const bracketed = `<${internetMessageId.trim().replace(/^<|>$/g, '')}>`
  const [item] = await findByMessageId(context.graph, mailbox.graph_user_id, bracketed)
  if (!item) return answer('not_found')
  const own = await ownAddresses(context.db)
  const { mails } = await readItems(context.graph, mailbox.graph_user_id, [item])
  const [mail] = mails
  if (!mail || (await isSetAside(context, mailbox.id, item.id))) return answer('set_aside')
  const verdict = judge(mail, own, mailbox.sync_from ? new Date(mailbox.sync_from) : null, await blockList(context.db))
  if (!verdict.store) return answer(verdict.reason)
  const [stored] = await context.db.execute(sql`select 1 from messages m join activities a on a.message_id = m.id
    where m.internet_message_id = ${identityOf(mail)} limit 1`)
  if (stored) return answer('stored')
  const forms = verdict.external.flatMap(({ address }) => [address.normal, address.untagged ?? address.normal])
  const [known] = await context.db.execute(sql`select 1 from contact_addresses
    where address in (select value from jsonb_array_elements_text(${JSON.stringify(forms)}::jsonb)) limit 1`)
  if (!known) return answer('nobody_known')
  if (mailbox.state === 'paused') return answer('paused')
  const [folder] = await context.db.execute(sql`select 1 from mailbox_folders
    where mailbox_id = ${mailbox.id} and graph_folder_id = ${item.parentFolderId ?? ''}`)
  return answer(folder ? 'waiting' : 'folder_off')
}

async function isSetAside(context: MailContext, mailboxId: string, graphMessageId: string): Promise<boolean> {
  const rows = await context.db.execute(sql`select 1 from set_aside_messages
    where mailbox_id = ${mailboxId} and graph_message_id = ${graphMessageId}`)
  return rows.length > 0
}
