import type { Evidence } from './evidence.ts'
import { Counted, isWithin } from './frequencies.ts'
import { type Grouped, grouped, membersOf } from './grouped.ts'
import { nearNames } from './near-names.ts'
import type { People } from './people.ts'
import type { Certainty } from './schema.ts'
import { weigh } from './weigh.ts'

/** Two people, by their numbers, the smaller first, that are suggested as one. */
export interface SuggestedPair {
  one: number
  other: number
  score: number
  certainty: Certainty
}

export interface Found {
  pairs: SuggestedPair[]
  counts: Counted
  /** Distinct names, pairs of them that are near each other, and pairs of people that passed a test. */
  names: number
  namePairs: number
  candidates: number
}

export interface FindOptions {
  /** How many threads compare names. */
  threads: number
  stop: AbortSignal
  /** Told when the names are compared and the pairs are to be weighed. */
  onNames?(names: number, namePairs: number): Promise<void>
}

/** Up to so many pairs of two names are weighed one by one; of more only those that have a fact in common. */
const PAIRS_OF_NAMES = 256
/**
 * Up to so many people with one value are compared with each other; of more those that share a word of their names, and
 * none for `info@` or `anna@` at many providers.
 */
export const PEOPLE_OF_VALUE = 10
/** A mailbox or a profile is one person's, or of few: so many are compared with each other. */
const PEOPLE_OF_MAILBOX = 50
/** From so many people on even a shared value and a shared word together say too little. */
const PEOPLE_OF_WORD = 50

/**
 * Compares everybody with everybody. Candidates are all pairs with near names and all with a mailbox, number, profile or
 * other rare value in common; they are weighed, and those at even odds or better are kept. A pair of a common name that
 * shares nothing else is counted, not weighed: the name alone cannot lift it so far.
 */
export async function findPairs(people: People, { threads, stop, onNames }: FindOptions): Promise<Found> {
  const { names, people: bearers, near } = await nearNames(people, threads, stop)
  const namePairs = near.length / 2
  await onNames?.(names, namePairs)
  const counts = new Counted(people)
  const search = new Search(people, counts)
  for (let name = 0; name < names; name += 1) search.ofName(membersOf(bearers, name))
  for (let at = 0; at < near.length; at += 2)
    search.ofNames(membersOf(bearers, near[at] as number), membersOf(bearers, near[at + 1] as number))
  search.ofValues()
  return { pairs: search.suggested(), counts, names, namePairs, candidates: search.candidates }
}

type Numbers = Int32Array

class Search {
  candidates = 0
  readonly #people: People
  readonly #counts: Counted
  /** Which values tell people apart: words of names are many people's; what is counted within companies is counted anywhere too. */
  readonly #telling: Uint8Array
  readonly #words: Uint8Array
  /** Where the facts of each begin. */
  readonly #begins: Uint32Array
  readonly #found = new Map<number, SuggestedPair>()

  constructor(people: People, counts: Counted) {
    this.#people = people
    this.#counts = counts
    this.#begins = people.facts.begins
    this.#telling = new Uint8Array(counts.values)
    this.#words = new Uint8Array(counts.values)
    for (let value = 0; value < counts.values; value += 1) {
      const kind = counts.kindOf(value)
      if (kind === 'word') this.#words[value] = 1
      else if (!isWithin(kind)) this.#telling[value] = 1
    }
  }

  suggested(): SuggestedPair[] {
    return [...this.#found.values()]
  }

  /** The people of one name. */
  ofName(bearers: Numbers): void {
    const pairs = (bearers.length * (bearers.length - 1)) / 2
    this.candidates += pairs
    if (pairs <= PAIRS_OF_NAMES) this.#all(bearers)
    else this.#withFactsOf(bearers, bearers)
  }

  /** The people of two names that are near each other. */
  ofNames(one: Numbers, other: Numbers): void {
    const pairs = one.length * other.length
    this.candidates += pairs
    if (pairs <= PAIRS_OF_NAMES) this.#between(one, other)
    else this.#withFactsOf(one, other)
  }

  /** People who share a value, whatever their names; or work in one place and share a word of their names. */
  ofValues(): void {
    const having = this.#byValue()
    for (let value = 0; value < this.#counts.values; value += 1) {
      const kind = this.#counts.kindOf(value)
      const group = membersOf(having, value)
      const work = kind === 'company' || kind === 'domain'
      const most = kind === 'mailbox' || kind === 'linkedin' ? PEOPLE_OF_MAILBOX : PEOPLE_OF_VALUE
      if (!work && group.length <= most) this.#all(group)
      else if (kind !== 'local') {
        // Who has no name shares no word of it: the first of them stands for those who may be one for this alone.
        if (kind === 'mailbox' || kind === 'linkedin') this.#between(group.subarray(0, 1), group.subarray(1))
        this.#withWordsOf(group)
      }
    }
  }

  #all(group: Numbers): void {
    for (const [at, a] of group.entries()) for (const b of group.subarray(at + 1)) this.#weigh(a, b)
  }

  #between(one: Numbers, other: Numbers): void {
    for (const a of one) for (const b of other) this.#weigh(a, b)
  }

  #withFactsOf(one: Numbers, other: Numbers): void {
    const having = new Map<number, number[]>()
    for (const number of one) {
      for (const value of this.#valuesOf(number)) if (this.#isTelling(value)) push(having, value, number)
    }
    for (const number of other) {
      for (const value of this.#valuesOf(number)) {
        for (const a of having.get(value) ?? []) if (one !== other || a < number) this.#weigh(a, number)
      }
    }
  }

  #withWordsOf(group: Numbers): void {
    const having = new Map<number, number[]>()
    for (const number of group) {
      for (const value of this.#valuesOf(number))
        if (value >= 0 && this.#words[value] === 1) push(having, value, number)
    }
    for (const bearing of having.values())
      if (bearing.length > 1 && bearing.length <= PEOPLE_OF_WORD) this.#all(Int32Array.from(bearing))
  }

  /** The values that somebody has beside others; below zero where nobody else has it. */
  #valuesOf(number: number): Int32Array {
    return this.#counts.numbers.subarray(this.#begins[number], this.#begins[number + 1])
  }

  #isTelling(value: number): boolean {
    return value >= 0 && this.#telling[value] === 1
  }

  /** People by the values that more than one of them has. */
  #byValue(): Grouped {
    const values = this.#counts.numbers.map((value) => (this.#isTelling(value) ? value : -1))
    const people = new Int32Array(values.length)
    for (let number = 0; number < this.#people.length; number += 1)
      people.fill(number, this.#begins[number], this.#begins[number + 1])
    return grouped(values, this.#counts.values, people)
  }

  #weigh(a: number, b: number): void {
    const one = Math.min(a, b)
    const other = Math.max(a, b)
    const key = one * this.#people.length + other
    if (one === other || this.#found.has(key)) return
    const { score, certainty } = weigh(this.#people.at(one), this.#people.at(other), this.#counts)
    if (certainty) this.#found.set(key, { one, other, score, certainty })
  }
}

function push<K>(groups: Map<K, number[]>, key: K, number: number): void {
  const group = groups.get(key)
  if (group) group.push(number)
  else groups.set(key, [number])
}

/** Facts that alone ask again about two people who were called different: the same mailbox, profile or number. */
export function strongReasons(evidence: readonly Evidence[]): string[] {
  return evidence
    .filter(({ kind, detail }) => ['address', 'linkedin', 'phone'].includes(kind) && /^same/.test(detail))
    .map(({ kind, values }) => `${kind}:${values[0].replace(' ', '')}`)
    .toSorted()
}
