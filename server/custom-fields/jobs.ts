import type { Services, Worker } from '../app-types.ts'
import { purgeFields } from './purge-fields.ts'

/** Each night: what was deleted thirty days ago goes for good. */
export async function startFieldPurge({ db, queue }: Services): Promise<Worker> {
  await queue.work('purge-custom-fields', async () => {
    await purgeFields(db)
  })
  await queue.daily('purge-custom-fields', '30 3 * * *')
  return { stop() {} }
}
