import { normalAddress, parseAddress } from '../platform/address.ts'
import type { OwnAddresses } from '../users/organisation.ts'
import { FullNames, fold, type Words, wordsOf } from './names.ts'
import type { Party } from './schema.ts'

/** A person in what an exporter gives; the file shows a `Party` in its place. */
export class Someone {
  readonly name: string | null
  readonly address: string | null
  readonly colleague: boolean
  constructor(name: string | null, address: string | null, colleague = false) {
    this.name = name
    this.address = address
    this.colleague = colleague
  }
}

/** A Message-ID: written like an address, and none. */
export class MessageId {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export interface PeopleOfFile {
  /** Whom the file is about: normalised addresses and names. */
  self: { addresses: readonly string[]; names: readonly string[] }
  own: OwnAddresses
  /** Our own people by id: a field may hold one. */
  users: ReadonlyMap<string, { name: string; email: string | null }>
  others: 'masked' | 'shown'
}

const ADDRESS = /[^\s<>"(),:;[\]\\|{}@]+@[^\s<>"(),:;[\]\\|{}@]+/gu
const LABEL = /(\[(?:employee|person \d+)\])/u

/**
 * Keeps the rights of others (GDPR Art. 15(4)): each gets a number that stays the same throughout the file. Addresses are
 * found wherever they stand; names where they are told beside an address, and in full from then on anywhere.
 */
export class People {
  readonly #file: PeopleOfFile
  readonly #numbers = new Map<string, number>()
  /** By address as it is written: parsing one each time would be half the work. */
  readonly #labels = new Map<string, string>()
  readonly #directoryNames = new Map<string, string | null>()
  readonly #fullNames = new FullNames()
  readonly #ownWords: ReadonlySet<string>

  constructor(file: PeopleOfFile) {
    this.#file = file
    this.#ownWords = new Set(file.self.names.flatMap(wordsOf).map(fold))
    for (const { name } of file.users.values()) if (!this.#isOwnName(name)) this.#fullNames.add(name, '[employee]')
  }

  /** What an exporter gave, with parties for people and without names and addresses of others in its texts. */
  redact(value: unknown): unknown {
    return this.#redact(value, this.#namesWithin(peopleIn(value)))
  }

  #redact(value: unknown, words: Words): unknown {
    if (typeof value === 'string') {
      const user = this.#file.users.get(value)
      return user ? this.#partyOf(new Someone(user.name, user.email, true)) : this.#clean(value, words)
    }
    if (value instanceof Someone) return this.#partyOf(value)
    if (value instanceof MessageId) return this.#messageId(value.text)
    if (Array.isArray(value)) return value.map((item) => this.#redact(item, words))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key.includes('@') ? this.#clean(key, words) : key,
        this.#redact(item, words),
      ]),
    )
  }

  #partyOf(someone: Someone): Party {
    const label = this.#labelOf(someone)
    const seen = this.#file.others === 'shown' || label === '[self]'
    return { label, name: seen ? someone.name : null, address: seen ? someone.address : null }
  }

  #labelOf({ name, address, colleague }: Someone): string {
    if (address === null) return colleague ? '[employee]' : this.#numbered(`name ${fold(name ?? '')}`)
    const known = this.#labels.get(address) ?? this.#labelOfAddress(address, colleague)
    this.#labels.set(address, known)
    return colleague && known !== '[self]' ? '[employee]' : known
  }

  #labelOfAddress(address: string, colleague: boolean): string {
    if (this.#isSelf(address)) return '[self]'
    return colleague || this.#file.own.isOwn(address) ? '[employee]' : this.#numbered(normalAddress(address) ?? address)
  }

  #numbered(key: string): string {
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1
    this.#numbers.set(key, number)
    return `[person ${number}]`
  }

  #isSelf(address: string | null): boolean {
    const { normal, untagged } = parseAddress(address) ?? { normal: null, untagged: null }
    const { addresses } = this.#file.self
    return (normal !== null && addresses.includes(normal)) || (untagged !== null && addresses.includes(untagged))
  }

  #isOwnName(name: string): boolean {
    return wordsOf(name).every((word) => this.#ownWords.has(fold(word)))
  }

  /** The words of the names told within one item: its text may use the first name alone. */
  #namesWithin(people: Someone[]): Words {
    const words = new Map<string, string>()
    for (const person of people) {
      const label = this.#labelOf(person)
      if (label === '[self]') continue
      for (const name of this.#namesOf(person)) this.#noteName(name, label, words)
    }
    return words
  }

  /** As told there, and as the directory has it. */
  #namesOf({ name, address }: Someone): string[] {
    return [name, address && this.#directoryName(address)]
      .filter((one) => one !== null)
      .map((one) => one.normalize('NFC'))
  }

  #directoryName(address: string): string | null {
    const known = this.#directoryNames.get(address)
    if (known !== undefined) return known
    const found = this.#file.users.get(this.#file.own.userOf(address) ?? '')?.name ?? null
    this.#directoryNames.set(address, found)
    return found
  }

  #noteName(name: string, label: string, words: Map<string, string>): void {
    if (this.#isOwnName(name)) return
    this.#fullNames.add(name, label)
    for (const word of wordsOf(name)) {
      const capital = word !== word.toLowerCase()
      if (word.length > 2 && capital && !this.#ownWords.has(fold(word))) words.set(word, label)
    }
  }

  #clean(text: string, words: Words): string {
    if (this.#file.others === 'shown') return text
    const written = text.normalize('NFC')
    // Between labels, so that no part of a label is taken for a name.
    return (written.includes('@') ? this.#withoutAddresses(written) : written)
      .split(LABEL)
      .map((part, n) => (n % 2 === 1 ? part : this.#fullNames.replaceIn(part, words)))
      .join('')
  }

  #withoutAddresses(text: string): string {
    return text.replaceAll(ADDRESS, (found) => {
      const address = found.replace(/^['’*_]+|['’*_.!?]+$/gu, '')
      if (!parseAddress(address)) return found
      const label = this.#labelOf(new Someone(null, address))
      return label === '[self]' ? found : found.replace(address, () => label)
    })
  }

  /** Left as it is, unless it is somebody's address after all. */
  #messageId(text: string): string {
    const taken = this.#numbers.has(normalAddress(text) ?? '') || this.#file.own.userOf(text) !== null
    return taken ? this.#clean(text, new Map()) : text
  }
}

function peopleIn(value: unknown): Someone[] {
  if (value instanceof Someone) return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(peopleIn)
}
