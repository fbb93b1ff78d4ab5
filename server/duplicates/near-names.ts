import { Worker } from 'node:worker_threads'
import { nearLimit, waysToSay } from './fold-name.ts'
import type { Person } from './person.ts'
import { findSimilar, type PackedStrings, pack } from './similar-strings.ts'

/** Who bears which name: distinct names, and the people of each. */
export interface Bearers {
  /** Numbers of the people of each name. */
  people: number[][]
  /** Pairs of names that are near each other, each once, as two numbers; the smaller first. */
  near: Int32Array
}

/** Below this many ways to say names a thread costs more than it saves. */
const WORTH_A_THREAD = 20_000

/** Groups people by name and finds, exactly, which names are near each other (see `waysToSay` and `nearLimit`). */
export async function nearNames(people: readonly Person[], threads: number, stop: AbortSignal): Promise<Bearers> {
  const bearers: number[][] = []
  const names = new Map<string, number>()
  const ways = new Map<string, number[]>()
  for (const [number, { name }] of people.entries()) {
    const said = `${name.first.join(' ')}|${name.last.join(' ')}`
    if (said === '|') continue
    const known = names.get(said)
    if (known !== undefined) {
      bearers[known]?.push(number)
      continue
    }
    const id = bearers.push([number]) - 1
    names.set(said, id)
    for (const way of waysToSay(name)) {
      const same = ways.get(way)
      if (same) same.push(id)
      else ways.set(way, [id])
    }
  }
  const wayNames = [...ways.values()]
  const similar = await similarWays(pack([...ways.keys()]), threads, stop)
  return { people: bearers, near: pairsOfNames(wayNames, similar, bearers.length) }
}

/** Names that share a way to be said, and names of ways that are similar; each pair of names once. */
function pairsOfNames(wayNames: number[][], similar: Int32Array[], names: number): Int32Array {
  const keys: number[] = []
  const add = (a: number, b: number) => {
    if (a !== b) keys.push(Math.min(a, b) * names + Math.max(a, b))
  }
  for (const same of wayNames) {
    for (const [at, a] of same.entries()) for (const b of same.slice(at + 1)) add(a, b)
  }
  for (const pairs of similar) {
    for (let at = 0; at < pairs.length; at += 2) {
      for (const a of wayNames[pairs[at] as number] ?? []) {
        for (const b of wayNames[pairs[at + 1] as number] ?? []) add(a, b)
      }
    }
  }
  const sorted = Float64Array.from(keys).sort()
  const near: number[] = []
  for (const [at, key] of sorted.entries()) {
    if (at > 0 && key === sorted[at - 1]) continue
    near.push(Math.floor(key / names), key % names)
  }
  return Int32Array.from(near)
}

async function similarWays(packed: PackedStrings, threads: number, stop: AbortSignal): Promise<Int32Array[]> {
  if (threads < 2 || packed.starts.length < WORTH_A_THREAD) return [similarPart(packed, 0, 1)]
  return Promise.all(Array.from({ length: threads }, (_, part) => inThread({ packed, part, parts: threads }, stop)))
}

export interface NameTask {
  packed: PackedStrings
  part: number
  parts: number
}

/** Pairs of similar ways, as two numbers each. */
export function similarPart(packed: PackedStrings, part: number, parts: number): Int32Array<ArrayBuffer> {
  let pairs = new Int32Array(1024)
  let length = 0
  findSimilar(packed, {
    limit: nearLimit,
    part,
    parts,
    found(one, other) {
      if (length === pairs.length) {
        const larger = new Int32Array(2 * length)
        larger.set(pairs)
        pairs = larger
      }
      pairs[length] = one
      pairs[length + 1] = other
      length += 2
    },
  })
  return pairs.slice(0, length)
}

function inThread(task: NameTask, stop: AbortSignal): Promise<Int32Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./name-thread.ts', import.meta.url), { workerData: task })
    const abort = () => void thread.terminate()
    stop.addEventListener('abort', abort, { once: true })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => {
      stop.removeEventListener('abort', abort)
      reject(new Error('The search for names that are near each other was ended.'))
    })
  })
}
