import type { Services, Worker } from '../app-types.ts'
import { mergeAutomatically } from './merge-automatically.ts'
import { mergeInBulk } from './merge-in-bulk.ts'
import { forgetMerges } from './read-merges.ts'

/**
 * Works off bulk merges, merges at night what is beyond doubt where that is turned on, and forgets each day what undoing
 * took that is not possible any more.
 */
export async function startMerges({ db, queue, log, now }: Services): Promise<Worker> {
  await queue.work('merge-in-bulk', async ({ id, data }) => {
    await mergeInBulk({ db, now }, id, data)
  })
  await queue.work('merge-automatically', async () => {
    const merged = await mergeAutomatically({ db, now })
    if (merged > 0) log.info({ merged }, 'contacts were merged automatically')
  })
  // An hour after everybody is compared: see duplicates/jobs.ts. What changed since is compared at once.
  await queue.daily('merge-automatically', '30 3 * * *')
  await queue.work('forget-merges', async () => {
    await forgetMerges(db, now())
  })
  await queue.daily('forget-merges', '45 4 * * *')
  return { stop() {} }
}
