import { availableParallelism } from 'node:os'
import type { Services, Worker } from '../app-types.ts'
import { JobFailed } from '../jobs/queue.ts'
import { runThread, type ThreadOutcome } from '../platform/thread.ts'
import { checkDue, countDue, WORTH_A_SCAN } from './check-due.ts'
import type { ScanTask } from './scan-thread.ts'
import { failScan, forgetScans, latestScan, requestScan } from './scans.ts'
import type { DuplicateScan } from './schema.ts'

const PAUSE = 1_000

/** Memory of objects of the thread of a scan, in MB. What grows with contacts stands outside, in typed arrays. */
const LIMITS = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 64 }

export const scanInThread = (task: ScanTask, stop: AbortSignal): Promise<ThreadOutcome> =>
  runThread(new URL('./scan-thread.ts', import.meta.url), {
    data: task,
    limits: LIMITS,
    what: 'The search for duplicates',
    stop,
  })

/** Compares who is new or changed at once, and everybody at night; the first time soon after the start. */
export async function startDuplicates(services: Services): Promise<Worker> {
  const { db, queue, config, log } = services
  const stopping = new AbortController()
  await queue.work('scan-duplicates', async ({ data: { scanId } }) => {
    const task: ScanTask = {
      scanId,
      databaseUrl: config.databaseUrl ?? '',
      threads: Math.min(availableParallelism(), 4),
    }
    const { failed, mayPass } = await scanInThread(task, stopping.signal)
    if (failed === null) return
    if (mayPass) throw new JobFailed(failed)
    log.error({ scanId, why: failed }, 'search for duplicates failed')
    await failScan(db, scanId, failed)
  })
  await queue.work('scan-duplicates-nightly', async () => {
    await forgetScans(db)
    await requestScan(db, queue, null)
  })
  await queue.daily('scan-duplicates-nightly', '30 2 * * *')
  return startChecks(services, stopping)
}

const AGAIN_AFTER = 30 * 60_000

const failedJustNow = ({ state, finishedAt }: DuplicateScan): boolean =>
  state === 'failed' && finishedAt !== null && Date.now() - Date.parse(finishedAt) < AGAIN_AFTER

function startChecks({ db, queue, log }: Services, stopping: AbortController): Worker {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const pass = async () => {
    let checked = 0
    try {
      const due = await countDue(db)
      const latest = due > 0 ? await latestScan(db) : null
      if (due > 0 && (!latest || (due >= WORTH_A_SCAN && !failedJustNow(latest)))) await requestScan(db, queue, null)
      else if (due > 0) checked = await checkDue(db)
    } catch (error) {
      log.error({ err: error }, 'looking for duplicates of changed contacts failed; tried again')
    }
    if (!stopping.signal.aborted) timer = setTimeout(next, checked > 0 ? 0 : PAUSE)
  }
  const next = () => {
    running = pass()
  }
  next()
  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}
