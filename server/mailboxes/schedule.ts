import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { JobQueue } from '../jobs/queue.ts'

/** Seconds between passes: with change notifications the delta query only has to catch what they missed. */
const WITH_NOTIFICATIONS = 60
const WITHOUT = 15

/**
 * Enqueues a pass for every mailbox that is due, and moves its due instant on in the same transaction. Any number of
 * workers may do this at once; a job lost with its worker comes again at the next due instant.
 */
export async function enqueueDueMailboxes(db: Database, queue: JobQueue): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx.execute<{ id: string }>(sql`update mailboxes m set due_at = now() + make_interval(secs =>
        case when exists (select 1 from mailbox_folders f join mailbox_subscriptions s on s.folder_id = f.id
                           where f.mailbox_id = m.id and s.expires_at > now())
          then ${WITH_NOTIFICATIONS}::float8 else ${WITHOUT}::float8 end)
      where id in (select id from mailboxes where due_at <= now() and state not in ('available', 'paused')
        order by due_at limit 200 for update skip locked)
      returning id`)
    for (const { id } of due) await queue.send('sync-mailbox', { mailboxId: id }, { key: id, tx })
    return due.length
  })
}

/** Enqueues the renewal of change notifications that are missing or end soon; a failing one is tried every five minutes. */
export async function enqueueRenewals(db: Database, queue: JobQueue): Promise<void> {
  const rows = await db.execute<{
    id: string
  }>(sql`select distinct m.id from mailboxes m join mailbox_folders f on f.mailbox_id = m.id
      left join mailbox_subscriptions s on s.folder_id = f.id
    where m.state in ('first_sync', 'live') and (s.expires_at is null or s.expires_at < now() + interval '1 day')`)
  for (const { id } of rows) {
    await queue.send('renew-subscriptions', { mailboxId: id }, { key: id, notMoreOftenThan: 300 })
  }
}

/** Enqueues histories that are still owed. The due instant moves on first: a job lost with its worker comes again. */
export async function enqueueOwedBackfills(db: Database, queue: JobQueue): Promise<void> {
  await db.transaction(async (tx) => {
    const due = await tx.execute<{
      contact_id: string
    }>(sql`update owed_backfills set due_at = now() + interval '1 minute'
      where contact_id in (select contact_id from owed_backfills where due_at <= now() order by due_at limit 200 for update skip locked)
      returning contact_id`)
    for (const { contact_id: contactId } of due)
      await queue.send('backfill-contact', { contactId }, { key: contactId, tx })
  })
}

export async function enqueueNewPeople(db: Database, queue: JobQueue): Promise<void> {
  const waiting = await db.execute(sql`select 1 from new_people limit 1`)
  if (waiting.length > 0) await queue.send('add-new-people', {}, { key: 'all' })
}

/** Seconds between two passes over one mailbox: most of what Microsoft allows (10,000 requests in ten minutes) is for sync. */
const BETWEEN_ATTACHMENTS = 15

/** Enqueues the names of attachments that are still owed, of mailboxes that can be read now. */
export async function enqueueOwedAttachments(db: Database, queue: JobQueue): Promise<void> {
  const due = await db.execute<{ id: string }>(sql`select m.id from mailboxes m
    where m.state not in ('available', 'paused') and m.failures = 0
      and exists (select 1 from owed_attachments o where o.mailbox_id = m.id and o.due_at <= now())`)
  for (const { id: mailboxId } of due) {
    await queue.send('name-attachments', { mailboxId }, { key: mailboxId, notMoreOftenThan: BETWEEN_ATTACHMENTS })
  }
}
