import { Worker } from 'node:worker_threads'

export interface ThreadTask {
  kind: 'preview' | 'run' | 'undo'
  importId: string
  databaseUrl: string
  secretKey: string
}

export interface ThreadOutcome {
  /** What went wrong, without anything of the rows; null when the task is done. */
  failed: string | null
  /** Whether it may go better another time: the database was away, or the program stops. */
  mayPass: boolean
}

/** Memory of a thread, in MB: chunks are small, and what grows without bound must fail here and not take the server along. */
const MOST_MEMORY = 192

/**
 * Does a task on a thread of its own until it is done. When the program stops, the thread ends where it is: every task can
 * be repeated, and goes on where it was.
 */
export function inThread(task: ThreadTask, stop: AbortSignal): Promise<ThreadOutcome> {
  const stopped: ThreadOutcome = { failed: 'The program is stopping.', mayPass: true }
  if (stop.aborted) return Promise.resolve(stopped)
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY, maxYoungGenerationSizeMb: 32 },
    })
    const abort = () => void thread.terminate()
    stop.addEventListener('abort', abort, { once: true })
    let outcome: ThreadOutcome | null = null
    thread.once('message', (message: ThreadOutcome) => {
      outcome = message
    })
    thread.once('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      outcome = {
        failed: memory ? 'The file needs more memory than an import gets.' : `The import broke off: ${error.name}.`,
        mayPass: false,
      }
    })
    thread.once('exit', () => {
      stop.removeEventListener('abort', abort)
      resolve(outcome ?? stopped)
    })
  })
}
