import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads'
import { Problem } from './problem.ts'

export interface ThreadOutcome {
  /** What went wrong, without anything of the data; null when the work is done. */
  failed: string | null
  /** Whether it may go better another time: the database was away, or the program stops. */
  mayPass: boolean
}

const STOPPED: ThreadOutcome = { failed: 'The program is stopping.', mayPass: true }

/**
 * Runs a file on a thread of its own until it is done. When the program stops, the thread ends where it is: work that is
 * done so can be repeated.
 * @param what it is, for a sentence: `The import`
 */
export function runThread(
  file: URL,
  options: { data: unknown; limits: ResourceLimits; what: string; stop: AbortSignal },
): Promise<ThreadOutcome> {
  const { data, limits, what, stop } = options
  if (stop.aborted) return Promise.resolve(STOPPED)
  return new Promise((resolve) => {
    const thread = new Worker(file, { workerData: data, resourceLimits: limits })
    const abort = () => void thread.terminate()
    stop.addEventListener('abort', abort, { once: true })
    let outcome: ThreadOutcome | null = null
    thread.once('message', (message: ThreadOutcome) => {
      outcome = message
    })
    thread.once('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      outcome = {
        failed: memory ? `${what} needs more memory than it gets.` : `${what} broke off: ${error.name}.`,
        mayPass: false,
      }
    })
    thread.once('exit', () => {
      stop.removeEventListener('abort', abort)
      resolve(outcome ?? STOPPED)
    })
  })
}

/** On the thread: does the work and says how it ended. */
export async function settleThread(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    parentPort?.postMessage({ failed: null, mayPass: false } satisfies ThreadOutcome)
  } catch (error) {
    parentPort?.postMessage(outcomeOf(error))
  }
}

/** SQLSTATE classes 08, 53, 57 and what the driver says of a lost connection; collisions that lasted too long. */
const PASSING = /^(08|53|57|40|55P03)|^(ECONN|EPIPE|ETIMEDOUT|CONNECTION_|CONNECT_)/

/** The text of a database error quotes the values it was given: only its code goes out. */
function outcomeOf(error: unknown): ThreadOutcome {
  if (error instanceof Problem) return { failed: error.message, mayPass: false }
  const { name, code, cause, stack } = error as Error & { code?: string; cause?: { code?: string } }
  const known = code ?? cause?.code ?? ''
  const place = /server\/[^\s):]+:\d+/.exec(stack ?? '')?.[0] ?? ''
  return {
    failed: `Something unforeseen happened (${[name, known, place].filter(Boolean).join(' ')}).`,
    mayPass: PASSING.test(String(known)),
  }
}
