const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const LETTER = /[\p{L}\p{M}\p{N}]/u

export const fold = (text: string): string => text.normalize('NFC').trim().toLowerCase()

export const wordsOf = (name: string): string[] => [...name.matchAll(WORD)].map(([word]) => word)

/** Labels by the words of names, as they are written: `Bob` is a person, `bob` is not. */
export type Words = ReadonlyMap<string, string>

/** Names in full, found in any text by their first word: as quick with 10,000 names as with ten. */
export class FullNames {
  readonly #byFirstWord = new Map<string, { name: string; label: string }[]>()
  readonly #known = new Set<string>()

  /** Names of one word are too common to be looked for everywhere. */
  add(name: string, label: string): void {
    const whole = fold(name)
    const [first, second] = wordsOf(whole)
    if (!first || !second || this.#known.has(whole)) return
    this.#known.add(whole)
    this.#byFirstWord.set(first, [...(this.#byFirstWord.get(first) ?? []), { name: whole, label }])
  }

  /** The text with labels in place of names, and of the single words given. */
  replaceIn(text: string, words: Words): string {
    let out = ''
    let done = 0
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index < done) continue
      const full = this.#byFirstWord.get(word.toLowerCase())?.find(({ name }) => standsAt(text, index, name))
      const label = full?.label ?? words.get(word)
      if (!label) continue
      out += text.slice(done, index) + label
      done = index + (full?.name ?? word).length
    }
    return out + text.slice(done)
  }
}

const standsAt = (text: string, at: number, name: string): boolean =>
  text.slice(at, at + name.length).toLowerCase() === name && !LETTER.test(text[at + name.length] ?? '')
