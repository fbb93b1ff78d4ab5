import type { Services, Worker } from '../app-types.ts'
import { countPlanned } from './engagement.ts'
import { purgeRemoved } from './purge-removed.ts'

/** Longer than the worker is ever away without anybody noticing. */
const LOOK_BACK = 7 * 86_400_000

/** Forgets each day what cannot be put back any more, and counts planned calls and meetings when they are over. */
export async function startTimeline({ db, queue, now }: Services): Promise<Worker> {
  await queue.work('purge-removed-activities', async () => {
    await purgeRemoved(db, now())
  })
  await queue.work('count-planned', () => countPlanned(db, now(), new Date(now().getTime() - LOOK_BACK)))
  await queue.daily('purge-removed-activities', '15 5 * * *')
  await queue.daily('count-planned', '*/5 * * * *')
  return { stop() {} }
}
