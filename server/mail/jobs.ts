import { sql } from 'drizzle-orm'
import { contactContext } from '../contacts/contact-context.ts'
import { reportProgress } from '../jobs/jobs.ts'
import { JobFailed, type JobQueue } from '../jobs/queue.ts'
import { explainFailure } from '../mailboxes/failures.ts'
import { recordFailure, recordSuccess } from '../mailboxes/mailboxes.ts'
import {
  enqueueDueMailboxes,
  enqueueNewPeople,
  enqueueOwedAttachments,
  enqueueOwedBackfills,
  enqueueRenewals,
} from '../mailboxes/schedule.ts'
import { readDirectory } from '../users/organisation.ts'
import { nameAttachments } from './attachments.ts'
import { backfillContact } from './backfill.ts'
import type { MailContext } from './context.ts'
import { findFolders } from './folders.ts'
import { addNewPeople } from './new-people.ts'
import { renewSubscriptions } from './notifications.ts'
import { type SyncedMailbox, syncMailbox } from './sync.ts'

interface MailboxRow extends Record<string, unknown> {
  id: string
  graph_user_id: string
  sync_from: string | null
  folder_names: string[]
  state: string
  new_people: 'off' | 'sent' | 'all'
}

export interface MailWorker {
  stop(): void
}

/** Starts the night shift: reading mailboxes, bringing history, renewing notifications, forgetting strangers. */
export async function startMailWorker(
  context: MailContext,
  queue: JobQueue,
  notificationUrl: string | null,
): Promise<MailWorker> {
  const passes = onePassEach((mailboxId, jobId) => passOver(context, mailboxId, jobId))
  await queue.work('read-directory', () => readDirectory(context.db, context.graph, context.tenantId))
  await queue.work('sync-mailbox', ({ id, data }) => passes(data.mailboxId, id))
  await queue.work('backfill-contact', ({ id, data }) =>
    backfillContact(context, data.contactId, (done, total) => reportProgress(context.db, id, done, total)),
  )
  const naming = onePassEach((mailboxId) => nameAttachments(context, mailboxId))
  await queue.work('name-attachments', ({ id, data }) => naming(data.mailboxId, id))
  await queue.work('add-new-people', () => addNewPeople(context.db, contactContext({ ...context, queue })))
  await queue.work('expire-correspondents', () => expireCorrespondents(context))
  if (notificationUrl) {
    await queue.work('renew-subscriptions', ({ data }) => renewSubscriptions(context, data.mailboxId, notificationUrl))
  }
  await queue.daily('read-directory', '15 2 * * *')
  await queue.daily('expire-correspondents', '45 2 * * *')
  await queue.send('read-directory', {}, { key: 'start' })
  return startClock(context, queue, notificationUrl !== null)
}

function startClock(context: MailContext, queue: JobQueue, withNotifications: boolean): MailWorker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let ticks = 0
  const tick = async () => {
    try {
      await enqueueDueMailboxes(context.db, queue)
      if (ticks % 5 === 0) await enqueueOwedBackfills(context.db, queue)
      if (ticks % 5 === 1) await enqueueOwedAttachments(context.db, queue)
      if (ticks % 5 === 2) await enqueueNewPeople(context.db, queue)
      if (withNotifications && ticks % 5 === 0) await enqueueRenewals(context.db, queue)
      ticks++
    } catch (error) {
      context.log.error({ err: error }, 'scheduling mailboxes failed; tried again in a second')
    }
    if (!stopped) timer = setTimeout(tick, 1000)
  }
  timer = setTimeout(tick, 0)
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** A mailbox asked for again while its pass runs gets one more pass after it, not a second one beside it. */
function onePassEach(pass: (mailboxId: string, jobId: string) => Promise<void>) {
  const running = new Map<string, { again: boolean }>()
  return async (mailboxId: string, jobId: string): Promise<void> => {
    const current = running.get(mailboxId)
    if (current) {
      current.again = true // and this worker is free for other mailboxes
      return
    }
    const entry = { again: false }
    running.set(mailboxId, entry)
    try {
      do {
        entry.again = false
        await pass(mailboxId, jobId)
      } while (entry.again)
    } finally {
      running.delete(mailboxId)
    }
  }
}

async function passOver(context: MailContext, mailboxId: string, jobId: string): Promise<void> {
  const row = await load(context, mailboxId)
  if (!row || row.state === 'available' || row.state === 'paused') return
  const mailbox: SyncedMailbox = {
    id: row.id,
    graphUserId: row.graph_user_id,
    syncFrom: row.sync_from ? new Date(row.sync_from) : null,
    newPeople: row.new_people,
  }
  let read = 0
  try {
    await findFolders(context, { ...mailbox, folderNames: row.folder_names })
    await syncMailbox(context, mailbox, {
      onPage: async (messages) => {
        read += messages
        await reportProgress(context.db, jobId, read, null)
      },
      isPaused: async () => (await load(context, mailboxId))?.state === 'paused',
    })
    await recordSuccess(context.db, mailboxId)
  } catch (error) {
    const failure = explainFailure(error)
    await recordFailure(context.db, mailboxId, failure)
    context.log.warn(
      { mailbox: mailboxId, code: failure.error.code, err: error },
      'reading a mailbox stopped; it is tried again',
    )
    throw new JobFailed(`${failure.error.message} ${failure.error.remedy}`)
  }
}

async function load(context: MailContext, id: string): Promise<MailboxRow | undefined> {
  const [row] = await context.db.execute<MailboxRow>(sql`
    select id, graph_user_id, sync_from, folder_names, state, new_people from mailboxes where id = ${id}`)
  return row
}

/** What is remembered of strangers ends with the window for which history would be brought. */
async function expireCorrespondents(context: MailContext): Promise<void> {
  await context.db.execute(sql`delete from correspondents c using mailboxes m
    where m.id = c.mailbox_id and c.occurred_at < now() - make_interval(months => m.history_months)`)
}
