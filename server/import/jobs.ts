import type { Services, Worker } from '../app-types.ts'
import { JobFailed } from '../jobs/queue.ts'
import { failImport, forgetOldImports } from './edit-import.ts'
import { inThread, type ThreadTask } from './in-thread.ts'

/**
 * Files are read and written on a thread of their own, with connections of their own: a million rows must not keep
 * anybody's page waiting.
 */
export async function startImports({ db, queue, config, log }: Services): Promise<Worker> {
  const stopping = new AbortController()
  const task =
    (kind: ThreadTask['kind']) =>
    async ({ data: { importId } }: { data: { importId: string } }) => {
      const outcome = await inThread(
        { kind, importId, databaseUrl: config.databaseUrl ?? '', secretKey: config.secretKey },
        stopping.signal,
      )
      if (outcome.failed === null) return
      // What may pass is tried again by the queue; what will not is shown, and a person decides.
      if (outcome.mayPass) throw new JobFailed(outcome.failed)
      log.error({ importId, kind, why: outcome.failed }, 'import failed')
      await failImport(db, importId, outcome.failed)
    }
  await queue.work('preview-import', task('preview'))
  await queue.work('run-import', task('run'))
  await queue.work('undo-import', task('undo'))
  await queue.work('forget-imports', () => forgetOldImports(db))
  await queue.daily('forget-imports', '15 4 * * *')
  return { stop: () => stopping.abort() }
}
