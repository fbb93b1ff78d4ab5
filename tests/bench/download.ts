import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Served {
  child: ChildProcess
  url: string
  token: string
}

/** The product's web role in a process of its own, so that its memory can be watched. */
export async function serve(databaseUrl: string, role: string): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'serve-product.ts'), [databaseUrl, role], { stdio: 'inherit' })
  const [served] = (await once(child, 'message')) as [{ url: string; token: string }]
  return { child, ...served }
}

export interface Round {
  /** Milliseconds to the first byte. */
  first: number
  /** Milliseconds to the last. */
  whole: number
  bytes: number
}

export async function download({ url, token }: Served, path: string): Promise<Round> {
  const started = performance.now()
  const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok || !answer.body) throw new Error(`The export answered ${answer.status}.`)
  let first = 0
  let bytes = 0
  for await (const chunk of answer.body) {
    first ||= performance.now() - started
    bytes += chunk.length
  }
  return { first, whole: performance.now() - started, bytes }
}

export const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number

/** Resident memory before and at most while `work` runs, in bytes. */
export async function watchMemory<T>(
  { child }: Served,
  work: () => Promise<T>,
): Promise<{ result: T; before: number; peak: number }> {
  const before = memoryOf(child.pid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(child.pid))
  }, 20)
  const result = await work().finally(() => clearInterval(watch))
  return { result, before, peak }
}

/** Where the system tells it. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return 0
  }
}
