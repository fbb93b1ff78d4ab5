import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber } from '../../../server/custom-fields/read-number.ts'
import { type ReadingContext, readValue } from '../../../server/custom-fields/read-value.ts'
import {
  type CustomFieldType,
  type CustomValue,
  type CustomValues,
  customFieldTypes,
} from '../../../server/custom-fields/schema.ts'
import { valueTakenFrom } from '../../../server/custom-fields/unique-values.ts'
import { checkCustomValues } from '../../../server/custom-fields/values.ts'
import { admin, type TestApi, testApi } from '../api.ts'
import { makeField } from './fields.ts'

const choices = [
  { id: 'c1', label: 'Gold' },
  { id: 'c2', label: 'Silver' },
  { id: 'c3', label: 'Lead', archived: true },
]
const people = new Map([
  ['00000000-0000-7000-8000-00000000000a', 'u-ann'],
  ['ann@ours.example', 'u-ann'],
  ['u-ann', 'u-ann'],
])
const read = (type: CustomFieldType, value: CustomValue, context: Partial<ReadingContext> = {}) =>
  readValue({ type, choices }, value, { userId: (text) => people.get(text) ?? null, ...context })

const anyValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.stringMatching(/^[-+\d.,' ]{0,12}$/),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.webUrl(),
  fc.emailAddress(),
  fc.constantFrom('Gold', ' silver', 'c1; c2', 'ja', 'ann@ours.example', '+49 30 901820'),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.constantFrom('c1', 'Silver', 'c3', 'x'), { maxLength: 4 }),
)

describe('a custom value', () => {
  it('reads to what reads to itself, whatever is given, and to nothing that cannot be stored', () => {
    fc.assert(
      fc.property(fc.constantFrom(...customFieldTypes), anyValue, (type, given) => {
        const first = read(type, given)
        if ('error' in first) {
          expect(first.error).toMatch(/\.$/)
          return
        }
        expect(JSON.stringify(first.value)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
        expect(read(type, first.value)).toEqual(first)
      }),
      { numRuns: 3000 },
    )
  })

  it('CF-07 reads a number in every language as that language writes it', () => {
    const languages = ['en', 'de', 'de-CH', 'fr', 'pl', 'sv', 'en-IN', 'es', 'pt-BR', 'ar-EG', 'ja', 'hi']
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.integer({ min: -1e12, max: 1e12 }), (language, thousandths) => {
        const number = thousandths / 1000
        const text = new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(number)
        expect(readNumber(text, language), `${text} in ${language}`).toBe(number + 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('CF-07 reads numbers without a language where they can only be read in one way', () => {
    const cases: [string, string | undefined, number | null][] = [
      ['1.234,5', undefined, 1234.5],
      ['1,234.5', undefined, 1234.5],
      ['1 234,50', undefined, 1234.5],
      ["1'234.50", undefined, 1234.5],
      ['−3,5', undefined, -3.5],
      ['1,234,567', undefined, 1_234_567],
      ['1.234.567', undefined, 1_234_567],
      ['1.234', undefined, 1.234],
      ['1.234', 'de', 1234],
      ['1,234', 'en', 1234],
      ['1,234', undefined, null],
      ['0,125', undefined, 0.125],
      ['1234.5', 'de', 1234.5],
      ['1e3', undefined, 1000],
      ['1.23.4', undefined, null],
      ['12,34,567', 'en-IN', 1_234_567],
      ['1,2,3', undefined, null],
      ['1e999', undefined, null],
      ['5', 'no such language', 5],
      ['€ 5', undefined, null],
      ['0x10', undefined, null],
      ['.', undefined, null],
    ]
    for (const [text, language, number] of cases) expect([text, readNumber(text, language)]).toEqual([text, number])
  })

  it('is stored in one form, by type', () => {
    const cases: [CustomFieldType, CustomValue, CustomValue][] = [
      ['text', ' ﬁrst\r\nsecond ', 'first second'],
      ['text', 5, '5'],
      ['text', '   ', null],
      ['long_text', 'a\r\nb m²', 'a\nb m²'],
      ['date', '2028-02-29', '2028-02-29'],
      ['yes_no', 'Ja', true],
      ['yes_no', 0, false],
      ['url', 'example.com/a b'.replace(' ', ''), 'https://example.com/ab'],
      ['url', 'localhost:3000', 'https://localhost:3000/'],
      ['email', 'Ann <ANN@Exämple.de>', 'ann@xn--exmple-cua.de'],
      ['phone', '030 901820', '030 901820'],
      ['single_choice', 'gold', 'c1'],
      ['single_choice', ['c2'], 'c2'],
      ['multi_choice', 'Silver; c1 ;silver', ['c1', 'c2']],
      ['multi_choice', [], null],
      ['user', 'ANN@ours.example ', 'u-ann'],
      ['number', -0, 0],
    ]
    for (const [type, given, value] of cases) expect([type, given, read(type, given)]).toEqual([type, given, { value }])
    expect(read('phone', '030 901820', { country: 'DE' })).toEqual({ value: '+4930901820' })
  })

  it('CF-09 is refused with the reason: wrong type, no real date, other schemes, too long, no text', () => {
    const cases: [CustomFieldType, CustomValue, RegExp][] = [
      ['text', 'x'.repeat(501), /at most 500 characters; this has 501/],
      ['long_text', 'x'.repeat(20_001), /at most 20,000/],
      ['text', 'a\0b', /no text/],
      ['text', 'a\ud800', /no text/],
      ['text', ['a'], /one text/],
      ['number', true, /Not a number/],
      ['number', 1e16, /too great/],
      ['number', Number.NaN, /Not a number/],
      ['date', '2026-02-29', /calendar/],
      ['date', '31.12.2026', /2026-01-31/],
      ['date', 20261231, /calendar/],
      ['yes_no', 'maybe', /Neither/],
      ['url', 'javascript:alert(1)', /https/],
      ['url', 'ftp://example.com', /https/],
      ['url', 'not a page', /https/],
      ['email', 'nobody', /name@example/],
      ['phone', 'call me', /telephone/],
      ['single_choice', 'Lead', /Choose one of: Gold, Silver\./],
      ['single_choice', ['c1', 'c2'], /several/],
      ['multi_choice', ['c1', 'c3'], /not offered/],
      ['user', 'stranger@x.example', /person/],
    ]
    for (const [type, given, message] of cases) {
      expect(read(type, given), `${type} ${JSON.stringify(given).slice(0, 40)}`).toEqual({
        error: expect.stringMatching(message),
      })
    }
  })

  it('CF-03 keeps a choice that is not offered any more where it stands', () => {
    expect(read('single_choice', 'c3', { current: 'c3' })).toEqual({ value: 'c3' })
    expect(read('multi_choice', ['c3', 'c1'], { current: ['c3'] })).toEqual({ value: ['c1', 'c3'] })
    expect(read('single_choice', 'c3', { current: 'c1' })).toHaveProperty('error')
  })
})

const check = (
  { connection }: TestApi,
  given: CustomValues,
  context: Partial<Parameters<typeof checkCustomValues>[3]> = {},
) => connection.db.transaction((tx) => checkCustomValues(tx, 'contact', given, { creating: false, ...context }))

const addContact = async ({ connection }: TestApi, values: CustomValues, name = 'Holder') => {
  const [row] = await connection.sql<{ id: string }[]>`
    insert into contacts (first_name, custom_fields) values (${name}, ${JSON.stringify(values)}::jsonb) returning id`
  return row?.id as string
}

describe('checking the values of a record', () => {
  it('merges what changes into what is there, takes out what is empty, and names every field at fault', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Shoe size', type: 'number' })
    await makeField(api, { label: 'Note', type: 'text' })
    expect(await check(api, { shoeSize: '42,5', note: null }, { current: { note: 'x', shoeSize: 1 } })).toEqual({
      shoeSize: 42.5,
    })
    expect(await check(api, {}, { current: { note: 'x' } })).toEqual({ note: 'x' })
    const wrong = check(api, { shoeSize: 'big', note: 'a\0', colour: 'red', constructor: 'x' })
    await expect(wrong).rejects.toMatchObject({
      type: 'invalid-input',
      members: {
        errors: ['shoeSize', 'note', 'colour', 'constructor'].map((key) => ({
          path: `customFields.${key}`,
          message: expect.any(String),
        })),
      },
    })
  })

  it('CF-05 a new record must have what is required; an old one may lack it until that field is edited', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Region', type: 'text', required: true })
    await makeField(api, { label: 'Tier', type: 'text', required: true, defaultValue: 'C' })
    await makeField(api, { label: 'Other', type: 'text', defaultValue: 'd' })
    const must = { type: 'invalid-input', members: { errors: [{ path: 'customFields.region' }] } }
    await expect(check(api, {}, { creating: true })).rejects.toMatchObject(must)
    expect(await check(api, { region: 'North', other: null }, { creating: true })).toEqual({
      region: 'North',
      tier: 'C',
    })
    expect(await check(api, {}, { creating: true, mayLackRequired: true })).toEqual({ tier: 'C', other: 'd' })
    expect(await check(api, { other: 'x' }, { current: {} })).toEqual({ other: 'x' })
    await expect(check(api, { region: ' ' }, { current: { region: 'North' } })).rejects.toMatchObject(must)
    await expect(check(api, { region: null }, { current: {} })).rejects.toMatchObject(must)
  })

  it('a deleted field takes no value, and what stands in it stays', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'Old', type: 'text' })
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/custom-fields/${field.id}` })
    expect(await check(api, { old: 'kept' }, { current: { old: 'kept' } })).toEqual({ old: 'kept' })
    await expect(check(api, { old: 'new' }, { current: { old: 'kept' } })).rejects.toMatchObject({
      members: { errors: [{ message: 'This field is deleted. Leave it out.' }] },
    })
  })

  it('a person must still be here, unless they stand there already', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Engineer', type: 'user' })
    const { body: me } = await api.as(admin)({ url: '/api/v1/me' })
    expect(await check(api, { engineer: 'Adam@ours.example' })).toEqual({ engineer: me.id })
    await api.connection.sql`update users set active = false`
    await expect(check(api, { engineer: me.id })).rejects.toMatchObject({ type: 'invalid-input' })
    expect(await check(api, { engineer: me.id }, { current: { engineer: me.id } })).toEqual({ engineer: me.id })
  })

  it('CF-04 a unique value is taken without regard to case and accents, empty is not unique, one’s own may change its look', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Number', type: 'text', unique: true })
    const holder = await addContact(api, { number: 'Ä-1' })
    await addContact(api, {})
    await expect(check(api, { number: 'a-1' }, { creating: true })).rejects.toMatchObject({
      type: 'custom-value-taken',
      status: 409,
      members: {
        recordId: holder,
        record: `/api/v1/contacts/${holder}`,
        errors: [{ path: 'customFields.number', message: expect.stringContaining('Holder has this Number') }],
      },
    })
    expect(await check(api, { number: 'A-1' }, { current: { number: 'Ä-1' } })).toEqual({ number: 'A-1' })
    expect(await check(api, { number: null }, { current: { number: 'Ä-1' } })).toEqual({})
  })

  it('CF-04 of two that take the same unique value at once, one wins; past the check the index has the last word', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Number', type: 'text', unique: true })
    const { db } = api.connection
    const create = () =>
      db.transaction(async (tx) => {
        const values = await checkCustomValues(tx, 'contact', { number: 'N 7' }, { creating: true })
        await tx.execute(
          sql`insert into contacts (first_name, custom_fields) values ('A', ${JSON.stringify(values)}::jsonb)`,
        )
      })
    const results = await Promise.allSettled(Array.from({ length: 6 }, create))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason.type).toBe('custom-value-taken')
    }
    const past = await db
      .execute(sql`insert into contacts (first_name, custom_fields) values ('B', '{"number": "n 7"}')`)
      .catch((error) => valueTakenFrom(db, error))
    expect(past).toMatchObject({ type: 'custom-value-taken' })
    expect(await valueTakenFrom(db, new Error('other'))).toMatchObject({ message: 'other' })
  })

  it('CF-04 of several people who add a contact with the same unique value at once, one wins; the others get the link', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Number', type: 'text', unique: true })
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        api.as(admin)({
          method: 'POST',
          url: '/api/v1/contacts',
          payload: { firstName: `A${n}`, customFields: { number: n % 2 ? 'É 7' : 'e 7' } },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    const winner = answers.find(({ status }) => status === 201)?.body
    const loser = answers.find(({ status }) => status === 409)?.body
    expect(loser).toMatchObject({ type: 'custom-value-taken', record: `/api/v1/contacts/${winner.id}` })
  })
})
