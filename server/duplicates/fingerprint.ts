import { PEOPLE_OF_VALUE } from './find-pairs.ts'
import { waysToSay } from './fold-name.ts'
import { countedFacts, type FactKind, type Frequencies } from './frequencies.ts'
import type { Person } from './person.ts'
import { hashPrefixes, keyAt, MOST_EDITS, STEP, segmentation } from './segments.ts'

/**
 * What a contact is found by without a look at the others: keys of parts of its name, of which everybody whose name is near
 * shares one, and keys of its facts. 32 bits each: what collides is told apart when it is compared.
 */
export interface Fingerprint {
  keys: number[]
  ways: string[]
}

/** Four segments of which two match: fewer keys to keep than in memory, and more to look for, which is once. */
const { own, probes } = segmentation(4)

export function fingerprintOf(person: Person): Fingerprint {
  const ways = waysToSay(person.name)
  return { keys: [...new Set([...ways.flatMap(nameKeys), ...factKeys(person)])], ways }
}

const nameKeys = (way: string): number[] => keysOf(way, own(way.length), way.length)

/** Keys by which every name within two edits of this way to say one is found. */
export function nameProbes(way: string): number[] {
  const found = new Set<number>()
  for (let length = Math.max(way.length - MOST_EDITS, 1); length <= way.length + MOST_EDITS; length += 1)
    for (const key of keysOf(way, probes(length, way.length - length), length)) found.add(key)
  return [...found]
}

/** Keys are of strings of one length: the same parts of longer ones are others. */
function keysOf(text: string, plan: Int32Array, length: number): number[] {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at)
  const prefixes = new Int32Array(text.length + 1)
  hashPrefixes(units, 0, text.length, prefixes)
  return Array.from({ length: plan.length / STEP }, (_, key) => mix(keyAt(prefixes, plan, key * STEP), length))
}

/** Keys of what two people can have in common whatever their names, and with a word of the name: for what many share. */
const factKeys = (person: Person): number[] =>
  sharedFacts(person).flatMap(({ kind, value, work }) => [
    ...(work ? [] : [factKey(kind, value)]),
    ...wordsOf(person).map((word) => factKey(kind, value, word)),
  ])

/**
 * Keys by which everybody is found who has something in common with a person that can count (see `findPairs`): a value of
 * few people, or one of many with a word of the name.
 */
export const factProbes = (person: Person, frequencies: Frequencies): number[] =>
  sharedFacts(person).flatMap(({ kind, value, work }) =>
    work || frequencies.count(kind, value) > PEOPLE_OF_VALUE
      ? wordsOf(person).map((word) => factKey(kind, value, word))
      : [factKey(kind, value)],
  )

const sharedFacts = (person: Person) =>
  countedFacts(person)
    .filter(({ kind }) => kind !== 'word')
    .map(({ kind, value }) => ({ kind, value, work: kind === 'company' || kind === 'domain' }))

const wordsOf = ({ name }: Person): string[] => [...new Set([...name.first, ...name.last])]

const factKey = (kind: FactKind, value: string, word = ''): number => hash32(`${kind}\n${value}\n${word}`)

function mix(key: number, length: number): number {
  const mixed = Math.imul(key ^ (length * 0x27d4eb2f), 0x165667b1)
  return mixed ^ (mixed >>> 15)
}

/** FNV-1a, mixed once more. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}
