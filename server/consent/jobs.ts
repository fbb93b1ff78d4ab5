import type { Services, Worker } from '../app-types.ts'
import { reviewConsents } from './review.ts'
import { warnOfConsentEnds } from './warnings.ts'

const PAUSE = 2000

/** Starts the clocks of consent: warnings before implied consent ends, and the second look after a change of law. */
export async function startConsentClock(services: Services): Promise<Worker> {
  const { db, queue, now } = services
  await queue.work('warn-of-consent-ends', async () => {
    await warnOfConsentEnds(db, now())
  })
  await queue.daily('warn-of-consent-ends', '15 3 * * *')
  await queue.send('warn-of-consent-ends', {}, { key: 'start' })
  return startReviews(services)
}

function startReviews({ db, log, now }: Services): Worker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const pass = async () => {
    let reviewed = 0
    try {
      reviewed = await reviewConsents(db, now())
    } catch (error) {
      log.error({ err: error }, 'looking at consent after a change of law failed; tried again')
    }
    if (!stopped) timer = setTimeout(next, reviewed > 0 ? 0 : PAUSE)
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
