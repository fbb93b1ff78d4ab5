import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOf, nameProbes } from '../../../../server/duplicates/fingerprint.ts'
import { STEP, segmentation } from '../../../../server/duplicates/segments.ts'

const letter = fc.constantFrom('a', 'b', 'c', 'é', '李')
const edits = fc.array(fc.tuple(fc.constantFrom('insert', 'delete', 'replace'), fc.nat(), letter), { maxLength: 2 })

const edited = (text: string, changes: [string, number, string][]): string =>
  changes.reduce((now, [kind, at, other]) => {
    const place = at % (now.length + 1)
    return now.slice(0, place) + (kind === 'delete' ? '' : other) + now.slice(kind === 'insert' ? place : place + 1)
  }, text)

const person = (name: string) => ({
  name: { first: [], last: [name] },
  ...{ mailboxes: [], domains: [], phones: [], company: null, linkedin: null, country: null, custom: [] },
})

describe('segments', () => {
  it('ME-02 leave a key in common to any two names within two edits, as they are kept and looked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 24 }), edits, (kept, changes) => {
        const asked = edited(kept, changes)
        fc.pre(asked.length > 0)
        const { keys } = fingerprintOf(person(kept))
        expect(nameProbes(asked).some((key) => keys.includes(key))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are looked for in few places', () => {
    const probes = (count: number) =>
      [-2, -1, 0, 1, 2].map((more) => segmentation(count).probes(20, more).length / STEP)
    expect(probes(5)).toEqual([10, 16, 22, 16, 10])
    expect(probes(4)).toEqual([6, 9, 12, 9, 6])
  })
})
