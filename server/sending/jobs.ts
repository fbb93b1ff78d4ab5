import type { Services, Worker } from '../app-types.ts'
import { dueOutgoing, forgetFailed, lookUpOutgoing } from './look-up.ts'

const SECONDS = 2

/** Finds out what became of mail on its way, whoever sent it and whatever stopped in between. */
export async function startSending(services: Services): Promise<Worker> {
  const { queue, log } = services
  await queue.work('look-up-outgoing', ({ data }) => lookUpOutgoing(services, data.outgoingId))
  await queue.work('forget-failed-mail', () => forgetFailed(services))
  await queue.daily('forget-failed-mail', '20 3 * * *')
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const tick = async () => {
    try {
      for (const id of await dueOutgoing(services))
        await queue.send('look-up-outgoing', { outgoingId: id }, { key: id })
    } catch (error) {
      log.error({ err: error }, 'looking for mail on its way failed; tried again in a few seconds')
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
