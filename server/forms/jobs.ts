import type { Services, Worker } from '../app-types.ts'
import { sendDueConfirmations } from './confirmation-mail.ts'
import { forgetSubmissions } from './forget-submissions.ts'

const PAUSE = 2000
/** How many pauses lie between two looks for what is to be forgotten. */
const FORGET_EVERY = 30

/** Sends the mails that ask to confirm, and forgets what nobody confirmed. */
export async function startForms(services: Services): Promise<Worker> {
  const { db, log, now } = services
  const context = { ...services, publicUrl: services.config.publicUrl }
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let passes = 0
  const pass = async () => {
    try {
      await sendDueConfirmations(context)
      if (passes++ % FORGET_EVERY === 0) await forgetSubmissions(db, now())
    } catch (error) {
      log.error({ err: error }, 'work on submissions of forms failed; tried again')
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
