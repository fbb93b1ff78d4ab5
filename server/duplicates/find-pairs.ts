import type { Evidence } from './evidence.ts'
import { Counted, countedFacts, type FactKind } from './frequencies.ts'
import { nearNames } from './near-names.ts'
import type { Person } from './person.ts'
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
  onNames?(names: number, namePairs: number): void
}

/** Up to so many pairs of two names are weighed one by one; of more only those that have a fact in common. */
const PAIRS_OF_NAMES = 256
/** Up to so many people with one value are compared with each other; of more those that share a word of their names. */
export const PEOPLE_OF_VALUE = 10
/** From so many people on even a shared value and a shared word together say too little. */
const PEOPLE_OF_WORD = 50

/**
 * Compares everybody with everybody. Candidates are all pairs with near names and all with a mailbox, number, profile or
 * other rare value in common; they are weighed, and those at even odds or better are kept. A pair of a common name that
 * shares nothing else is counted, not weighed: the name alone cannot lift it so far.
 */
export async function findPairs(people: readonly Person[], { threads, stop, onNames }: FindOptions): Promise<Found> {
  const { people: bearers, near } = await nearNames(people, threads, stop)
  const counts = new Counted(people)
  onNames?.(bearers.length, near.length / 2)
  const search = new Search(people, counts)
  for (const bearing of bearers) search.ofNames(bearing, bearing)
  for (let at = 0; at < near.length; at += 2)
    search.ofNames(bearers[near[at] as number] as number[], bearers[near[at + 1] as number] as number[])
  search.ofValues()
  return {
    pairs: search.suggested(),
    counts,
    names: bearers.length,
    namePairs: near.length / 2,
    candidates: search.candidates,
  }
}

class Search {
  candidates = 0
  readonly #people: readonly Person[]
  readonly #counts: Counted
  readonly #found = new Map<number, SuggestedPair>()

  constructor(people: readonly Person[], counts: Counted) {
    this.#people = people
    this.#counts = counts
  }

  suggested(): SuggestedPair[] {
    return [...this.#found.values()]
  }

  /** The people of two names that are near each other, or of one name. */
  ofNames(one: readonly number[], other: readonly number[]): void {
    const same = one === other
    const pairs = same ? (one.length * (one.length - 1)) / 2 : one.length * other.length
    this.candidates += pairs
    if (pairs <= PAIRS_OF_NAMES) this.#allOf(one, other)
    else this.#withFactsOf(one, other)
  }

  /** People who share a value, whatever their names; or work in one place and share a word of their names. */
  ofValues(): void {
    for (const [kind, groups] of this.#groups()) {
      const work = kind === 'company' || kind === 'domain'
      for (const group of groups) {
        if (!work && group.length <= PEOPLE_OF_VALUE) this.#allOf(group, group)
        else {
          // Who has no name shares no word of it: the first of them stands for those who may be one for this alone.
          if (kind === 'mailbox' || kind === 'linkedin') this.#allOf(group.slice(0, 1), group.slice(1))
          this.#withWordsOf(group)
        }
      }
    }
  }

  #allOf(one: readonly number[], other: readonly number[]): void {
    for (const [at, a] of one.entries()) {
      for (const b of one === other ? one.slice(at + 1) : other) this.#weigh(a, b)
    }
  }

  #withFactsOf(one: readonly number[], other: readonly number[]): void {
    const having = new Map<string, number[]>()
    for (const number of one) {
      for (const fact of this.#tellingFacts(number)) push(having, fact, number)
    }
    for (const number of other) {
      for (const fact of this.#tellingFacts(number)) {
        for (const a of having.get(fact) ?? []) if (one !== other || a < number) this.#weigh(a, number)
      }
    }
  }

  #withWordsOf(group: readonly number[]): void {
    const having = new Map<string, number[]>()
    for (const number of group) {
      const { first, last } = (this.#people[number] as Person).name
      for (const word of new Set([...first, ...last])) push(having, word, number)
    }
    for (const bearing of having.values()) if (bearing.length <= PEOPLE_OF_WORD) this.#allOf(bearing, bearing)
  }

  *#tellingFacts(number: number): Generator<string> {
    for (const { kind, value } of countedFacts(this.#people[number] as Person)) {
      if (kind !== 'word' && this.#counts.count(kind, value) > 1) yield `${kind}\n${value}`
    }
  }

  /** People by the values that more than one of them has. */
  #groups(): Map<FactKind, number[][]> {
    const kinds = new Map<FactKind, Map<string, number[]>>()
    for (const [number, person] of this.#people.entries()) {
      for (const { kind, value } of countedFacts(person)) {
        if (kind === 'word' || this.#counts.count(kind, value) < 2) continue
        let groups = kinds.get(kind)
        if (!groups) {
          groups = new Map()
          kinds.set(kind, groups)
        }
        push(groups, value, number)
      }
    }
    return new Map([...kinds].map(([kind, groups]) => [kind, [...groups.values()]]))
  }

  #weigh(a: number, b: number): void {
    const one = Math.min(a, b)
    const other = Math.max(a, b)
    const key = one * this.#people.length + other
    if (one === other || this.#found.has(key)) return
    const { score, certainty } = weigh(this.#people[one] as Person, this.#people[other] as Person, this.#counts)
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
    .map(({ kind, values }) => `${kind}:${values[0]}`)
    .toSorted()
}
