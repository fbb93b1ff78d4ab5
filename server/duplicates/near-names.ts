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
  const { bearers, packed, ways } = namesOf(people)
  const similar = await similarWays(packed, threads, stop)
  return { people: bearers, near: pairsOfNames(ways, similar, bearers.length) }
}

/** Which names are said in which way: those of way `w` stand from `begins[w]` to `begins[w + 1]`. */
interface Ways {
  begins: Int32Array
  names: Int32Array
}

/** A function of its own, so that its maps with every name in them are gone while the names are compared. */
function namesOf(people: readonly Person[]): { bearers: number[][]; packed: PackedStrings; ways: Ways } {
  const bearers: number[][] = []
  const names = new Map<string, number>()
  const ways = new Map<string, number>()
  const said: number[] = []
  for (const [number, { name }] of people.entries()) {
    const full = `${name.first.join(' ')}|${name.last.join(' ')}`
    if (full === '|') continue
    const known = names.get(full)
    if (known !== undefined) {
      bearers[known]?.push(number)
      continue
    }
    const id = bearers.push([number]) - 1
    names.set(full, id)
    for (const way of waysToSay(name)) {
      const place = ways.get(way) ?? ways.size
      ways.set(way, place)
      said.push(place, id)
    }
  }
  return { bearers, packed: pack([...ways.keys()]), ways: byWay(said, ways.size) }
}

/** @param said way and name, way and name, in the order of names */
function byWay(said: readonly number[], ways: number): Ways {
  const begins = new Int32Array(ways + 1)
  for (let at = 0; at < said.length; at += 2) {
    const next = (said[at] as number) + 1
    begins[next] = (begins[next] as number) + 1
  }
  for (let way = 0; way < ways; way += 1) begins[way + 1] = (begins[way + 1] as number) + (begins[way] as number)
  const filled = begins.slice(0, ways)
  const names = new Int32Array(said.length / 2)
  for (let at = 0; at < said.length; at += 2) {
    const way = said[at] as number
    const place = filled[way] as number
    names[place] = said[at + 1] as number
    filled[way] = place + 1
  }
  return { begins, names }
}

/** Names that share a way to be said, and names of ways that are similar; each pair of names once. */
function pairsOfNames({ begins, names }: Ways, similar: Int32Array[], total: number): Int32Array {
  const saidSo = (way: number) => names.subarray(begins[way], begins[way + 1])
  const keys: number[] = []
  const add = (a: number, b: number) => {
    if (a !== b) keys.push(Math.min(a, b) * total + Math.max(a, b))
  }
  for (let way = 0; way + 1 < begins.length; way += 1) {
    const same = saidSo(way)
    for (const [at, a] of same.entries()) for (const b of same.subarray(at + 1)) add(a, b)
  }
  for (const pairs of similar) {
    for (let at = 0; at < pairs.length; at += 2) {
      const others = saidSo(pairs[at + 1] as number)
      for (const a of saidSo(pairs[at] as number)) for (const b of others) add(a, b)
    }
  }
  const sorted = Float64Array.from(keys).sort()
  const near: number[] = []
  for (const [at, key] of sorted.entries()) {
    if (at > 0 && key === sorted[at - 1]) continue
    near.push(Math.floor(key / total), key % total)
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
