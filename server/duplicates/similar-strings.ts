import { distance } from 'fastest-levenshtein'
import { hashPrefixes, keyAt, MOST_EDITS, STEP, segmentation } from './segments.ts'
import { type PackedStrings, unpack } from './string-table.ts'

export interface SimilarStrings {
  /** How many edits a string allows another to be away, 0 to `MOST_EDITS`: of two strings the stricter counts. */
  limit(text: string): number
  /** Which share of the work to take next, for threads that divide it: 0, 1, … as far as nobody took them. */
  next(): number
  found(one: number, other: number, edits: number): void
}

/** Five segments of which three match: measured against three, four, six and seven at a million names. */
const { keys: KEYS, own, probes } = segmentation(5)

/**
 * Finds every pair of distinct strings within a Levenshtein distance, exactly as comparing all with all would, each once.
 *
 * Strings are indexed by their parts that two edits cannot both spoil (see `segmentation`), one length at a time, so that
 * the index stays small; what is found there is told apart by its letters and its first difference, and verified with
 * `fastest-levenshtein` (Myers' bits). A share of the work is one length and those that are up to two letters longer.
 */
export function findSimilar(packed: PackedStrings, { limit, next, found }: SimilarStrings): void {
  const letters = lettersOf(packed)
  const byLength = groupByLength(packed)
  const shares = byLength.map((_, length) => length).toSorted((a, b) => sizeOf(byLength, b) - sizeOf(byLength, a))
  for (let length = shares[next()]; length !== undefined; length = shares[next()]) {
    const indexed = byLength[length] as Uint32Array
    if (indexed.length === 0) continue
    const index = buildIndex(packed, indexed, length, letters)
    for (let more = 0; more <= MOST_EDITS && length + more < byLength.length; more += 1)
      lookUp(packed, { index, indexed, asked: byLength[length + more] as Uint32Array, length, more, letters }, verify)
  }

  function verify(one: number, other: number): void {
    if (!near(packed, one, other)) return
    const [mine, theirs] = [unpack(packed, one), unpack(packed, other)]
    const edits = distance(mine, theirs)
    if (edits <= Math.min(limit(mine), limit(theirs))) found(Math.min(one, other), Math.max(one, other), edits)
  }
}

const sizeOf = (byLength: Uint32Array[], length: number): number => byLength[length]?.length ?? 0

interface LookUp {
  index: Index
  /** Strings of one length that the index has, and those that are looked up, longer by `more`. */
  indexed: Uint32Array
  asked: Uint32Array
  length: number
  more: number
  letters: Int32Array
}

/** Tells of each pair that has a key in common and letters that two edits can make each other, once. */
function lookUp(
  packed: PackedStrings,
  { index, indexed, asked, length, more, letters }: LookUp,
  candidate: (one: number, other: number) => void,
): void {
  const { begins, entries, mask, marks, marksMask } = index
  const plan = probes(length, more)
  const prefixes = new Int32Array(length + more + 1)
  const seen = new Int32Array(indexed.length).fill(-1)
  for (const [own, string] of asked.entries()) {
    const once = letters[2 * string] as number
    const twice = letters[2 * string + 1] as number
    // Of two strings of one length the later one asks.
    const end = more === 0 ? own : indexed.length
    hashPrefixes(packed.units, packed.starts[string] as number, packed.starts[string + 1] as number, prefixes)
    for (let probe = 0; probe < plan.length; probe += STEP) {
      const key = keyAt(prefixes, plan, probe)
      const mark = markOf(key) & marksMask
      if (((marks[mark >>> 5] as number) & (1 << (mark & 31))) === 0) continue
      const last = begins[(key & mask) + 1] as number
      for (let entry = begins[key & mask] as number; entry < last; entry += 1) {
        const at = ENTRY * entry
        const place = entries[at + 1] as number
        if (place >= end) break
        if (entries[at] !== key) continue
        const apart = bitsSet(once ^ (entries[at + 2] as number)) + bitsSet(twice ^ (entries[at + 3] as number))
        if (apart > 2 * MOST_EDITS || seen[place] === string) continue
        seen[place] = string
        candidate(string, indexed[place] as number)
      }
    }
  }
}

function groupByLength({ starts }: PackedStrings): Uint32Array[] {
  const lengthOf = (index: number) => (starts[index + 1] as number) - (starts[index] as number)
  const counts: number[] = []
  const total = starts.length - 1
  for (let index = 0; index < total; index += 1) counts[lengthOf(index)] = (counts[lengthOf(index)] ?? 0) + 1
  const groups = Array.from(counts, (count) => new Uint32Array(count ?? 0))
  const filled = groups.map(() => 0)
  for (let index = 0; index < total; index += 1) {
    const length = lengthOf(index)
    const at = filled[length] as number
    ;(groups[length] as Uint32Array)[at] = index
    filled[length] = at + 1
  }
  return groups
}

/** What an index holds of a key: itself, the place of its string, and the letters that occur there once and twice. */
const ENTRY = 4

/** Entries, bucket after bucket, places ascending: a probe reads on in one place of memory, and most end there. */
interface Index {
  begins: Int32Array
  entries: Int32Array
  mask: number
  /** A bit for each key (Bloom 1970, with one hash): most probes end here, in memory that is near. */
  marks: Int32Array
  marksMask: number
}

const markOf = (key: number): number => Math.imul(key, 0x2c1b3c6d) >>> 3

function buildIndex(packed: PackedStrings, indexed: Uint32Array, length: number, letters: Int32Array): Index {
  const prefixes = new Int32Array(length + 1)
  const count = indexed.length * KEYS
  const mask = 2 ** Math.ceil(Math.log2(count + 1)) - 1
  const keys = new Int32Array(count)
  const begins = new Int32Array(mask + 2)
  const marksMask = (mask + 1) * 8 - 1
  const marks = new Int32Array(Math.ceil((marksMask + 1) / 32))
  const plan = own(length)
  for (const [place, string] of indexed.entries()) {
    hashPrefixes(packed.units, packed.starts[string] as number, packed.starts[string + 1] as number, prefixes)
    for (let subset = 0; subset < KEYS; subset += 1) {
      const key = keyAt(prefixes, plan, subset * STEP)
      keys[place * KEYS + subset] = key
      begins[(key & mask) + 1] = (begins[(key & mask) + 1] as number) + 1
      const mark = markOf(key) & marksMask
      marks[mark >>> 5] = (marks[mark >>> 5] as number) | (1 << (mark & 31))
    }
  }
  for (let bucket = 0; bucket <= mask; bucket += 1)
    begins[bucket + 1] = (begins[bucket + 1] as number) + (begins[bucket] as number)
  const filled = begins.slice(0, mask + 1)
  const entries = new Int32Array(ENTRY * count)
  for (const [number, key] of keys.entries()) {
    const at = filled[key & mask] as number
    filled[key & mask] = at + 1
    const place = (number / KEYS) | 0
    const string = indexed[place] as number
    const entry = ENTRY * at
    entries[entry] = key
    entries[entry + 1] = place
    entries[entry + 2] = letters[2 * string] as number
    entries[entry + 3] = letters[2 * string + 1] as number
  }
  return { begins, entries, mask, marks, marksMask }
}

/** Which letters occur in each string once, and twice: two words each. An edit changes at most two bits. */
function lettersOf({ units, starts }: PackedStrings): Int32Array {
  const letters = new Int32Array(2 * (starts.length - 1))
  for (let index = 0; index + 1 < starts.length; index += 1) {
    let once = 0
    let twice = 0
    for (let at = starts[index] as number; at < (starts[index + 1] as number); at += 1) {
      const bit = 1 << ((units[at] as number) & 31)
      twice |= once & bit
      once |= bit
    }
    letters[2 * index] = once
    letters[2 * index + 1] = twice
  }
  return letters
}

function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Whether two edits lead from one string to the other; most candidates are told apart here, after a few letters. */
function near({ units, starts }: PackedStrings, one: number, other: number): boolean {
  const [a, aEnd] = [starts[one] as number, starts[one + 1] as number]
  const [b, bEnd] = [starts[other] as number, starts[other + 1] as number]
  return reaches(units, a, aEnd, b, bEnd, MOST_EDITS)
}

function reaches(units: Uint16Array, a: number, aEnd: number, b: number, bEnd: number, edits: number): boolean {
  while (a < aEnd && b < bEnd && units[a] === units[b]) {
    a += 1
    b += 1
  }
  while (a < aEnd && b < bEnd && units[aEnd - 1] === units[bEnd - 1]) {
    aEnd -= 1
    bEnd -= 1
  }
  const longer = aEnd - a
  const shorter = bEnd - b
  if (Math.max(longer, shorter) <= edits) return true
  if (edits === 0 || Math.abs(longer - shorter) > edits) return false
  return (
    reaches(units, a + 1, aEnd, b + 1, bEnd, edits - 1) ||
    (longer > 0 && reaches(units, a + 1, aEnd, b, bEnd, edits - 1)) ||
    (shorter > 0 && reaches(units, a, aEnd, b + 1, bEnd, edits - 1))
  )
}
