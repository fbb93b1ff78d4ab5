import type { Services, Worker } from '../app-types.ts'
import { forgetCalls, matchDueCalls } from './match-due.ts'

const PAUSE = 2000

/** Looks up numbers again that a contact got since, and forgets calls of long ago. */
export async function startCalls({ db, log, queue }: Services): Promise<Worker> {
  await queue.work('forget-calls', () => forgetCalls(db))
  await queue.daily('forget-calls', '50 3 * * *')
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const pass = async () => {
    let looked = 0
    try {
      looked = await matchDueCalls(db)
    } catch (error) {
      log.error({ err: error }, 'looking up the numbers of calls failed; tried again')
    }
    if (!stopped) timer = setTimeout(next, looked > 0 ? 0 : PAUSE)
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
