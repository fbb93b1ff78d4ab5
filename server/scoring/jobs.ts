import type { Services, Worker } from '../app-types.ts'
import { rescoreDue, somebodyIsDue } from './rescore-due.ts'
import { rescoreEveryone } from './rescore-everyone.ts'
import { rescoreWhereOutdated } from './runs.ts'

const SECONDS = 5
/** Ticks between looks at whether the rules still mean what they meant. */
const RULES_EVERY = 6

/** Keeps scores fresh: whoever is due every few seconds, everyone when the rules change. */
export async function startScoring(services: Services): Promise<Worker> {
  const { db, queue, now } = services
  await queue.work('rescore-everyone', async ({ id }) => void (await rescoreEveryone(db, now, id)))
  await queue.work('rescore-due', async () => void (await rescoreDue(db, now)))
  return startClock(services)
}

function startClock({ db, queue, log, now }: Services): Worker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let ticks = 0
  const tick = async () => {
    try {
      if (await somebodyIsDue(db, now())) await queue.send('rescore-due', {}, { key: 'all' })
      if (ticks++ % RULES_EVERY === 0) await db.transaction((tx) => rescoreWhereOutdated(tx, queue, now()))
    } catch (error) {
      log.error({ err: error }, 'scheduling scores failed; tried again in a few seconds')
    }
    if (!stopped) timer = setTimeout(tick, SECONDS * 1000)
  }
  timer = setTimeout(tick, 0)
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
