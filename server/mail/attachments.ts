import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type AttachmentItem, listAttachments, touchMessage } from '../graph/mail.ts'
import type { Attachment, attachmentsUnread } from '../timeline/schema.ts'
import type { MailContext } from './context.ts'
import { concernsMailbox, isGone } from './fetch-mails.ts'
import { clean } from './mail.ts'

type Unread = (typeof attachmentsUnread)[number]

interface Owed extends Record<string, unknown> {
  mailbox_id: string
  graph_message_id: string
  graph_user_id: string
  attempts: number
}

/** One place in a mailbox stays free for its sync. */
const AT_ONCE = 2
const PER_CLAIM = 20
const PER_PASS = 100
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
  for (let asked = 0; asked < PER_PASS; asked += PER_CLAIM) {
    const claimed = await claim(context.db, mailboxId)
    for (let at = 0; at < claimed.length; at += AT_ONCE) {
      const results = await Promise.allSettled(claimed.slice(at, at + AT_ONCE).map((owed) => nameOne(context, owed)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
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
    returning o.mailbox_id, o.graph_message_id, m.graph_user_id, o.attempts`)

async function nameOne(context: MailContext, owed: Owed): Promise<void> {
  try {
    const found = await listAttachments(context.graph, owed.graph_user_id, owed.graph_message_id)
    await saveNames(context.db, owed, namesOf(found))
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    await settle(context, owed, error)
  }
}

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

/** Names hold for the mail in whichever mailbox it lies: no other copy is asked any more. */
async function saveNames(db: Database, owed: Owed, attachments: Attachment[]): Promise<void> {
  const said = JSON.stringify({ attachments, hasAttachments: attachments.length > 0 })
  await db.execute(sql`with mail as materialized (
      select message_id from message_copies
       where mailbox_id = ${owed.mailbox_id}::uuid and graph_message_id = ${owed.graph_message_id}
    ), named as (
      update activities a set details = ((a.details::jsonb - 'attachmentsUnread') || ${said}::jsonb)::json
       where a.message_id = (select message_id from mail) and ${isNamed('a')}
    )
    delete from owed_attachments o using message_copies k
     where k.message_id = (select message_id from mail)
       and o.mailbox_id = k.mailbox_id and o.graph_message_id = k.graph_message_id`)
}

/** @throws GraphFailure when the mailbox cannot be asked now */
async function settle(context: MailContext, owed: Owed, failure: GraphFailure): Promise<void> {
  const onlyThis = sql`o.mailbox_id = ${owed.mailbox_id}::uuid and o.graph_message_id = ${owed.graph_message_id}`
  if (isGone(failure)) return giveUp(context.db, onlyThis, 'gone')
  if (failure.status === 403 && (await mayRead(context, owed))) {
    context.log.warn({ mailbox: owed.mailbox_id, code: failure.code }, 'attachments may not be read; mail goes without')
    return giveUp(context.db, sql`o.mailbox_id = ${owed.mailbox_id}::uuid`, 'refused')
  }
  if (!failure.isTransient && !concernsMailbox(failure)) return giveUp(context.db, onlyThis, 'failed')
  if (owed.attempts + 1 >= MOST_ATTEMPTS) return giveUp(context.db, onlyThis, 'failed')
  await putOff(context.db, owed, failure)
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
async function giveUp(db: Database, which: SQL, reason: Unread): Promise<void> {
  await db.execute(sql`with given as (
      delete from owed_attachments o where ${which} returning o.mailbox_id, o.graph_message_id
    ), mails as (
      select distinct k.message_id from given join message_copies k using (mailbox_id, graph_message_id)
    )
    update activities a set details = (a.details::jsonb || jsonb_build_object('attachmentsUnread', ${reason}::text))::json
      from mails
     where a.message_id = mails.message_id and ${isNamed('a')} and a.details -> 'attachments' is null
       and not exists (select 1 from message_copies k join owed_attachments o using (mailbox_id, graph_message_id)
         where k.message_id = mails.message_id
           and not exists (select 1 from given g where g.mailbox_id = o.mailbox_id and g.graph_message_id = o.graph_message_id))`)
}
