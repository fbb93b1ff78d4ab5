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

/** Counts of people that were seen one after the other. */
export class Counted implements Frequencies {
  people = 0
  readonly #kinds = new Map<string, Map<string, number>>()
  readonly #follows = new Map<FactKind, number>()

  add(person: Person): void {
    this.people += 1
    const company = companyOf(person)
    for (const { kind, value, within } of countedFacts(person)) {
      this.#count(kind, value)
      if (!within || !company) continue
      this.#count(withinKind(kind), withinValue(company, value))
      this.#count(presentKind(kind), company)
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

export const withinKind = (kind: FactKind): string => `${kind}@company`
const presentKind = (kind: FactKind): string => `${kind}?company`
export const withinValue = (company: string, value: string): string => `${company}\n${value}`
