import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Counted, companyOf, countedFacts, withinValue } from '../../../../server/duplicates/frequencies.ts'
import { grouped, membersOf } from '../../../../server/duplicates/grouped.ts'
import { Ids } from '../../../../server/duplicates/ids.ts'
import { People } from '../../../../server/duplicates/people.ts'
import { type Person, personFrom } from '../../../../server/duplicates/person.ts'

const word = fc.constantFrom('anna', 'Müller', '王', 'O’Brien', '😀', 'a\u001fb', 'c\u001ed', '')
const words = fc.array(word, { maxLength: 3 }).map((all) => all.join(' '))
const address = fc.constantFrom(
  'a@x.example',
  'b+news@gmail.com',
  'b@gmail.com',
  '"a\u001eb"@x.example',
  'info@müller.de',
)

const anyPerson = fc
  .record({
    firstName: words,
    lastName: words,
    addresses: fc.array(address, { maxLength: 3 }),
    phones: fc.array(fc.constantFrom('+49 30 1234567', '+4930123456', 'x', null), { maxLength: 2 }),
    company: fc.option(fc.constantFrom('Elders Ltd', 'Müller GmbH', 'a\u001fb')),
    linkedin: fc.option(fc.constantFrom('linkedin.com/in/ann-v', 'https://x.example/in/a\u001fb', 'a\u001eb')),
    country: fc.option(fc.constantFrom('de', 'NL')),
    custom: fc.array(fc.record({ field: fc.constantFrom('city', 'dob'), value: words }), { maxLength: 2 }),
  })
  .map(personFrom)

describe('people, packed', () => {
  it('are who they were, whoever is looked at in between', () => {
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 20 }), (all) => {
        const people = People.of(all)
        expect(people.length).toBe(all.length)
        for (const number of [...all.keys(), ...[...all.keys()].toReversed()]) {
          expect(people.at(number)).toEqual(all[number])
          expect(people.nameAt(number)).toEqual(all[number]?.name)
        }
      }),
    )
  })

  it('are told apart when there are more than are kept as objects', () => {
    const all = Array.from({ length: 1_000 }, (_, number) => personFrom({ lastName: `name${number}` }))
    const people = People.of(all)
    for (const number of [0, 256, 512, 0, 999, 743, 231]) expect(people.at(number)).toEqual(all[number])
  })

  it('are counted as one by one, fact by fact', () => {
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 30 }), (all) => {
        const counts = new Counted(People.of(all))
        const plain = plainCounts(all)
        for (const person of all) {
          const company = companyOf(person)
          for (const { kind, value, within } of countedFacts(person)) {
            expect(counts.count(kind, value)).toBe(plain.get(`${kind} ${value}`))
            if (within && company)
              expect(counts.countAt(company, kind, value)).toBe(plain.get(`${kind} ${withinValue(company, value)}`))
          }
        }
        expect(counts.count('word', 'nobody')).toBe(1)
      }),
    )
  })
})

function plainCounts(all: readonly Person[]): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const person of all) {
    const company = companyOf(person)
    for (const { kind, value, within } of countedFacts(person)) {
      add(`${kind} ${value}`)
      if (within && company) add(`${kind} ${withinValue(company, value)}`)
    }
  }
  return counts
}

describe('grouped', () => {
  it('keeps every member with its group, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 6 })), (groupOf) => {
        const groups = grouped(Int32Array.from(groupOf), 7)
        for (let group = 0; group < 7; group += 1)
          expect([...membersOf(groups, group)]).toEqual([...groupOf.keys()].filter((at) => groupOf[at] === group))
      }),
    )
  })
})

describe('ids', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { maxLength: 50 }), (all) => {
        const ids = new Ids()
        expect(all.map((id) => ids.add(id))).toEqual([...all.keys()])
        expect(all.map((_, number) => ids.at(number))).toEqual(all)
      }),
    )
    const many = new Ids()
    const id = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
    for (let number = 0; number < 5_000; number += 1) many.add(id(number))
    expect([0, 1_023, 1_024, 4_999].map((number) => many.at(number))).toEqual([0, 1_023, 1_024, 4_999].map(id))
  })
})
