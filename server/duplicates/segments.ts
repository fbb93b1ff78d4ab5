/** The most edits that segments are made for, in UTF-16 code units. */
export const MOST_EDITS = 2

/**
 * How strings are cut so that any two within two edits have a part in common, in one of a few places: of `count` segments,
 * edits spoil at most two, so `count - 2` of them stand in the other string untouched, at most a few places away
 * from where they stood (see `movesOf`). More segments make longer common parts, hence fewer strings that share one by
 * chance, and more places to look in.
 * After Li, Deng, Wang, Feng: PassJoin (2011), with more than one matching segment.
 */
export interface Segmentation {
  /** Keys of a string. */
  keys: number
  /** Plan of the keys of strings of this length. */
  own(length: number): Int32Array
  /** Plan of where strings that are longer by `more` (shorter where below zero) have the keys of strings of this length. */
  probes(length: number, more: number): Int32Array
}

/** A plan has, for each key: number of the subset, then begin and length of up to three runs of segments that moved alike. */
const RUNS = MOST_EDITS + 1
export const STEP = 1 + 2 * RUNS

export function segmentation(count: number): Segmentation {
  const untouched = subsets(count, count - MOST_EDITS)
  const own = (length: number) =>
    untouched.flatMap((segments, subset) =>
      runsOf(
        cuts(length, count),
        subset,
        segments,
        segments.map(() => 0),
      ),
    )
  const probes = (length: number, more: number) =>
    untouched.flatMap((segments, subset) =>
      movesOf(segments, count, more)
        .map((moves) => runsOf(cuts(length, count), subset, segments, moves))
        .filter((runs) => fits(runs, length + more)),
    )
  return {
    keys: untouched.length,
    own: remembered((length) => Int32Array.from(own(length))),
    probes: remembered((length, more = 0) => Int32Array.from(probes(length, more).flat())),
  }
}

/** Plans of longer strings than these are made each time. */
const REMEMBERED = 128

function remembered(
  plan: (length: number, more?: number) => Int32Array,
): (length: number, more?: number) => Int32Array {
  const made = new Map<number, Int32Array>()
  return (length, more = 0) => {
    if (length > REMEMBERED) return plan(length, more)
    const key = length * (2 * MOST_EDITS + 1) + more + MOST_EDITS
    const before = made.get(key) ?? plan(length, more)
    made.set(key, before)
    return before
  }
}

function subsets(of: number, size: number): number[][] {
  if (size === 0) return [[]]
  return Array.from({ length: of - size + 1 }, (_, skipped) => of - 1 - skipped)
    .flatMap((last) => subsets(last, size - 1).map((before) => [...before, last]))
    .filter((chosen) => chosen.length === size)
}

/** Where the segments of a string of this length begin, and where it ends. */
const cuts = (length: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, segment) => Math.floor((length * segment) / count))

/**
 * How far the untouched segments can have moved where strings are longer by `more`. Each edit belongs to the segment of its
 * letter, what is inserted to that of the letter after it, or to the last. What stands before both segments with edits has
 * not moved, what stands after both has moved by all of it; what stands between them by the one edit of the first, since
 * two edits in one segment are met by leaving out that one and its neighbour.
 */
function movesOf(untouched: number[], count: number, more: number): number[][] {
  const [first, second] = Array.from({ length: count }, (_, segment) => segment).filter(
    (segment) => !untouched.includes(segment),
  ) as [number, number]
  const between = second === first + 1 ? [0] : [-1, 0, 1].filter((move) => Math.abs(more - move) <= 1)
  return between.map((move) => untouched.map((segment) => (segment < first ? 0 : segment < second ? move : more)))
}

/** Segments that stand side by side and moved alike are one run. */
function runsOf(at: number[], subset: number, segments: number[], moves: number[]): number[] {
  const runs: { begin: number; size: number }[] = []
  for (const [index, segment] of segments.entries()) {
    const begin = (at[segment] as number) + (moves[index] as number)
    const size = (at[segment + 1] as number) - (at[segment] as number)
    const last = runs.at(-1)
    const joins = last && segments[index - 1] === segment - 1 && last.begin + last.size === begin
    if (joins) last.size += size
    else runs.push({ begin, size })
  }
  const padded = [...runs, ...Array.from({ length: RUNS }, () => ({ begin: 0, size: 0 }))].slice(0, RUNS)
  return [subset, ...padded.flatMap(({ begin, size }) => [begin, size])]
}

/** Runs stand in order, apart from each other, and within the string. */
function fits([, ...runs]: number[], length: number): boolean {
  let end = 0
  for (let at = 0; at < runs.length; at += 2) {
    const [begin = 0, size = 0] = runs.slice(at, at + 2)
    if (begin === 0 && size === 0 && at > 0) continue
    if (begin < end || begin + size > length) return false
    end = begin + size
  }
  return true
}

const BASE = 0x01000193
const powers = powersOf(BASE, 2 ** 14)

/** Hashes of all beginnings of the units from `start` to `end`, so that the hash of any part of them is one step away. */
export function hashPrefixes(units: Uint16Array, start: number, end: number, prefixes: Int32Array): void {
  let hash = 0
  prefixes[0] = 0
  for (let at = start; at < end; at += 1) {
    hash = (Math.imul(hash, BASE) + (units[at] as number) + 1) | 0
    prefixes[at - start + 1] = hash
  }
}

/** The key that stands at this place of a plan: a hash of its runs one after the other, and of which they are. */
export function keyAt(prefixes: Int32Array, plan: Int32Array, at: number): number {
  let key = 0
  for (let run = at + 1; run < at + STEP; run += 2) {
    const begin = plan[run] as number
    const size = plan[run + 1] as number
    if (size === 0) continue
    const power = powers[size] as number
    key = (Math.imul(key, power) + (prefixes[begin + size] as number) - Math.imul(prefixes[begin] as number, power)) | 0
  }
  key = Math.imul(key ^ (key >>> 16), 0x85ebca6b) + Math.imul(plan[at] as number, 0x9e3779b1)
  key = Math.imul(key ^ (key >>> 15), 0xc2b2ae35)
  return key ^ (key >>> 13)
}

function powersOf(base: number, count: number): Int32Array {
  const all = new Int32Array(count)
  all[0] = 1
  for (let exponent = 1; exponent < count; exponent += 1) all[exponent] = Math.imul(all[exponent - 1] as number, base)
  return all
}
