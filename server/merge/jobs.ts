import type { Services, Worker } from '../app-types.ts'
import { mergeInBulk } from './merge-in-bulk.ts'
import { forgetMerges } from './read-merges.ts'

/** Works off bulk merges, and forgets each day what undoing took that is not possible any more. */
export async function startMerges({ db, queue, now }: Services): Promise<Worker> {
  await queue.work('merge-in-bulk', async ({ id, data }) => {
    await mergeInBulk({ db, now }, id, data)
  })
  await queue.work('forget-merges', async () => {
    await forgetMerges(db, now())
  })
  await queue.daily('forget-merges', '45 4 * * *')
  return { stop() {} }
}
