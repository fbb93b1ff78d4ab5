import { Worker } from 'node:worker_threads'
import { Column } from './column.ts'
import { nearLimit, waysToSay } from './fold-name.ts'
import { type Grouped, grouped, membersOf } from './grouped.ts'
import type { People } from './people.ts'
import { findSimilar } from './similar-strings.ts'
import { type PackedStrings, StringTable } from './string-table.ts'

/** Who bears which name: distinct names, and the people of each. */
export interface Bearers {
  /** How many names there are. */
  names: number
  /** Numbers of the people of each name. */
  people: Grouped
  /** Pairs of names that are near each other, each once, as two numbers; the smaller first. */
  near: Int32Array
}

/** Below this many ways to say names a thread costs more than it saves. */
const WORTH_A_THREAD = 20_000

/** Groups people by name and finds, exactly, which names are near each other (see `waysToSay` and `nearLimit`). */
export async function nearNames(people: People, threads: number, stop: AbortSignal): Promise<Bearers> {
  const { names, bearers, packed, ways } = namesOf(people)
  const similar = await similarWays(packed, threads, stop)
  return { names, people: bearers, near: pairsOfNames(ways, similar, names) }
}

interface Names {
  names: number
  bearers: Grouped
  packed: PackedStrings
  /** The names that are said in each way. */
  ways: Grouped
}

/** A function of its own, so that its tables with every name in them are gone while the names are compared. */
function namesOf(people: People): Names {
  const names = new StringTable()
  const ways = new StringTable()
  const nameOf = new Int32Array(people.length).fill(-1)
  const said = { way: new Column(Int32Array), name: new Column(Int32Array) }
  for (let number = 0; number < people.length; number += 1) {
    const name = people.nameAt(number)
    const full = `${name.first.join(' ')}|${name.last.join(' ')}`
    if (full === '|') continue
    const before = names.size
    const id = names.intern(full)
    nameOf[number] = id
    if (id < before) continue
    for (const way of waysToSay(name)) {
      said.way.push(ways.intern(way))
      said.name.push(id)
    }
  }
  return {
    names: names.size,
    bearers: grouped(nameOf, names.size),
    packed: ways.packed(),
    ways: grouped(said.way.values(), ways.size, said.name.values()),
  }
}

/** Names that share a way to be said, and names of ways that are similar; each pair of names once. */
function pairsOfNames(ways: Grouped, similar: Int32Array[], total: number): Int32Array {
  const keys = new Column(Float64Array)
  const add = (a: number, b: number) => {
    if (a !== b) keys.push(Math.min(a, b) * total + Math.max(a, b))
  }
  for (let way = 0; way + 1 < ways.begins.length; way += 1) {
    const same = membersOf(ways, way)
    for (const [at, a] of same.entries()) for (const b of same.subarray(at + 1)) add(a, b)
  }
  for (const pairs of similar) {
    for (let at = 0; at < pairs.length; at += 2) {
      const others = membersOf(ways, pairs[at + 1] as number)
      for (const a of membersOf(ways, pairs[at] as number)) for (const b of others) add(a, b)
    }
  }
  const sorted = keys.values().sort()
  const near = new Column(Int32Array)
  for (const [at, key] of sorted.entries()) {
    if (at > 0 && key === sorted[at - 1]) continue
    near.push(Math.floor(key / total))
    near.push(key % total)
  }
  return near.values()
}

async function similarWays(packed: PackedStrings, threads: number, stop: AbortSignal): Promise<Int32Array[]> {
  const task: NameTask = { packed, taken: new Int32Array(new SharedArrayBuffer(4)) }
  if (threads < 2 || packed.starts.length < WORTH_A_THREAD) return [similarPairs(task)]
  return Promise.all(Array.from({ length: threads }, () => inThread(task, stop)))
}

export interface NameTask {
  packed: PackedStrings
  /** How many shares of the work are taken, for all threads. */
  taken: Int32Array
}

/** Pairs of similar ways, as two numbers each: those of the shares that no other thread takes. */
export function similarPairs({ packed, taken }: NameTask): Int32Array<ArrayBuffer> {
  const pairs = new Column(Int32Array)
  findSimilar(packed, {
    limit: nearLimit,
    next: () => Atomics.add(taken, 0, 1),
    found(one, other) {
      pairs.push(one)
      pairs.push(other)
    },
  })
  return pairs.values().slice()
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
