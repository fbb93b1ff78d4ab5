import type { MailFolder } from '@microsoft/microsoft-graph-types'
import { sql } from 'drizzle-orm'
import { GraphFailure } from '../graph/failure.ts'
import { mailFolder } from '../graph/mail.ts'
import type { MailContext } from './context.ts'

const wellKnown = new Set(['inbox', 'sentitems', 'archive', 'clutter', 'conversationhistory'])
/** Never read, also when somebody names them: drafts, junk, deleted items and what Outlook keeps for itself. */
const neverRead = new Set([
  'drafts',
  'junkemail',
  'deleteditems',
  'outbox',
  'recoverableitemsdeletions',
  'syncissues',
  'conflicts',
  'localfailures',
  'serverfailures',
  'scheduled',
  'searchfolders',
])

/** Finds the folders a mailbox is to be read from that are not known yet, by well-known name or id. */
export async function findFolders(
  context: MailContext,
  mailbox: { id: string; graphUserId: string; folderNames: string[] },
): Promise<void> {
  const known = await context.db.execute<{ name: string }>(sql`
    select coalesce(well_known_name, graph_folder_id) as name from mailbox_folders where mailbox_id = ${mailbox.id}`)
  const have = new Set(known.map((row) => row.name))
  for (const name of mailbox.folderNames) {
    if (have.has(name) || neverRead.has(name.toLowerCase())) continue
    const folder = await folderOrNull(context, mailbox.graphUserId, name)
    if (!folder) continue
    await context.db.execute(sql`insert into mailbox_folders (mailbox_id, graph_folder_id, well_known_name, name)
      values (${mailbox.id}, ${folder.id ?? name}, ${wellKnown.has(name) ? name : null}, ${folder.displayName ?? name})
      on conflict (mailbox_id, graph_folder_id) do nothing`)
  }
}

/** A further folder that does not exist keeps nobody from reading the others; Inbox and Sent Items every mailbox has. */
async function folderOrNull(context: MailContext, graphUserId: string, name: string): Promise<MailFolder | null> {
  try {
    return await mailFolder(context.graph, graphUserId, name)
  } catch (error) {
    const further = name !== 'inbox' && name !== 'sentitems'
    if (!(further && error instanceof GraphFailure && (error.status === 404 || error.status === 400))) throw error
    context.log.warn({ graphUser: graphUserId, code: error.code }, 'a folder to be read does not exist; it is left out')
    return null
  }
}
