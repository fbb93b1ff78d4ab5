import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type DeltaPage, deltaPage } from '../graph/mail.ts'
import { type OwnAddresses, ownAddresses } from '../users/organisation.ts'
import type { MailContext } from './context.ts'
import { type ReadMails, readItems } from './fetch-mails.ts'
import { ingestMails, type MailboxRules } from './ingest.ts'

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
) {
  if (!page.nextLink && !page.deltaLink) {
    throw new GraphFailure(-1, 'NoLink', 'A page of changes came without a link to go on.', null, null)
  }
  const read = await readItems(context.graph, mailbox.graphUserId, page.items)
  const removed = page.items.filter((item) => item['@removed']).map((item) => item.id)
  try {
    await commitPage(context, own, mailbox, folder, page, read, removed)
  } catch (error) {
    if (!isDataFault(error)) throw error
    await commitOneByOne(context, own, mailbox, folder, page, read, removed)
  }
}

function commitPage(
  context: MailContext,
  own: OwnAddresses,
  mailbox: SyncedMailbox,
  folder: Folder,
  page: DeltaPage,
  read: ReadMails,
  removed: string[],
): Promise<void> {
  return retryingDeadlocks(() =>
    context.db.transaction(async (tx) => {
      await ingestMails({ tx, own, secrets: context.secrets, mailbox }, read.mails)
      await setAsideMessages(tx, mailbox.id, read)
      await markLeftFolder(tx, mailbox.id, removed)
      await moveOn(tx, folder, page)
    }),
  )
}

/** The database refused something in the page: find out which message, set it aside, keep the rest. */
async function commitOneByOne(
  context: MailContext,
  own: OwnAddresses,
  mailbox: SyncedMailbox,
  folder: Folder,
  page: DeltaPage,
  read: ReadMails,
  removed: string[],
) {
  const sound: ReadMails = { mails: [], setAside: [...read.setAside] }
  for (const mail of read.mails) {
    try {
      await retryingDeadlocks(() =>
        context.db.transaction((tx) => ingestMails({ tx, own, secrets: context.secrets, mailbox }, [mail])),
      )
    } catch (error) {
      if (!isDataFault(error)) throw error
      sound.setAside.push({ graphMessageId: mail.graphId, reason: `The database refused it (${sqlState(error)}).` })
    }
  }
  await commitPage(context, own, mailbox, folder, page, sound, removed)
}

const sqlState = (error: unknown): string =>
  (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? ''

/** SQLSTATE classes 22 (data exception) and 54 (program limit exceeded): the content is at fault, not the moment. */
const isDataFault = (error: unknown): boolean => /^(22|54)/.test(sqlState(error))

export async function retryingDeadlocks<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!['40P01', '40001'].includes(sqlState(error)) || attempt === 5) throw error
    }
  }
}

async function setAsideMessages(tx: Tx, mailboxId: string, { mails, setAside }: ReadMails) {
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

/**
 * A tombstone is never the order to delete: an item that went to another folder and back is reported as removed and does
 * not come again (microsoft-graph-docs-contrib#72). The timeline keeps it and knows that it left.
 */
async function markLeftFolder(tx: Tx, mailboxId: string, graphMessageIds: string[]) {
  if (graphMessageIds.length === 0) return
  await tx.execute(sql`update message_copies set left_folder_at = now() where mailbox_id = ${mailboxId} and graph_message_id in
    (select value from jsonb_array_elements_text(${JSON.stringify(graphMessageIds)}::jsonb)) and left_folder_at is null`)
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
