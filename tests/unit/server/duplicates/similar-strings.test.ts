import fc from 'fast-check'
import { distance } from 'fastest-levenshtein'
import { describe, expect, it } from 'vitest'
import { findSimilar } from '../../../../server/duplicates/similar-strings.ts'
import { StringTable, unpack } from '../../../../server/duplicates/string-table.ts'

type Limit = (text: string) => number
const always =
  (edits: number): Limit =>
  () =>
    edits
const byLength: Limit = (text) => (text.length < 6 ? 1 : 2)
const byScript: Limit = (text) => (text.includes('李') ? 0 : 2)

function packed(strings: string[]) {
  const table = new StringTable()
  for (const text of strings) table.intern(text)
  return table.packed()
}

function found(strings: string[], limit: Limit, parts = 1): string[] {
  const pairs: string[] = []
  for (let part = 0; part < parts; part += 1) {
    let share = part - parts
    const next = () => (share += parts)
    findSimilar(packed(strings), { limit, next, found: (a, b, edits) => pairs.push(`${a} ${b} ${edits}`) })
  }
  return pairs.sort()
}

function allWithAll(strings: string[], limit: Limit): string[] {
  const pairs: string[] = []
  for (const [a, one] of strings.entries()) {
    for (const [b, other] of strings.entries()) {
      if (a >= b) continue
      const edits = distance(one, other)
      if (edits <= Math.min(limit(one), limit(other))) pairs.push(`${a} ${b} ${edits}`)
    }
  }
  return pairs.sort()
}

/** Few letters, so that near strings are frequent; letters outside the basic plane and halves of them. */
const letters = fc.constantFrom('a', 'b', 'c', ' ', 'é', '李', '😀', '𝒜', '\ud83d')
const anyStrings = fc.uniqueArray(fc.string({ unit: letters, maxLength: 14 }), { maxLength: 60 })
const oneLetter = fc.uniqueArray(fc.nat(24).map((length) => 'a'.repeat(length)))

/** A few strings and strings some edits away from them: long ones come near each other by chance too seldom. */
const families = fc
  .array(fc.tuple(fc.string({ minLength: 4, maxLength: 40 }), fc.array(edit(), { maxLength: 12 })), { maxLength: 6 })
  .map((all) => [...new Set(all.flatMap(([text, edits]) => [text, ...grow(text, edits)]))])

/** Strings of every length up to 24 and what a few edits make of them, over few letters and over many. */
const ofEveryLength = fc
  .array(fc.tuple(fc.string({ unit: letters, maxLength: 24 }), fc.array(edit(), { maxLength: 6 })), { maxLength: 12 })
  .map((all) => [...new Set(all.flatMap(([text, edits]) => [text, ...grow(text, edits)]))])

function edit() {
  return fc.tuple(fc.constantFrom('insert', 'delete', 'replace'), fc.nat(40), fc.constantFrom('x', 'y', 'a'))
}

function grow(text: string, edits: [string, number, string][]): string[] {
  let now = text
  return edits.map(([kind, at, letter]) => {
    const place = now.length === 0 ? 0 : at % (now.length + 1)
    const rest = kind === 'insert' ? now.slice(place) : now.slice(place + 1)
    now = now.slice(0, place) + (kind === 'delete' ? '' : letter) + rest
    return now
  })
}

describe('findSimilar', () => {
  it.each([
    ['two edits', always(2)],
    ['one edit', always(1)],
    ['none', always(0)],
    ['fewer for short ones', byLength],
    ['none where there is a certain letter', byScript],
  ])(
    'ME-02 finds what comparing all with all finds, each once: %s',
    (_, limit) => {
      fc.assert(
        fc.property(fc.oneof(anyStrings, oneLetter, families, ofEveryLength), (strings) => {
          expect(found(strings, limit)).toEqual(allWithAll(strings, limit))
        }),
        { numRuns: 200 },
      )
    },
    30_000,
  )

  it('finds the same in shares as in one go', () => {
    fc.assert(
      fc.property(fc.oneof(anyStrings, families), fc.integer({ min: 2, max: 5 }), (strings, parts) => {
        expect(found(strings, always(2), parts)).toEqual(found(strings, always(2)))
      }),
    )
  }, 30_000)

  it('knows the empty string, and strings that are shorter than the limit', () => {
    expect(found(['', 'a', 'ab', 'abc', 'xyz'], always(2))).toEqual(
      allWithAll(['', 'a', 'ab', 'abc', 'xyz'], always(2)),
    )
    expect(found([], always(2))).toEqual([])
  })

  it('gives packed strings back as they were, each under the number it had the first time', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: letters })), (strings) => {
        const table = new StringTable()
        const numbers = strings.map((text) => table.intern(text))
        const distinct = [...new Set(strings)]
        expect(numbers).toEqual(strings.map((text) => distinct.indexOf(text)))
        expect(distinct.map((_, index) => unpack(table.packed(), index))).toEqual(distinct)
      }),
    )
  })

  it('keeps many strings apart', () => {
    const table = new StringTable()
    const strings = Array.from({ length: 20_000 }, (_, number) => `name ${number % 10_000}`)
    expect(strings.map((text) => table.intern(text))).toEqual(strings.map((_, number) => number % 10_000))
  })
})
