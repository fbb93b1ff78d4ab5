import { sql } from 'drizzle-orm'
import { type Job as BossJob, fromDrizzle, PgBoss, type SendOptions } from 'pg-boss'
import type { Logger } from 'pino'
import type { Tx } from '#db/client.ts'

/** Every job of the product with what it is given. */
export interface JobData {
  'read-directory': Record<string, never>
  'sync-mailbox': { mailboxId: string }
  'backfill-contact': { contactId: string }
  'name-attachments': { mailboxId: string }
  'add-new-people': Record<string, never>
  'renew-subscriptions': { mailboxId: string }
  'expire-correspondents': Record<string, never>
  'change-in-bulk': { operationId: string }
  'undo-in-bulk': { operationId: string }
  'rescore-everyone': Record<string, never>
  'rescore-due': Record<string, never>
  'warn-of-consent-ends': Record<string, never>
  'purge-custom-fields': Record<string, never>
  'preview-import': { importId: string }
  'run-import': { importId: string }
  'undo-import': { importId: string }
  'forget-imports': Record<string, never>
  'scan-duplicates': { scanId: string }
  'scan-duplicates-nightly': Record<string, never>
  'merge-in-bulk': { groupIds: string[] | null; requestedBy: string; requestId: string | null }
  'merge-automatically': Record<string, never>
  'forget-merges': Record<string, never>
  'purge-removed-activities': Record<string, never>
  'count-planned': Record<string, never>
  'forget-calls': Record<string, never>
  'look-up-outgoing': { outgoingId: string }
  'forget-failed-mail': Record<string, never>
  'forget-hits': Record<string, never>
  'judge-hits': { all: boolean }
}
export type JobName = keyof JobData

/** Jobs that need to know nothing but that it is time. */
export type DailyJob = { [N in JobName]: JobData[N] extends Record<string, never> ? N : never }[JobName]

interface QueueRules {
  /** Jobs run at once in one process. */
  concurrency: number
  retryLimit: number
}

const queues: Record<JobName, QueueRules> = {
  'read-directory': { concurrency: 1, retryLimit: 5 },
  // A failed pass is due again by its mailbox, with the wait Microsoft asked for: see mailboxes/schedule.ts.
  'sync-mailbox': { concurrency: 6, retryLimit: 0 },
  // What fails stays owed and is enqueued again: see owed_backfills.
  'backfill-contact': { concurrency: 4, retryLimit: 0 },
  // Likewise: see owed_attachments.
  'name-attachments': { concurrency: 4, retryLimit: 0 },
  'add-new-people': { concurrency: 1, retryLimit: 0 },
  'renew-subscriptions': { concurrency: 2, retryLimit: 0 },
  'expire-correspondents': { concurrency: 1, retryLimit: 3 },
  'change-in-bulk': { concurrency: 1, retryLimit: 5 },
  'undo-in-bulk': { concurrency: 1, retryLimit: 5 },
  'rescore-everyone': { concurrency: 1, retryLimit: 5 },
  'rescore-due': { concurrency: 1, retryLimit: 0 },
  'warn-of-consent-ends': { concurrency: 1, retryLimit: 3 },
  'purge-custom-fields': { concurrency: 1, retryLimit: 3 },
  'preview-import': { concurrency: 2, retryLimit: 3 },
  // One writes at a time whatever the number of workers: see locks.imports.
  'run-import': { concurrency: 2, retryLimit: 20 },
  'undo-import': { concurrency: 1, retryLimit: 20 },
  'forget-imports': { concurrency: 1, retryLimit: 3 },
  'scan-duplicates': { concurrency: 1, retryLimit: 20 },
  'scan-duplicates-nightly': { concurrency: 1, retryLimit: 3 },
  'merge-in-bulk': { concurrency: 1, retryLimit: 5 },
  'merge-automatically': { concurrency: 1, retryLimit: 5 },
  'forget-merges': { concurrency: 1, retryLimit: 3 },
  'purge-removed-activities': { concurrency: 1, retryLimit: 3 },
  'count-planned': { concurrency: 1, retryLimit: 0 },
  'forget-calls': { concurrency: 1, retryLimit: 3 },
  // What cannot be looked up is due again by its row.
  'look-up-outgoing': { concurrency: 2, retryLimit: 0 },
  'forget-failed-mail': { concurrency: 1, retryLimit: 3 },
  'forget-hits': { concurrency: 1, retryLimit: 3 },
  'judge-hits': { concurrency: 1, retryLimit: 5 },
}

export interface JobRun<N extends JobName> {
  id: string
  data: JobData[N]
}

export interface JobQueue {
  /** Enqueues in the caller's transaction when one is given; null when the same is waiting already. */
  send<N extends JobName>(
    name: N,
    data: JobData[N],
    options?: { key?: string; tx?: Tx; notMoreOftenThan?: number },
  ): Promise<string | null>
  work<N extends JobName>(name: N, run: (job: JobRun<N>) => Promise<void>): Promise<void>
  daily(name: DailyJob, cron: string): Promise<void>
  stop(): Promise<void>
}

/**
 * pg-boss on the product's own database. At most one job of a kind and key waits; what runs twice after a crash is safe
 * because every job can be repeated.
 */
export async function openQueue(options: { url: string; log: Logger; worker: boolean }): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'throughline-jobs',
    max: 6,
    supervise: options.worker,
    schedule: options.worker,
    useListenNotify: true,
  })
  boss.on('error', (error) => options.log.error({ err: error }, 'job queue'))
  await boss.start()
  for (const [name, { retryLimit }] of Object.entries(queues)) {
    await boss.createQueue(name, {
      policy: 'short',
      notify: true,
      retryLimit,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 600,
      heartbeatSeconds: 30,
      expireInSeconds: 6 * 3600,
    })
  }
  return {
    send(name, data, { key, tx, notMoreOftenThan } = {}) {
      const how: SendOptions = {
        ...(key ? { singletonKey: key } : {}),
        ...(notMoreOftenThan ? { singletonSeconds: notMoreOftenThan } : {}),
        ...(tx ? { db: fromDrizzle(tx, sql) } : {}),
      }
      return boss.send(name, data, how)
    },
    async work(name, run) {
      await boss.work(
        name,
        { localConcurrency: queues[name].concurrency, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
        async (jobs: BossJob<object>[]) => {
          for (const job of jobs) await withPlainErrors(() => run({ id: job.id, data: job.data as never }))
        },
      )
    },
    async daily(name, cron) {
      await boss.schedule(name, cron, {}, { tz: 'UTC' })
    },
    stop: () => boss.stop({ graceful: true, timeout: 15_000 }),
  }
}

/** pg-boss keeps the error of a failed job, and the text of a database error quotes the values it was given. */
async function withPlainErrors(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } }
    const told = error instanceof JobFailed || name === 'GraphFailure'
    throw new JobFailed(told ? (error as Error).message : `${name ?? 'Error'} ${code ?? cause?.code ?? ''}`.trim())
  }
}

/** A failure whose message is written for people and holds no personal data. */
export class JobFailed extends Error {
  override name = 'JobFailed'
}
