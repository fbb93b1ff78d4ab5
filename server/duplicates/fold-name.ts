import { fullNames } from './nicknames.ts'

/**
 * A text as it is compared: accents, case and punctuation do not count. Marks of scripts in which they are letters stay.
 */
export function foldText(text: string): string {
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(LIGATURES, (letter) => spelled[letter] ?? letter)
    .replace(/['’‘`´ʼ]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

const ASCII = /^[ -~]*$/
/** Accents, the vowel points of Hebrew, and the vowel signs and lengthening stroke of Arabic: people leave them out. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]/g
const spelled: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const LIGATURES = /[ßæœøłđðþı]/g

/** A name in folded words. */
export interface FoldedName {
  first: readonly string[]
  last: readonly string[]
}

const words = (text: string | null | undefined): readonly string[] => {
  const folded = text ? foldText(text) : ''
  return folded === '' ? NO_WORDS : folded.split(' ')
}

const NO_WORDS: readonly string[] = []

export const foldName = (firstName: string | null | undefined, lastName: string | null | undefined): FoldedName => ({
  first: words(firstName),
  last: words(lastName),
})

/**
 * The ways a name is compared: as it is given, its words in order of the alphabet (so that order does not count), and the
 * same with each given name written out that a first word can be short for; and in one piece where that is how it is
 * written. Two names are near each other when any way of one is near any way of the other: see `limitOf`.
 */
export function waysToSay(name: FoldedName): string[] {
  const { first, last } = name
  const all = [...first, ...last]
  if (all.length === 0) return []
  const ways = new Set([all.join(' '), inOrder(all)])
  const [called, ...more] = first
  for (const full of called ? fullNames(called) : []) ways.add(inOrder([full, ...more, ...last]))
  const piece = inOnePiece(name)
  if (piece !== null) ways.add(piece)
  return [...ways]
}

const inOrder = (all: readonly string[]): string => all.toSorted().join(' ')

/** Family name and given name without a space, as scripts of syllables have them; null in other scripts. */
export function inOnePiece({ first, last }: FoldedName): string | null {
  const piece = [...last, ...first].join('')
  return SYLLABLES.test(piece) ? piece : null
}

/**
 * How many letters a name allows another to differ in (ME-01): two, one below six letters; none in scripts where a sign is
 * a syllable or a word.
 */
export function nearLimit(name: string): number {
  if (SYLLABLES.test(name)) return name.length < 6 ? 0 : 1
  return name.length < 6 ? 1 : 2
}

/** How many letters two names may differ in: what both allow. */
export const limitOf = (one: string, other: string): number => Math.min(nearLimit(one), nearLimit(other))

const SYLLABLES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
