import { PEOPLE_OF_VALUE } from './find-pairs.ts'
import { waysToSay } from './fold-name.ts'
import { countedFacts, type FactKind, type Frequencies } from './frequencies.ts'
import type { Person } from './person.ts'
import { hashPrefixes, keyAt, MOST_EDITS, STEP, segmentation } from './segments.ts'
import { hashOf } from './string-table.ts'

/**
 * What a contact is found by without a look at the others: keys of parts of its name, of which everybody whose name is near
 * shares one, and keys of its facts. 32 bits each: what collides is told apart when it is compared.
 */
export interface Fingerprint {
  keys: number[]
  ways: string[]
}

/**
 * Five segments of which three match. Of a million names 64 share one with a name at the median and 380 at the 95th
 * percentile; of four segments it is 204 and 899 with four keys fewer to keep, of six 22 and 166 with five more.
 */
const { own, probes } = segmentation(5)

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
  sharedFacts(person).flatMap(({ kind, value, share }) => [
    ...(share === 'work' ? [] : [keyOf(kind, value)]),
    ...(share === 'personal' ? [] : wordsOf(person).map((word) => keyOf(kind, value, word))),
  ])

/**
 * Keys by which everybody is found who has something in common with a person that can count (see `findPairs`): a value of
 * few people, or one of many with a word of the name.
 */
export const factProbes = (person: Person, frequencies: Frequencies): number[] =>
  sharedFacts(person).flatMap(({ kind, value, share }) => {
    const many = frequencies.count(kind, value) > PEOPLE_OF_VALUE
    if (share === 'personal') return kind === 'local' && many ? [] : [keyOf(kind, value)]
    return share === 'work' || many ? wordsOf(person).map((word) => keyOf(kind, value, word)) : [keyOf(kind, value)]
  })

/**
 * Who shares a value: colleagues, who are looked for with a word of the name only; hardly anybody; or few people or many,
 * as numbers and custom fields have it.
 */
type Share = 'work' | 'personal' | 'any'

const shares: Record<string, Share> = {
  company: 'work',
  domain: 'work',
  mailbox: 'personal',
  local: 'personal',
  linkedin: 'personal',
}

const sharedFacts = (person: Person) =>
  countedFacts(person)
    .filter(({ kind }) => kind !== 'word')
    .map(({ kind, value }) => ({ kind, value, share: shares[kind] ?? 'any' }))

const wordsOf = ({ name }: Person): string[] => [...new Set([...name.first, ...name.last])]

const keyOf = (kind: FactKind, value: string, word = ''): number => hashOf(`${kind}\n${value}\n${word}`)

function mix(key: number, length: number): number {
  const mixed = Math.imul(key ^ (length * 0x27d4eb2f), 0x165667b1)
  return mixed ^ (mixed >>> 15)
}
