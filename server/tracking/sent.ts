import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { NotFound } from '../platform/problem.ts'
import { retryingCollisions } from '../platform/retrying.ts'
import { judgeMails } from './judge.ts'
import type { MailSent } from './schema.ts'

const ALWAYS = new Date(0)
/** A mail without a known Message-ID that the sync meets is ours when it was sent so close to it. */
const CLOSE = '5 minutes'
/** For so long a mail is looked for on the timelines; what is older was never synced. */
const LOOKED_FOR = '30 days'

interface Sent {
  trackedMailId: string
  internetMessageId?: string | null | undefined
  messageId?: string | null | undefined
  sentAt: Date
}

/**
 * Says that a tracked mail has gone out, and under which names it will be met. What came before counts as a preview; what
 * came since is judged anew. Again is fine: what is known already stays.
 */
export async function markSent(tx: Tx, { trackedMailId, internetMessageId, messageId, sentAt }: Sent): Promise<void> {
  const updated = await tx.execute(sql`
    update tracked_mails set sent_at = coalesce(sent_at, ${sentAt.toISOString()}::timestamptz),
        internet_message_id = coalesce(internet_message_id, ${internetMessageId?.trim().replace(/^<|>$/g, '') || null}),
        message_id = coalesce(message_id, ${messageId ?? null}::uuid)
      where id = ${trackedMailId}::uuid returning 1`)
  if (updated.length > 0) await judgeMails(tx, [trackedMailId], ALWAYS)
}

/** The same of the copies of a mail that went out from here. */
export async function markOutgoingSent(
  tx: Tx,
  outgoingMailId: string,
  sent: Omit<Sent, 'trackedMailId'>,
): Promise<void> {
  const copies = await tx.execute<{ id: string }>(
    sql`select id from tracked_mails where outgoing_mail_id = ${outgoingMailId}::uuid order by id`,
  )
  for (const { id } of copies) await markSent(tx, { ...sent, trackedMailId: id })
}

/** The same, told by the window a rep writes in. @throws NotFound for another one's mail */
export async function markOwnSent(db: Database, actor: Actor, id: string, input: MailSent, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [mine] = await tx.execute(
      sql`select 1 from tracked_mails where id = ${id}::uuid and user_id = ${actor.userId}::uuid for no key update`,
    )
    if (!mine) throw new NotFound('tracked mail of yours with this id')
    const sentAt = input.sentAt ? new Date(input.sentAt) : now
    await markSent(tx, {
      trackedMailId: id,
      internetMessageId: input.internetMessageId,
      sentAt: sentAt < now ? sentAt : now,
    })
  })
}

/**
 * Finds mails that were sent among those the sync has stored since, and puts their opens and clicks under them. By
 * Message-ID; without one by sender, recipient and instant, where only one fits.
 * @returns how many were found
 */
export async function attachSentMails(db: Database): Promise<number> {
  const found = await db.execute<{ id: string; message_id: string }>(sql`
    select m.id, (array_agg(a.message_id))[1] as message_id from tracked_mails m
      join lateral (
        select a.message_id from messages g join activities a on a.message_id = g.id and a.type = 'email_sent'
         where m.internet_message_id is not null and g.internet_message_id = m.internet_message_id
        union
        select a.message_id from activity_contacts ac join activities a on a.id = ac.activity_id
         where m.internet_message_id is null and ac.contact_id = m.contact_id and ac.type = 'email_sent' and a.actor_user_id = m.user_id
           and ac.occurred_at between m.sent_at - ${CLOSE}::interval and m.sent_at + ${CLOSE}::interval
           and not exists (select 1 from tracked_mails other where other.message_id = a.message_id)) a on true
     where m.message_id is null and m.sent_at > now() - ${LOOKED_FOR}::interval
     group by m.id having count(*) = 1 limit 200`)
  for (const { id, message_id } of found) {
    await retryingCollisions(() =>
      db.transaction(async (tx) => {
        await tx.execute(
          sql`update tracked_mails set message_id = ${message_id}::uuid where id = ${id}::uuid and message_id is null`,
        )
        await judgeMails(tx, [id], ALWAYS)
      }),
    )
  }
  return found.length
}
