import { distance } from 'fastest-levenshtein'
import { describe, expect, it } from 'vitest'
import { findPairs } from '../../../../server/duplicates/find-pairs.ts'
import { fingerprintOf } from '../../../../server/duplicates/fingerprint.ts'
import { foldName, limitOf, waysToSay } from '../../../../server/duplicates/fold-name.ts'
import { Counted } from '../../../../server/duplicates/frequencies.ts'
import { membersOf } from '../../../../server/duplicates/grouped.ts'
import { nearNames } from '../../../../server/duplicates/near-names.ts'
import { People } from '../../../../server/duplicates/people.ts'
import { type Person, personFrom } from '../../../../server/duplicates/person.ts'
import { reasonsFrom } from '../../../../server/duplicates/reasons.ts'
import { weigh } from '../../../../server/duplicates/weigh.ts'
import { type MadePerson, makePeople } from '../../../fixtures/people.ts'

const { signal } = new AbortController()

const pairsOf = (people: Person[]) => findPairs(People.of(people), { threads: 1, stop: signal })

const personOf = ({ firstName, lastName, email, phone, company }: MadePerson): Person =>
  personFrom({ firstName, lastName, addresses: email ? [email] : [], phones: [phone], company })

const near = (one: string, other: string): boolean => distance(one, other) <= limitOf(one, other)

/** Every pair of people, weighed one by one. */
function allWithAll(people: Person[]) {
  const counts = new Counted(People.of(people))
  return people.flatMap((a, one) =>
    people.slice(one + 1).flatMap((b, at) => {
      const { score, certainty } = weigh(a, b, counts)
      return certainty ? [`${one} ${one + 1 + at} ${certainty} ${score}`] : []
    }),
  )
}

const day = (dob: string): Person =>
  personFrom({ firstName: 'Frank', lastName: 'Schmidt', custom: [{ field: 'dob', value: dob }] })

describe('findPairs', () => {
  it('takes two of one name with quite different birthdays for two people, with a slip in it for one', async () => {
    const others = makePeople(100, 6).map(personOf)
    const bornOn = async (dob: string) => (await pairsOf([day('1988-12-22'), day(dob), ...others])).pairs
    expect((await bornOn('1988-12-27')).map(({ one, other }) => [one, other])).toContainEqual([0, 1])
    expect((await bornOn('2003-06-13')).map(({ one, other }) => [one, other])).not.toContainEqual([0, 1])
  })

  it('ME-01 suggests a Chinese name in one field and in two with one number', async () => {
    const phones = ['+8613912345678']
    const people = [
      personFrom({ lastName: '王小明', phones }),
      personFrom({ firstName: '小明', lastName: '王', phones }),
      ...makePeople(100, 6).map(personOf),
    ]
    const { pairs } = await pairsOf(people)
    expect(pairs.map(({ one, other }) => [one, other])).toContainEqual([0, 1])
  })

  it.each([1, 2, 3])(
    'ME-02 suggests what weighing all with all would, for people with common names (%i)',
    async (seed) => {
      const people = makePeople(700, seed).map(personOf)
      const { pairs } = await pairsOf(people)
      const found = pairs.map(({ one, other, certainty, score }) => `${one} ${other} ${certainty} ${score}`)
      expect(found.sort()).toEqual(allWithAll(people).sort())
    },
    30_000,
  )

  it('finds most people who are there twice, and few others', async () => {
    const made = makePeople(4_000, 9)
    const { pairs } = await pairsOf(made.map(personOf))
    const right = pairs.filter(({ one, other }) => made[one]?.who === made[other]?.who)
    const twice = made.length - new Set(made.map(({ who }) => who)).size
    expect(right.length / pairs.length).toBeGreaterThan(0.85)
    expect(right.length / twice).toBeGreaterThan(0.75)
    const best = pairs.toSorted((a, b) => b.score - a.score).slice(0, 100)
    expect(best.filter(({ one, other }) => made[one]?.who !== made[other]?.who)).toEqual([])
  }, 30_000)

  it('counts pairs of a common name without suggesting them', async () => {
    const people = Array.from({ length: 300 }, () => personFrom({ firstName: 'Anna', lastName: 'Schmidt' }))
    const found = await pairsOf(people)
    expect(found.candidates).toBe((300 * 299) / 2)
    expect(found.pairs).toEqual([])
  })

  it('finds the two of a common name that share a number', async () => {
    const people = Array.from({ length: 300 }, (_, number) =>
      personFrom({ firstName: 'Anna', lastName: 'Schmidt', phones: [`+49301234${number < 2 ? 0 : number}00`] }),
    )
    const { pairs } = await pairsOf(people)
    expect(pairs.map(({ one, other }) => [one, other])).toEqual([[0, 1]])
  })
})

describe('one number', () => {
  const phoneEvidence = (one: string, other: string) => {
    const [a, b] = [one, other].map((number) => personFrom({ firstName: 'Ann', lastName: 'Vloet', phones: [number] }))
    const counts = new Counted(People.of([a, b, ...makePeople(100, 6).map(personOf)] as Person[]))
    return weigh(a as Person, b as Person, counts).evidence.find(({ kind }) => kind === 'phone')
  }

  it.each([
    ['+13397768670', '(339) 776-8670', 'same'],
    ['+49 30 1234567', '030 / 1234567', 'same'],
    ['0049 30 1234567', '+49301234567;ext=12', 'same'],
    ['+390612345678', '06 1234 5678', 'same'],
    ['+49 30 1234567 ext. 3', '+49301234567', 'same'],
    ['+33612345678', '+49612345678', 'different'],
    ['+33612345678', '06 12 34 56 79', 'similar'],
    ['+33612345678', '+33799999999', 'different'],
  ])('however it is typed: %s and %s are %s', (one, other, detail) => {
    expect(phoneEvidence(one, other)?.detail).toBe(detail)
    expect(phoneEvidence(other, one)?.detail).toBe(detail)
  })

  it('is told with the code of its country where one of the two has it', () => {
    const evidence = [phoneEvidence('(339) 776-8670', '+13397768670')].filter((fact) => fact !== undefined)
    const [reason] = reasonsFrom(evidence, { fields: [], names: ['Ann', 'Ann'] })
    expect(reason).toMatchObject({ text: 'The same phone number: +1 3397768670', values: ['+1 3397768670'] })
  })

  it('is looked for under one key, with and without the code of its country', async () => {
    const [one, other] = ['+13397768670', '(339) 776-8670'].map((phone) => personFrom({ phones: [phone] }))
    const shared = fingerprintOf(one as Person).keys.filter((key) => fingerprintOf(other as Person).keys.includes(key))
    expect(shared).toHaveLength(1)
  })
})

describe('a slip in a name', () => {
  it.each([
    ['Alex', 'Alxe', 'similar'],
    ['Vath', 'Avth', 'similar'],
    ['Alex', 'Axxl', 'different'],
    ['Anna', 'Nana', 'similar'],
    ['Al', 'La', 'different'],
  ])('of two letters exchanged is one: %s and %s are %s', (one, other, detail) => {
    const [a, b] = [one, other].map((firstName) => personFrom({ firstName, lastName: 'Gari' }))
    const counts = new Counted(People.of(makePeople(100, 6).map(personOf)))
    expect(weigh(a as Person, b as Person, counts).evidence[0]).toMatchObject({ kind: 'name', detail })
  })
})

describe('two of one name at one company', () => {
  const counts = new Counted(People.of(makePeople(5_000, 6).map(personOf)))
  const werner = (address: string, phone: string) =>
    personFrom({
      firstName: 'Werner',
      lastName: 'Petolsdel',
      addresses: [address],
      phones: [phone],
      company: 'Gruric AG',
    })

  it('are not certain for addresses that are alike, and numbered ones tell them apart', () => {
    const one = werner('werner.petolsdel@gruric.example', '+49 89 5938805')
    for (const [address, detail] of [
      ['werner.petolsdel2@gruric.example', 'different'],
      ['werner.petolsdl@gruric.example', 'similar'],
    ] as const) {
      const { certainty, evidence } = weigh(one, werner(address, '+49 89 2269896'), counts)
      expect(certainty, address).toBe('likely')
      expect(evidence.find(({ kind }) => kind === 'address')).toMatchObject({ detail })
    }
    const same = werner('werner.petolsdel+fair@gruric.example', '+49 89 2269896')
    expect(weigh(one, same, counts).certainty).toBe('certain')
  })

  it('of one family are possible only, however rare the family name', () => {
    const [thomas, andrea] = ['Thomas', 'Andrea'].map((firstName) =>
      personFrom({
        firstName,
        lastName: 'Senmuelero',
        addresses: [`${firstName}@wineau.example`],
        company: 'Wineau SARL',
      }),
    )
    expect(weigh(thomas as Person, andrea as Person, counts).certainty).toBe('possible')
  })

  it('weigh the same from either side', () => {
    const people = makePeople(300, 8).map(personOf)
    for (const [at, one] of people.entries()) {
      const other = people[(at * 7 + 1) % people.length] as Person
      expect(weigh(one, other, counts).score).toBeCloseTo(weigh(other, one, counts).score, 12)
    }
  })
})

type Raw = Parameters<typeof personFrom>[0]

describe('one mailbox or one profile', () => {
  const suggested = async (...all: Raw[]) => {
    const strangers = makePeople(100, 6).map(personOf)
    const { pairs } = await pairsOf([...all.map(personFrom), ...strangers])
    return pairs.filter(({ other }) => other < all.length).map(({ one, other }) => [one, other])
  }
  const mailbox = (...addresses: string[]): Raw => ({ addresses })

  it.each<[string, Raw, Raw, boolean]>([
    ['without names', mailbox('ann@gmail.com'), mailbox('ann+news@gmail.com'), true],
    [
      'of which one has a name',
      { firstName: 'Ann', lastName: 'Vloet', ...mailbox('a.vloet@gmail.com') },
      mailbox('avloet@gmail.com'),
      true,
    ],
    [
      'a profile without names',
      { linkedin: 'linkedin.com/in/ann-v' },
      { linkedin: 'https://www.linkedin.com/in/ann-v/' },
      true,
    ],
    ['that many use', mailbox('info+a@gmail.com'), mailbox('info+b@gmail.com'), false],
    [
      'of two quite different names',
      { firstName: 'Ann', lastName: 'Vloet', ...mailbox('us@gmail.com') },
      { firstName: 'Carlos', lastName: 'Brecht', ...mailbox('us+c@gmail.com') },
      true,
    ],
    [
      'a profile with another family name, address and company',
      {
        firstName: 'Anna',
        lastName: 'Berg',
        linkedin: 'linkedin.com/in/anna-b',
        company: 'Zork',
        ...mailbox('a@zork.example'),
      },
      {
        firstName: 'Anna',
        lastName: 'Kochendorf',
        linkedin: 'linkedin.com/in/anna-b',
        company: 'Quux',
        ...mailbox('anna@quux.example'),
      },
      true,
    ],
    [
      'a profile with a name in two scripts',
      { firstName: 'Wei', lastName: 'Zhang', linkedin: 'linkedin.com/in/wei-zhang' },
      { firstName: '伟', lastName: '张', linkedin: 'linkedin.com/in/wei-zhang' },
      true,
    ],
  ])('ME-01 %s', async (_, one, other, expected) => {
    expect(await suggested(one, other)).toEqual(expected ? [[0, 1]] : [])
  })

  it('ME-01 is compared with the first who has it where more have it than are compared with each other', async () => {
    const many = Array.from({ length: 60 }, (_, n) => mailbox(`ann+${n}@gmail.com`))
    expect(await suggested(...many)).toEqual(many.slice(1).map((_, n) => [0, n + 1]))
    expect(await suggested(...many.slice(0, 15))).toHaveLength((15 * 14) / 2)
  })
})

describe('nearNames', () => {
  const called: [string, string][] = [
    ['Anna', 'Schmidt'],
    ['Schmidt', 'Anna'],
    ['Anna', 'Schmitt'],
    ['ÁNNA', 'SCHMIDT'],
    ['Bob', 'Marlowe'],
    ['Robert', 'Marlowe'],
    ['Rob', 'Marlow'],
    ['Li', 'Wu'],
    ['Li', 'Wo'],
    ['Ly', 'Wo'],
    ['伟', '王'],
    ['伟', '李'],
    ["Sean O'Brien", ''],
    ['Sean', 'OBrien'],
    ['Jean-Luc', 'Picard'],
    ['Jean Luc', 'Picard'],
    ['', 'Schmidt'],
  ]

  it('ME-01 pairs names as comparing every way to say one with every way to say the other does', async () => {
    const folded = [...called, ...makePeople(500, 5).map((p): [string, string] => [p.firstName, p.lastName])]
    const people = folded.map(([firstName, lastName]) => personFrom({ firstName, lastName }))
    const { names, people: bearers, near: found } = await nearNames(People.of(people), 1, signal)
    const ways = Array.from({ length: names }, (_, name) => {
      const [number] = membersOf(bearers, name)
      return waysToSay((people[number as number] as Person).name)
    })
    const expected = ways.flatMap((mine, a) =>
      ways
        .slice(a + 1)
        .flatMap((theirs, at) =>
          mine.some((one) => theirs.some((other) => near(one, other))) ? [`${a} ${a + 1 + at}`] : [],
        ),
    )
    const pairs = Array.from({ length: found.length / 2 }, (_, at) => `${found[2 * at]} ${found[2 * at + 1]}`)
    expect(pairs.sort()).toEqual(expected.sort())
  }, 30_000)

  it.each([
    ['the order of words', ['Anna', 'Schmidt'], ['Schmidt', 'Anna'], true],
    ['accents and case', ['ANNA', 'Müller'], ['Anna', 'muller'], true],
    ['a short form', ['Bob', 'Marlowe'], ['Robert', 'Marlowe'], true],
    ['hyphens', ['Jean-Luc', 'Picard'], ['Jean Luc', 'Picard'], true],
    ['one letter of a short name', ['Li', 'Wu'], ['Li', 'Wo'], true],
    ['two letters of a short name', ['Li', 'Wu'], ['Ly', 'Wo'], false],
    ['one sign of a Chinese name', ['伟', '王'], ['伟', '李'], false],
    ['vowel signs of Arabic', ['مُحَمَّد', 'خالِد'], ['محمد', 'خالد'], true],
    ['a Chinese name in one field', ['', '王小明'], ['小明', '王'], true],
  ])('%s', (_, one, other, expected) => {
    const said = ([first, last]: string[]) => waysToSay(foldName(first, last))
    expect(said(one).some((a) => said(other).some((b) => near(a, b)))).toBe(expected)
  })
})
