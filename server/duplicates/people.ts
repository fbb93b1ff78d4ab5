import { Column } from './column.ts'
import type { FoldedName } from './fold-name.ts'
import { PackedFacts } from './packed-facts.ts'
import type { Person } from './person.ts'

/** Between fields, and between the values of one; neither occurs in what is compared. */
const FIELD = '\x1f'
const VALUE = '\x1e'

const CHUNK = 2 ** 24
/** Those looked at last stay as objects: the pairs of one person come one after the other. */
const KEPT = 256

/**
 * People by number, packed: some hundred bytes of text and eight for each fact, where objects take a kilobyte. One is an
 * object again when it is looked at.
 */
export class People {
  readonly facts = new PackedFacts()
  readonly #chunks: Buffer[] = []
  /** Where the text of each begins, chunk and place in one number, and where the last one ends. */
  readonly #begins = new Column(Float64Array)
  readonly #lengths = new Column(Int32Array)
  #end = 0
  readonly #kept: (Person | undefined)[] = Array.from({ length: KEPT })
  readonly #keptNumbers = new Int32Array(KEPT).fill(-1)

  static of(people: Iterable<Person>): People {
    const all = new People()
    for (const person of people) all.add(person)
    return all
  }

  get length(): number {
    return this.#lengths.length
  }

  add(person: Person): void {
    this.facts.add(person)
    const text = textOf(person)
    const most = 3 * text.length
    if (this.#chunks.length === 0 || this.#end + most > CHUNK) {
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK, most)))
      this.#end = 0
    }
    const length = (this.#chunks.at(-1) as Buffer).write(text, this.#end)
    this.#begins.push((this.#chunks.length - 1) * CHUNK + this.#end)
    this.#lengths.push(length)
    this.#end += length
  }

  at(number: number): Person {
    const place = number % KEPT
    if (this.#keptNumbers[place] === number) return this.#kept[place] as Person
    const person = personOf(this.#textAt(number))
    this.#kept[place] = person
    this.#keptNumbers[place] = number
    return person
  }

  /** The name alone, for whoever goes through all of them. */
  nameAt(number: number): FoldedName {
    const [first = '', last = ''] = this.#textAt(number).split(FIELD, 2)
    return { first: listOf(first, ' '), last: listOf(last, ' ') }
  }

  #textAt(number: number): string {
    const begin = this.#begins.at(number)
    const from = begin % CHUNK
    return (this.#chunks[Math.floor(begin / CHUNK)] as Buffer).toString('utf8', from, from + this.#lengths.at(number))
  }
}

function textOf({ name, mailboxes, domains, phones, company, linkedin, country, custom }: Person): string {
  const facts = custom.length === 0 ? '' : custom.map(({ field, value }) => field + VALUE + value).join(VALUE)
  return [
    name.first.join(' '),
    name.last.join(' '),
    mailboxes.join(VALUE),
    domains.join(VALUE),
    phones.join(VALUE),
    company ?? '',
    linkedin ?? '',
    country ?? '',
    facts,
  ].join(FIELD)
}

function personOf(text: string): Person {
  const [first = '', last = '', mailboxes = '', domains = '', phones = '', company, linkedin, country, custom = ''] =
    text.split(FIELD)
  return {
    name: { first: listOf(first, ' '), last: listOf(last, ' ') },
    mailboxes: listOf(mailboxes, VALUE),
    domains: listOf(domains, VALUE),
    phones: listOf(phones, VALUE),
    company: company || null,
    linkedin: linkedin || null,
    country: country || null,
    custom: factsOf(listOf(custom, VALUE)),
  }
}

const NONE: readonly never[] = []

const listOf = (text: string, between: string): readonly string[] => (text === '' ? NONE : text.split(between))

const factsOf = (parts: readonly string[]) =>
  parts.flatMap((field, at) => (at % 2 === 0 ? [{ field, value: parts[at + 1] as string }] : []))
