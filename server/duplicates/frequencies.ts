import { localPart, type Person } from './person.ts'

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
  for (const phone of phones) add('phone', phone, true)
  if (company) add('company', company)
  if (linkedin) add('linkedin', linkedin)
  for (const { field, value } of custom) add(customKind(field), value, true)
  return facts
}

export const customKind = (field: string): FactKind => `custom.${field}`

/** What stands for the company of a person when facts are counted within it. */
export const companyOf = ({ company, domains }: Person): string | null => company ?? domains[0] ?? null

/** Counts of the facts of people. Most values stand in one person only: those are seen by a hash and never kept. */
export class Counted implements Frequencies {
  readonly people: number
  readonly #kinds = new Map<string, Map<string, number>>()
  readonly #follows = new Map<FactKind, number>()

  constructor(people: readonly Person[]) {
    this.people = people.length
    const seen = seenTwice(people)
    for (const person of people) {
      const company = companyOf(person)
      for (const { kind, value, within } of countedFacts(person)) {
        if (within && company) this.#count(presentKind(kind), company)
        if (!seen(kind, value)) continue
        this.#count(kind, value)
        if (within && company) this.#count(withinKind(kind), withinValue(company, value))
      }
    }
  }

  count(kind: FactKind, value: string): number {
    return this.#kinds.get(kind)?.get(value) ?? 1
  }

  countAt(company: string, kind: FactKind, value: string): number {
    return this.#kinds.get(withinKind(kind))?.get(withinValue(company, value)) ?? 1
  }

  followsCompany(kind: FactKind): number {
    let share = this.#follows.get(kind)
    if (share === undefined) {
      const pairs = (counts: Map<string, number> | undefined) =>
        [...(counts?.values() ?? [])].reduce((sum, count) => sum + count * (count - 1), 0)
      share = pairs(this.#kinds.get(withinKind(kind))) / Math.max(pairs(this.#kinds.get(presentKind(kind))), 1)
      this.#follows.set(kind, share)
    }
    return share
  }

  /** The kinds of facts that occurred. */
  kinds(): FactKind[] {
    return [...this.#kinds.keys()].filter((kind): kind is FactKind => !/[@?]company$/.test(kind))
  }

  /** All counts of two and more. */
  *repeated(): Generator<[kind: string, value: string, count: number]> {
    for (const [kind, counts] of this.#kinds) {
      for (const [value, count] of counts) if (count > 1) yield [kind, value, count]
    }
  }

  #count(kind: string, value: string): void {
    let counts = this.#kinds.get(kind)
    if (!counts) {
      counts = new Map()
      this.#kinds.set(kind, counts)
    }
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
}

/** Whether a value may stand in two people: always right where it says no. */
function seenTwice(people: readonly Person[]): (kind: FactKind, value: string) => boolean {
  const mask = 2 ** Math.min(26, Math.max(10, Math.ceil(Math.log2(people.length + 1)) + 5)) - 1
  const times = new Uint8Array(mask + 1)
  for (const person of people) {
    for (const { kind, value } of countedFacts(person)) {
      const place = hash(kind, value) & mask
      if ((times[place] as number) < 2) times[place] = (times[place] as number) + 1
    }
  }
  return (kind, value) => times[hash(kind, value) & mask] === 2
}

function hash(kind: string, value: string): number {
  let hash = kind.length * 31 + kind.charCodeAt(0)
  for (let at = kind.length - 1; at >= 7; at -= 1) hash = Math.imul(hash ^ kind.charCodeAt(at), 0x01000193)
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

export const withinKind = (kind: FactKind): string => `${kind}@company`
const presentKind = (kind: FactKind): string => `${kind}?company`
export const withinValue = (company: string, value: string): string => `${company}\n${value}`
