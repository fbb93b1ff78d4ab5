import { distance } from 'fastest-levenshtein'
import { type Evidence, rarity } from './evidence.ts'
import { type FoldedName, inOnePiece, limitOf } from './fold-name.ts'
import type { Frequencies } from './frequencies.ts'
import { areNicknames } from './nicknames.ts'

type Detail = 'same' | 'nickname' | 'similar' | 'initial' | 'different'

/** How two words of names relate. */
interface WordMatch {
  detail: Detail
  bits: number
}

/** What two words in the same place of two names say, in bits. */
const MATCH = { same: 0.9, similar: 0.06, nickname: 0.03 }
/** How many words are as near to a word as one edit, for each time the word itself stands there, and in any case. */
const NEAR_WORDS = { each: 4, least: 12 }
const OTHER_FIRST = -5
const OTHER_LAST = -4.5
const EXTRA_WORD = -0.7
const OTHER_ORDER = -1.5

/** What two names say, or null when one of the people has none, or they are written in scripts that nobody can compare. */
export function compareNames(one: FoldedName, other: FoldedName, frequencies: Frequencies): Evidence | null {
  if (isEmpty(one) || isEmpty(other)) return null
  const values = [said(one), said(other)] as [string, string]
  if (LATIN.test(values[0]) !== LATIN.test(values[1])) return null
  const [a, b] = values[0] <= values[1] ? [one, other] : [other, one]
  const straight = samePiece(a, b, frequencies) ?? inPlace(a, b, frequencies)
  const turned = inPlace(a, { first: b.last, last: b.first }, frequencies)
  turned.bits += OTHER_ORDER
  const best = turned.bits > straight.bits ? { ...turned, swapped: true } : { ...straight, swapped: false }
  const bits = Math.min(best.bits, mostFor(frequencies))
  return {
    kind: 'name',
    detail: best.detail === 'same' && best.swapped ? 'swapped' : best.detail,
    bits,
    values,
    field: null,
    rare: best.detail === 'same' && bits >= Math.log2(frequencies.people) - 2,
  }
}

/** A name alone lifts two people to even odds and a little more, however rare it is. */
const mostFor = ({ people }: Frequencies): number => Math.log2(people) + 3

const isEmpty = ({ first, last }: FoldedName): boolean => first.length + last.length === 0

const LATIN = /\p{Script=Latin}/u

const said = ({ first, last }: FoldedName): string => [...first, ...last].join(' ')

function inPlace(a: FoldedName, b: FoldedName, frequencies: Frequencies): WordMatch {
  const first = compareWords(a.first, b.first, OTHER_FIRST, true, frequencies)
  const last = compareWords(a.last, b.last, OTHER_LAST, false, frequencies)
  return { bits: first.bits + last.bits, detail: weaker(first.detail, last.detail) }
}

/** 王小明 in one field and 小明, 王 in two: the same name, as rare as the commoner way of writing it is. */
function samePiece(a: FoldedName, b: FoldedName, frequencies: Frequencies): WordMatch | null {
  const piece = inOnePiece(a)
  if (piece === null || piece !== inOnePiece(b)) return null
  return { detail: 'same', bits: Math.min(inPlace(a, a, frequencies).bits, inPlace(b, b, frequencies).bits) }
}

const strength: Detail[] = ['different', 'initial', 'similar', 'nickname', 'same']
const weaker = (one: Detail | null, other: Detail | null): Detail => {
  if (one === null || other === null) return one ?? other ?? 'different'
  return strength.indexOf(one) < strength.indexOf(other) ? one : other
}

interface PartMatch {
  detail: Detail | null
  bits: number
}

const NOTHING: PartMatch = { detail: null, bits: 0 }

/** First names with first names, or last with last: each word with the one it fits best. */
function compareWords(
  a: readonly string[],
  b: readonly string[],
  otherBits: number,
  given: boolean,
  frequencies: Frequencies,
): PartMatch {
  if (a.length === 0 || b.length === 0) return NOTHING
  if (a.length === 1 && b.length === 1)
    return compareWord(a[0] as string, b[0] as string, otherBits, given, frequencies)
  const joined = compareJoined(a, b, frequencies)
  if (joined) return joined
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  const left = new Set(many)
  let bits = 0
  let detail: Detail | null = null
  for (const word of few) {
    let best: (WordMatch & { other: string }) | null = null
    for (const other of left) {
      const match = compareWord(word, other, otherBits, given, frequencies)
      if (!best || match.bits > best.bits) best = { ...match, other }
    }
    if (!best) continue
    left.delete(best.other)
    bits += best.bits
    detail = detail === null ? best.detail : weaker(detail, best.detail)
  }
  return { detail, bits: Math.max(bits + EXTRA_WORD * left.size, otherBits) }
}

/** `anna maria` and `annamaria`. */
function compareJoined(a: readonly string[], b: readonly string[], frequencies: Frequencies): PartMatch | null {
  const one = a.join('')
  if (a.length === b.length || one !== b.join('')) return null
  const rarest = [...a, ...b].map((word) => bitsOf(frequencies, word)).toSorted((x, y) => y - x)
  return { detail: 'similar', bits: (rarest[0] ?? 0) - 1 }
}

const bitsOf = (frequencies: Frequencies, word: string): number =>
  Math.log2(MATCH.same) + rarity(frequencies, 'word', word)

function compareWord(
  one: string,
  other: string,
  otherBits: number,
  given: boolean,
  frequencies: Frequencies,
): WordMatch {
  if (one === other) return { detail: one.length === 1 ? 'initial' : 'same', bits: bitsOf(frequencies, one) }
  if (one.length === 1 || other.length === 1) {
    return one[0] === other[0] ? { detail: 'initial', bits: 0.5 } : { detail: 'different', bits: otherBits }
  }
  if (given && areNicknames(one, other)) {
    return { detail: 'nickname', bits: nearBits(frequencies, one, other, MATCH.nickname) }
  }
  const limit = wordLimit(one, other)
  const apart = Math.abs(one.length - other.length) > limit ? limit + 1 : distance(one, other)
  const edits = apart === 2 && areSwapped(one, other) ? 1 : apart
  if (edits <= limit) {
    return {
      detail: 'similar',
      bits: nearBits(frequencies, one, other, edits === 1 ? MATCH.similar : MATCH.similar / 3),
    }
  }
  return { detail: 'different', bits: otherBits }
}

/** Two letters side by side exchanged are one slip (Damerau 1964). */
function areSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let at = 0
  while (one[at] === other[at]) at += 1
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
}

/** Words are shorter than names: two edits of `anna` are another name. */
function wordLimit(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length)
  return Math.min(limitOf(one, other), shorter < 3 ? 0 : shorter < 6 ? 1 : 2)
}

function nearBits(frequencies: Frequencies, one: string, other: string, chance: number): number {
  const commonest = Math.max(frequencies.count('word', one), frequencies.count('word', other))
  const near = (NEAR_WORDS.each * commonest + NEAR_WORDS.least) / frequencies.people
  return Math.max(Math.log2(chance / Math.min(near, 1)), -2)
}
