import { Column } from './column.ts'
import { factKey } from './fact-key.ts'
import { KeyTable } from './key-table.ts'
import type { People } from './people.ts'
import { localPart, nationalOf, type Person } from './person.ts'

/** What is counted: agreement on what few have weighs more (Fellegi, Sunter 1969; Winkler 2000). */
export type FactKind = 'word' | 'mailbox' | 'local' | 'domain' | 'phone' | 'company' | 'linkedin' | `custom.${string}`

export interface Frequencies {
  /** How many people there are. */
  people: number
  /** How many of them a value stands in; at least one. */
  count(kind: FactKind, value: string): number
  /** How many of the people of a company a value stands in; at least one. */
  countAt(company: string, kind: FactKind, value: string): number
  /**
   * How far a kind of fact follows from the company: the chance that two of its people share the value, 0 to 1. A city or
   * a switchboard says no more than the company does.
   */
  followsCompany(kind: FactKind): number
}

export interface CountedFact {
  kind: FactKind
  value: string
  /** Whether it is also counted within the company. */
  within: boolean
}

/** Every fact of a person that is counted, each once. */
export function countedFacts(person: Person): CountedFact[] {
  const { name, mailboxes, domains, phones, company, linkedin, custom } = person
  const facts: CountedFact[] = []
  const add = (kind: FactKind, value: string, within = false) => facts.push({ kind, value, within })
  for (const word of new Set([...name.first, ...name.last])) add('word', word)
  for (const mailbox of mailboxes) add('mailbox', mailbox)
  for (const local of new Set(mailboxes.map(localPart))) add('local', local)
  for (const domain of domains) add('domain', domain)
  for (const national of new Set(phones.map(nationalOf))) add('phone', national, true)
  if (company) add('company', company)
  if (linkedin) add('linkedin', linkedin)
  for (const { field, value } of custom) add(customKind(field), value, true)
  return facts
}

export const customKind = (field: string): FactKind => `custom.${field}`
export const isCustom = (kind: FactKind): boolean => kind.startsWith('custom.')

/** What stands for the company of a person when facts are counted within it. */
export const companyOf = ({ company, domains }: Person): string | null => company ?? domains[0] ?? null

/** Counts of the facts of people. Only values of two people and more have a number: most stand in one person only. */
export class Counted implements Frequencies {
  readonly people: number
  /** For each fact, in the order of `PackedFacts`, the number of its value; below zero where nobody else has it. */
  readonly numbers: Int32Array
  readonly #values: KeyTable
  readonly #counts: Int32Array
  readonly #kinds: string[]
  readonly #follows = new Map<FactKind, number>()

  constructor({ length, facts }: People) {
    this.people = length
    const { keys, counts } = repeatedKeys(facts.keys)
    this.#values = new KeyTable(keys)
    this.#counts = counts
    this.#kinds = Array.from(keys, () => '')
    this.numbers = new Int32Array(facts.keys.length)
    const { kinds, kindOf, keys: all } = facts
    for (let at = 0; at < all.length; at += 1) {
      const number = this.#values.numberOf(all[at] as number)
      this.numbers[at] = number
      if (number >= 0) this.#kinds[number] = kinds[kindOf[at] as number] as string
    }
  }

  count(kind: FactKind, value: string): number {
    return this.#count(factKey(kind, value))
  }

  countAt(company: string, kind: FactKind, value: string): number {
    return this.#count(factKey(withinKind(kind), withinValue(company, value)))
  }

  followsCompany(kind: FactKind): number {
    let share = this.#follows.get(kind)
    if (share === undefined) {
      share = this.#pairs(withinKind(kind)) / Math.max(this.#pairs(presentKind(kind)), 1)
      this.#follows.set(kind, share)
    }
    return share
  }

  /** How many values two people and more have. */
  get values(): number {
    return this.#counts.length
  }

  /** The kind of a value, by its number. */
  kindOf(number: number): string {
    return this.#kinds[number] as string
  }

  /** The kinds of facts that occurred in two people and more. */
  kinds(): FactKind[] {
    return [...new Set(this.#kinds)].filter((kind): kind is FactKind => !isWithin(kind))
  }

  /** All counts of two and more, by kind and `factKey`. */
  *repeated(): Generator<[kind: string, key: number, count: number]> {
    for (const [number, count] of this.#counts.entries())
      yield [this.kindOf(number), this.#values.keys[number] as number, count]
  }

  #count(key: number): number {
    const number = this.#values.numberOf(key)
    return number < 0 ? 1 : (this.#counts[number] as number)
  }

  /** Pairs of people of one value of a kind. */
  #pairs(kind: string): number {
    let pairs = 0
    for (const [number, count] of this.#counts.entries()) if (this.#kinds[number] === kind) pairs += count * (count - 1)
    return pairs
  }
}

/** Keys that occur more than once, ascending, and how often. */
function repeatedKeys(all: Float64Array): { keys: Float64Array; counts: Int32Array } {
  const sorted = all.slice().sort()
  const keys = new Column(Float64Array)
  const counts = new Column(Int32Array)
  for (let at = 0; at < sorted.length; ) {
    const key = sorted[at] as number
    let end = at + 1
    while (sorted[end] === key) end += 1
    if (end - at > 1) {
      keys.push(key)
      counts.push(end - at)
    }
    at = end
  }
  return { keys: keys.values(), counts: counts.values() }
}

/** Whether a kind counts facts of the people of one company. */
export const isWithin = (kind: string): boolean => /[@?]company$/.test(kind)
export const withinKind = (kind: FactKind): string => `${kind}@company`
export const presentKind = (kind: FactKind): string => `${kind}?company`
export const withinValue = (company: string, value: string): string => `${company}\n${value}`
