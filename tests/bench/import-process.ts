import { inThread, type ThreadTask } from '../../server/import/in-thread.ts'
import type { ThreadOutcome } from '../../server/platform/thread.ts'

export type ImportProcessMessage = { ready: true } | { memory: number } | { outcome: ThreadOutcome }

/** A process with nothing but an import in it: does the task it is sent on a thread, and tells its memory meanwhile. */
const say = (message: ImportProcessMessage) => process.send?.(message)
const tellMemory = () => say({ memory: Math.round(process.memoryUsage.rss() / 2 ** 20) })

process.once('message', async (task: ThreadTask) => {
  tellMemory()
  const timer = setInterval(tellMemory, 200)
  const outcome = await inThread(task, new AbortController().signal)
  clearInterval(timer)
  tellMemory()
  say({ outcome })
  process.disconnect()
})
say({ ready: true })
