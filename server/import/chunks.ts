import { setImmediate as turn } from 'node:timers/promises'
import type { MappedRow } from './mapped-row.ts'
import type { Row } from './records.ts'

/** How many rows are decided and written together, in one transaction. */
export const CHUNK = 2500
/** How many are mapped before others get their turn on the thread. */
const SLICE = 250

export interface Chunk {
  rows: Row[]
  mapped: MappedRow[]
}

/** Rows in chunks of one size, whatever the pieces they come in: the same file makes the same chunks each time. */
export async function* inChunks(batches: AsyncIterable<Row[]>, size = CHUNK): AsyncGenerator<Row[]> {
  let waiting: Row[] = []
  for await (const batch of batches) {
    waiting = waiting.length === 0 ? batch : waiting.concat(batch)
    let at = 0
    for (; at + size <= waiting.length; at += size) yield waiting.slice(at, at + size)
    waiting = waiting.slice(at)
  }
  if (waiting.length > 0) yield waiting
}

/** Maps a chunk in slices, so that the database gets its next statement meanwhile. */
export async function mapChunk(rows: Row[], map: (row: Row) => MappedRow): Promise<Chunk> {
  const mapped: MappedRow[] = []
  for (let at = 0; at < rows.length; at += SLICE) {
    for (const row of rows.slice(at, at + SLICE)) mapped.push(map(row))
    await turn()
  }
  return { rows, mapped }
}

/** Takes the next of a sequence before it is asked for. */
export async function* ahead<T>(sequence: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    let next = sequence.next()
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = sequence.next()
      next.catch(() => {}) // heard when it is waited for
      yield value
    }
  } finally {
    await sequence.return(undefined)
  }
}

/** Planning adds what it finds to a row: each attempt gets rows of its own. */
export const fresh = (mapped: readonly MappedRow[]): MappedRow[] =>
  mapped.map((row) => ({ ...row, plain: { ...row.plain }, issues: [...row.issues] }))
