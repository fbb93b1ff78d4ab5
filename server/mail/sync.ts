import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type DeltaPage, deltaPage } from '../graph/mail.ts'
import { type OwnAddresses, ownAddresses } from '../users/organisation.ts'
import type { MailContext } from './context.ts'
import { readItems } from './fetch-mails.ts'
import { type MailboxRules, refreshMailboxesOf } from './ingest.ts'
import { storeMails } from './store-mails.ts'

export interface SyncedMailbox extends MailboxRules {
  graphUserId: string
}

interface Folder extends Record<string, unknown> {
  id: string
  graph_folder_id: string
  delta_link: string | null
  next_link: string | null
  step: number
}

/** Raised when another worker moved the folder on in the meantime: it goes on there, we stop. */
class Overtaken extends Error {
  override name = 'Overtaken'
}

const RESETS_IN_ONE_PASS = 5
const REPEATED_LINKS = 20

/**
 * Reads what changed in the folders of a mailbox since the last pass. Every page is stored in one transaction with the
 * link of the next, so a kill at any instant loses and doubles nothing.
 * @throws GraphFailure when Microsoft refuses; what was stored until then stays.
 */
export async function syncMailbox(
  context: MailContext,
  mailbox: SyncedMailbox,
  options: { onPage?: (read: number) => Promise<void>; isPaused?: () => Promise<boolean> } = {},
): Promise<void> {
  const own = await ownAddresses(context.db)
  const folders = await context.db.execute<{ id: string }>(sql`
    select id from mailbox_folders where mailbox_id = ${mailbox.id} order by name`)
  const results = await Promise.allSettled(folders.map(({ id }) => syncFolder(context, own, mailbox, id, options)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function syncFolder(
  context: MailContext,
  own: OwnAddresses,
  mailbox: SyncedMailbox,
  folderId: string,
  { onPage, isPaused }: { onPage?: (read: number) => Promise<void>; isPaused?: () => Promise<boolean> },
): Promise<void> {
  let resets = 0
  let repeats = 0
  for (;;) {
    if (await isPaused?.()) return
    const [folder] = await context.db.execute<Folder>(sql`
      select id, graph_folder_id, delta_link, next_link, step from mailbox_folders where id = ${folderId}`)
    if (!folder) return
    const link = folder.next_link ?? folder.delta_link
    try {
      const page = await deltaPage(context.graph, mailbox.graphUserId, folder.graph_folder_id, link)
      repeats = page.nextLink !== null && page.nextLink === link ? repeats + 1 : 0
      if (repeats > REPEATED_LINKS)
        throw new GraphFailure(502, 'EndlessPages', 'The same page came again and again.', null, null)
      await storePage(context, own, mailbox, folder, page)
      await onPage?.(page.items.length)
      if (page.deltaLink) return
    } catch (error) {
      if (error instanceof Overtaken) return
      if (!(error instanceof GraphFailure && error.isResync) || ++resets > RESETS_IN_ONE_PASS) throw error
      await startAgain(context, folder)
    }
  }
}

/**
 * A page without either link would end the round without a place to go on from; it is asked for again later.
 */
async function storePage(
  context: MailContext,
  own: OwnAddresses,
  mailbox: SyncedMailbox,
  folder: Folder,
  page: DeltaPage,
): Promise<void> {
  if (!page.nextLink && !page.deltaLink) {
    throw new GraphFailure(-1, 'NoLink', 'A page of changes came without a link to go on.', null, null)
  }
  const read = await readItems(context.graph, mailbox.graphUserId, page.items)
  const removed = page.items.filter((item) => item['@removed']).map((item) => item.id)
  await storeMails(context, own, { ...mailbox, folderId: folder.id }, read, async (tx) => {
    await markLeftFolder(tx, mailbox.id, folder.id, removed)
    await moveOn(tx, folder, page)
  })
}

/**
 * A tombstone is never the order to delete: an item that went to another folder and back is reported as removed and does
 * not come again (microsoft-graph-docs-contrib#72). The timeline keeps it and says that it left (TL-02), unless it was seen
 * in another folder meanwhile.
 */
async function markLeftFolder(tx: Tx, mailboxId: string, folderId: string, graphMessageIds: string[]) {
  if (graphMessageIds.length === 0) return
  const left = await tx.execute<{
    message_id: string
  }>(sql`update message_copies set left_folder_at = now() where mailbox_id = ${mailboxId} and graph_message_id in
    (select value from jsonb_array_elements_text(${JSON.stringify(graphMessageIds)}::jsonb)) and left_folder_at is null
      and (folder_id is null or folder_id = ${folderId}::uuid) returning message_id`)
  if (left.length > 0) await refreshMailboxesOf(tx, [...new Set(left.map((row) => row.message_id))])
}

async function moveOn(tx: Tx, folder: Folder, page: DeltaPage) {
  const moved = await tx.execute(sql`update mailbox_folders set
      next_link = ${page.nextLink},
      delta_link = coalesce(${page.deltaLink}::text, delta_link),
      read_in_round = case when ${page.deltaLink}::text is null then read_in_round + ${page.items.length}::int else 0 end,
      last_synced_at = case when ${page.deltaLink}::text is null then last_synced_at else now() end,
      step = step + 1
    where id = ${folder.id} and step = ${folder.step} returning id`)
  if (moved.length === 0) throw new Overtaken()
}

/** A rotten page link sends us back to the last finished round, a rotten delta link to the beginning. */
async function startAgain(context: MailContext, folder: Folder) {
  const keepDelta = folder.next_link !== null && folder.delta_link !== null
  context.log.warn(
    { folder: folder.id, from: keepDelta ? 'last round' : 'beginning' },
    'delta link expired, reading again',
  )
  await context.db.execute(sql`update mailbox_folders set next_link = null, read_in_round = 0, resets = resets + 1,
      delta_link = ${keepDelta ? folder.delta_link : null}, step = step + 1
    where id = ${folder.id} and step = ${folder.step}`)
}
