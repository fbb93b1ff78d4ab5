import type { Services, Worker } from '../app-types.ts'
import { reportProgress } from '../jobs/jobs.ts'
import { attachSentMails } from './sent.ts'
import { forgetHits, judgeEverything } from './upkeep.ts'

const PAUSE = 3000

/** Starts what looks after hits: forgetting them in time, judging them anew, and finding the mail they belong to. */
export async function startTracking(services: Services): Promise<Worker> {
  const { db, queue, now } = services
  await queue.work('forget-hits', async () => {
    await forgetHits(db, now())
  })
  await queue.daily('forget-hits', '35 3 * * *')
  await queue.work('judge-hits', async ({ id, data }) => {
    await judgeEverything(db, data.all, (done) => reportProgress(db, id, done, null))
  })
  // Rules that came with a new version judge what the old ones judged.
  await queue.send('judge-hits', { all: false }, { key: 'start' })
  return attachAsTheyCome(services)
}

/** Opens may come before the sync has met the mail; it is looked for every few seconds. */
function attachAsTheyCome({ db, log }: Services): Worker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const pass = async () => {
    try {
      while (!stopped && (await attachSentMails(db)) > 0);
    } catch (error) {
      log.error({ err: error }, 'tracked mail could not be put on timelines; tried again')
    }
    if (!stopped) timer = setTimeout(next, PAUSE)
  }
  const next = () => {
    running = pass()
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
