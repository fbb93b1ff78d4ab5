import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../../server/import/schema.ts'
import { admin, testApi } from '../api.ts'
import { importing } from './importing.ts'

const columns = [
  'First Name',
  'Email',
  'Other emails',
  'LinkedIn',
  'Job title',
  'Company',
  'Tags',
  'Key',
  'Notes',
  'Country',
]

/** What a preview of a file says and what its import comes to, with chunks of a size; `before` is here already. */
async function bothWays(rows: string[][], chunk: number, change: Partial<Mapping>, before: string[][] = []) {
  const api = await testApi()
  const field = { entity: 'contact', label: 'Key', type: 'text', unique: true }
  await api.as(admin)({ method: 'POST', url: '/api/v1/custom-fields', payload: field })
  const csv = (list: string[][]) =>
    [columns, ...list].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n')
  const { all, upload, map, preview, run } = importing(api, admin, chunk)
  if (before.length > 0) await all(csv(before), {}, 'before.csv')
  const [here] = await api.connection.sql`select count(*)::int as companies from companies`
  const file = await map(await upload(csv(rows)), { remember: false, ...change })
  const said = (await preview(file.id)).preview
  const { counts } = await run(file.id)
  const [now] = await api.connection.sql`select count(*)::int as companies from companies`
  return {
    foretold: { ...said?.counts, companies: said?.companies },
    came: { ...counts, companies: now?.companies - here?.companies },
  }
}

/** A row by the columns that say something. */
const person = (said: Partial<Record<(typeof columns)[number], string>>) =>
  columns.map((column) => said[column as keyof typeof said] ?? '')

describe('a preview', () => {
  it.each([
    [
      'a company by the domain of an earlier row',
      { created: 2, unchanged: 1 },
      [
        { Email: 'ann@acme.example', Company: 'Acme' },
        { Email: 'bob@acme.example' },
        { Email: 'bob@acme.example', Company: 'ACME' },
      ],
    ],
    [
      'a domain of an address that the row does not name',
      { created: 2, updated: 1 },
      [
        { Email: 'ann@acme.example', LinkedIn: 'linkedin.com/in/ann' },
        { Email: 'bob@acme.example', Company: 'Acme' },
        { Email: 'ann@home.example', LinkedIn: 'linkedin.com/in/ann', Company: 'Engines' },
      ],
    ],
    [
      'a note that stands there',
      { created: 1, unchanged: 1 },
      [
        { Email: 'ann@acme.example', Notes: 'Wants a quote' },
        { Email: 'ann@acme.example', Notes: 'Wants a quote' },
      ],
    ],
    [
      'the same whole row in other words',
      { created: 1, unchanged: 1 },
      [
        { 'First Name': 'Ann', Country: 'Germany' },
        { 'First Name': 'Ann', Country: 'DE' },
      ],
    ],
    [
      'a link with something hanging on it',
      { created: 1, updated: 1 },
      [
        { 'First Name': 'Ann', LinkedIn: 'https://www.linkedin.com/in/ann' },
        { 'First Name': 'Ann', LinkedIn: 'linkedin.com/in/ann/?trk=mail', 'Job title': 'CEO' },
      ],
    ],
    [
      'a value that is one of a kind, of somebody else',
      { created: 2, warned: 1 },
      [
        { Email: 'ann@acme.example', Key: 'É1' },
        { Email: 'bob@acme.example', Key: 'e1' },
      ],
    ],
    [
      'a domain in other letters',
      { created: 1, updated: 1 },
      [{ Email: 'ann@größe.example' }, { Email: 'ann@xn--gre-6ka8i.example', 'Job title': 'CEO' }],
    ],
    [
      'a row that fits two',
      { created: 2, refused: 1 },
      [
        { Email: 'ann@acme.example' },
        { 'First Name': 'Ann', LinkedIn: 'https://www.linkedin.com/in/ann' },
        { Email: 'ann@acme.example', LinkedIn: 'https://www.linkedin.com/in/ann' },
      ],
    ],
  ])('knows across chunks: %s', async (_, expected, rows) => {
    const { foretold, came } = await bothWays(rows.map(person), 1, { matchBy: ['email', 'linkedin'] })
    expect(came).toMatchObject(expected)
    expect(foretold).toEqual(came)
  })

  it('foretells the counts of the import, wherever chunks end', async () => {
    const row = fc.tuple(
      fc.constantFrom('Ada', 'Bob', ''),
      fc.constantFrom('a@x.example', 'A@x.example', 'a+t@x.example', 'b@x.example', 'c@y.example', '', ''),
      fc.constantFrom('', '', 'c@y.example', 'b@x.example'),
      fc.constantFrom('', '', 'https://linkedin.com/in/one', 'linkedin.com/in/two?x=1'),
      fc.constantFrom('', 'Buyer', 'CEO'),
      fc.constantFrom('', '', 'Acme', 'ACME', 'Engines'),
      fc.constantFrom('', 'x', 'x; y'),
      fc.constantFrom('', '', '1', 'É1', 'e1'),
      fc.constantFrom('', 'a note', 'another'),
      fc.constantFrom('DE', 'Germany', ''),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 3 }),
        fc.array(row, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('fill' as const, 'overwrite' as const, 'skip' as const, 'create' as const),
        fc.constantFrom('leave_out' as const, 'refuse' as const),
        fc.subarray(['email', 'linkedin', 'custom.key'], { minLength: 1 }),
        async (before, rows, chunk, onMatch, invalid, matchBy) => {
          const { foretold, came } = await bothWays(rows, chunk, { onMatch, invalid, matchBy }, before)
          expect(foretold).toEqual(came)
        },
      ),
      { numRuns: Number(process.env.FORETOLD_RUNS ?? 10) },
    )
  }, 240_000)
})
