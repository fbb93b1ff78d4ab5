import { runThread, type ThreadOutcome } from '../platform/thread.ts'

export interface ThreadTask {
  kind: 'preview' | 'run' | 'undo'
  importId: string
  databaseUrl: string
  secretKey: string
}

/** Memory of a thread, in MB: chunks are small, and what grows without bound must fail here and not take the server along. */
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 }

/** Does a task on a thread of its own until it is done; every task can be repeated, and goes on where it was. */
export const inThread = (task: ThreadTask, stop: AbortSignal): Promise<ThreadOutcome> =>
  runThread(new URL('./thread.ts', import.meta.url), { data: task, limits: LIMITS, what: 'The import', stop })
