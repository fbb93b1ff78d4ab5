import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type AttachmentItem, listAttachments, touchMessage } from '../graph/mail.ts'
import type { Attachment, attachmentsUnread } from '../timeline/schema.ts'
import { type BlockableMail, type BlockList, blockList } from './block-list.ts'
import type { MailContext } from './context.ts'
import { concernsMailbox, isGone } from './fetch-mails.ts'
import { clean } from './mail.ts'

type Unread = (typeof attachmentsUnread)[number]

interface Owed extends Record<string, unknown> {
  mailbox_id: string
  graph_message_id: string
  graph_user_id: string
  attempts: number
  /** Who is on the mail and what it is about; null where that was forgotten. */
  mail: (BlockableMail & { stands: boolean }) | null
}

/** One place in a mailbox stays free for its sync. */
const AT_ONCE = 2
const PER_CLAIM = 20
/** Done before the next pass is due: see `BETWEEN_ATTACHMENTS`. */
const PER_PASS = 40
const MOST_ATTEMPTS = 10
const MOST_NAMES = 100

/** Notes, in the transaction that stores mails with attachments, that these are to be asked for by name. */
export async function oweAttachments(tx: Tx, mailboxId: string, graphMessageIds: string[]): Promise<void> {
  if (graphMessageIds.length === 0) return
  await tx.execute(sql`insert into owed_attachments (mailbox_id, graph_message_id, occurred_at)
    select k.mailbox_id, k.graph_message_id, a.occurred_at
      from message_copies k join activities a on a.message_id = k.message_id and ${isNamed('a')}
     where k.mailbox_id = ${mailboxId}::uuid and k.graph_message_id in
       (select value from jsonb_array_elements_text(${JSON.stringify(graphMessageIds)}::jsonb))
       and a.details -> 'attachments' is null
    on conflict do nothing`)
}

/** Entries of mail that say what it says: of those that were forgotten nothing may come back. */
const isNamed = (alias: string): SQL =>
  sql.raw(`${alias}.type in ('email_sent', 'email_received') and ${alias}.details ->> 'forgotten' is null`)

/**
 * Asks for the attachments of a mailbox's mails by name, newest mail first, one request each. What a crash leaves behind
 * is due again after some minutes, and doing it twice changes nothing.
 * @throws GraphFailure when the mailbox cannot be asked now; the rest stays owed.
 */
export async function nameAttachments(context: MailContext, mailboxId: string): Promise<void> {
  const blocked = await blockList(context.db)
  for (let asked = 0; asked < PER_PASS; asked += PER_CLAIM) {
    const claimed = await claim(context.db, mailboxId)
    for (let at = 0; at < claimed.length; at += AT_ONCE) {
      const some = claimed.slice(at, at + AT_ONCE)
      const results = await Promise.allSettled(some.map((owed) => nameOne(context, owed, blocked)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      if (results.some((result) => result.status === 'fulfilled' && result.value === 'refused')) return
    }
    if (claimed.length < PER_CLAIM) return
  }
}

/** The due instant moves on first: what is lost with its worker comes again. */
const claim = (db: Database, mailboxId: string): Promise<Owed[]> =>
  db.execute<Owed>(sql`update owed_attachments o set due_at = now() + interval '5 minutes' from mailboxes m
    where m.id = o.mailbox_id and m.state not in ('available', 'paused') and o.mailbox_id = ${mailboxId}::uuid
      and o.graph_message_id in (
        select graph_message_id from owed_attachments where mailbox_id = ${mailboxId}::uuid and due_at <= now()
         order by occurred_at desc limit ${PER_CLAIM} for update skip locked)
    returning o.mailbox_id, o.graph_message_id, m.graph_user_id, o.attempts,
      (select json_build_object('subject', a.summary, 'from', a.details -> 'from', 'to', coalesce(a.details -> 'to', '[]'),
            'cc', coalesce(a.details -> 'cc', '[]'), 'bcc', coalesce(a.details -> 'bcc', '[]'),
            'stands', exists (select 1 from activity_contacts c where c.activity_id = a.id))
         from message_copies k join activities a on a.message_id = k.message_id and ${isNamed('a')}
        where k.mailbox_id = o.mailbox_id and k.graph_message_id = o.graph_message_id limit 1) as mail`)

async function nameOne(context: MailContext, owed: Owed, blocked: BlockList): Promise<'settled' | 'refused'> {
  if (!owed.mail || blocked.blocks(owed.mail)) {
    await context.db.execute(sql`delete from owed_attachments o where ${isThis(owed)}`)
    return 'settled'
  }
  if (!owed.mail.stands) {
    await askTomorrow(context.db, isThis(owed))
    return 'settled'
  }
  try {
    const found = await listAttachments(context.graph, owed.graph_user_id, owed.graph_message_id)
    await saveNames(context.db, owed, namesOf(found))
    return 'settled'
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    return settle(context, owed, error)
  }
}

/** Of an entry that was taken off every timeline, which can be taken back; of a mailbox that may not be asked. */
const askTomorrow = (tx: Tx, which: SQL) =>
  tx.execute(sql`update owed_attachments o set due_at = now() + interval '1 day' where ${which}`)

const isThis = (owed: Owed): SQL =>
  sql`o.mailbox_id = ${owed.mailbox_id}::uuid and o.graph_message_id = ${owed.graph_message_id}`

/** Pictures in the text, signatures above all, are no attachments to anybody who reads the mail. */
const namesOf = (items: AttachmentItem[]): Attachment[] =>
  items
    .filter(({ isInline }) => isInline !== true)
    .slice(0, MOST_NAMES)
    .map((item) => ({
      name: clean(item.name)?.trim().slice(0, 255).toWellFormed() || null,
      size: sizeOf(item),
      contentType: clean(item.contentType)?.slice(0, 255).toWellFormed() ?? null,
    }))

/** Of a link to cloud storage Graph gives the size of the link (microsoft-graph-docs-contrib#7993). */
function sizeOf({ '@odata.type': type, size }: AttachmentItem): number | null {
  return type?.endsWith('referenceAttachment') || !Number.isInteger(size) ? null : (size as number)
}

/**
 * Names hold for the mail in whichever mailbox it lies: no other copy is asked any more. The entry is taken before what is
 * owed, as sync takes them.
 */
async function saveNames(db: Database, owed: Owed, attachments: Attachment[]): Promise<void> {
  const said = JSON.stringify({ attachments, hasAttachments: attachments.length > 0 })
  const mail = sql`(select message_id from message_copies o where ${isThis(owed)})`
  await db.transaction(async (tx) => {
    await tx.execute(sql`update activities a set details = ((a.details::jsonb - 'attachmentsUnread') || ${said}::jsonb)::json
       where a.message_id = ${mail} and ${isNamed('a')}`)
    await tx.execute(sql`delete from owed_attachments o using message_copies k
       where k.message_id = ${mail} and o.mailbox_id = k.mailbox_id and o.graph_message_id = k.graph_message_id`)
  })
}

/** @throws GraphFailure when the mailbox cannot be asked now */
async function settle(context: MailContext, owed: Owed, failure: GraphFailure): Promise<'settled' | 'refused'> {
  const { db, log } = context
  if (failure.status === 403 && (await mayRead(context, owed))) {
    log.warn({ mailbox: owed.mailbox_id, code: failure.code }, 'attachments may not be read; asked again tomorrow')
    await refuse(db, owed.mailbox_id)
    return 'refused'
  }
  const isOdd = !failure.isTransient && !concernsMailbox(failure)
  if (isGone(failure) || isOdd || owed.attempts + 1 >= MOST_ATTEMPTS) {
    await giveUp(db, owed, isGone(failure) ? 'gone' : 'failed')
    return 'settled'
  }
  await putOff(db, owed, failure)
  throw failure
}

/** Mail.ReadBasic gives the mail without its attachments; where the mail is refused too, it is the mailbox. */
async function mayRead(context: MailContext, owed: Owed): Promise<boolean> {
  try {
    await touchMessage(context.graph, owed.graph_user_id, owed.graph_message_id)
    return true
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    return false
  }
}

/** Throttling says nothing about the mail, and does not count. */
async function putOff(db: Database, owed: Owed, failure: GraphFailure): Promise<void> {
  await db.execute(sql`update owed_attachments set attempts = attempts + ${failure.status === 429 ? 0 : 1},
      due_at = greatest(${failure.retryAt?.toISOString() ?? null}::timestamptz,
        now() + least(interval '1 day', interval '5 minutes' * power(2, attempts)))
    where mailbox_id = ${owed.mailbox_id}::uuid and graph_message_id = ${owed.graph_message_id}`)
}

/** The entry says why, unless another mailbox that holds the mail is still to be asked. */
async function giveUp(db: Database, owed: Owed, reason: Unread): Promise<void> {
  await db.transaction(async (tx) => {
    await tellUnread(tx, isThis(owed), owed.mailbox_id, reason)
    await tx.execute(sql`delete from owed_attachments o where ${isThis(owed)}`)
  })
}

/** A permission can come, or be on its way: entries say so, and the mailbox is asked again in a day. */
async function refuse(db: Database, mailboxId: string): Promise<void> {
  const whole = sql`o.mailbox_id = ${mailboxId}::uuid`
  await db.transaction(async (tx) => {
    await tellUnread(tx, whole, mailboxId, 'refused')
    await askTomorrow(tx, whole)
  })
}

const tellUnread = (tx: Tx, which: SQL, mailboxId: string, reason: Unread) =>
  tx.execute(sql`update activities a set details = (a.details::jsonb || jsonb_build_object('attachmentsUnread', ${reason}::text))::json
    from (select distinct k.message_id from owed_attachments o join message_copies k using (mailbox_id, graph_message_id)
           where ${which}) mails
   where a.message_id = mails.message_id and ${isNamed('a')} and a.details -> 'attachments' is null
     and a.details ->> 'attachmentsUnread' is distinct from ${reason}
     and not exists (select 1 from message_copies k join owed_attachments o using (mailbox_id, graph_message_id)
       where k.message_id = mails.message_id and k.mailbox_id <> ${mailboxId}::uuid)`)
