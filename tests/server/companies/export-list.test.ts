import { describe, expect, it } from 'vitest'
import { filesOf } from '../../fixtures/zip.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { exportedCsv, openTransactions, waitUntil } from '../export/lists.ts'

const CSV = '/api/v1/companies/export.csv'
const companies = { what: 'companies' } as const

async function add(api: TestApi, payload: object): Promise<string> {
  const { status, body } = await api.as(rep)({ method: 'POST', url: '/api/v1/companies', payload })
  expect([status, body.detail]).toEqual([201, undefined])
  return body.id
}

const names = async (api: TestApi, query: Record<string, string>) =>
  (await exportedCsv(api, query, companies)).rows.map((row) => row.Name)

describe('export of the company list', () => {
  it('has every column, the custom fields behind, sensitive ones not for reps', async () => {
    const api = await testApi()
    await makeField(api, { entity: 'company', label: 'Region', type: 'text' })
    await makeField(api, { entity: 'company', label: 'name', type: 'text' })
    await makeField(api, { entity: 'company', label: 'Rating', type: 'number', sensitive: true })
    const { body: me } = await api.as(rep)({ url: '/api/v1/me' })
    const id = await add(api, {
      name: '=Acme, "Inc."',
      domains: ['acme.example', 'acme.test'],
      phone: '+49 30 901820',
      website: 'https://acme.example/',
      country: 'de',
      ownerId: me.id,
      customFields: { region: 'North', name: 'x', rating: 3 },
    })
    await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload: { email: 'ann@acme.example' } })
    const { headers, rows, text } = await exportedCsv(api, {}, companies)
    expect(headers).toEqual([
      'ID',
      'Name',
      'Domains',
      'Phone',
      'Website',
      'Country',
      'Owner',
      'Contacts',
      'Created',
      'Updated',
      'Region',
      'name (name)',
    ])
    expect(rows).toMatchObject([
      {
        ID: id,
        Name: '=Acme, "Inc."',
        Domains: 'acme.example; acme.test',
        Phone: '+4930901820',
        Country: 'DE',
        Owner: 'rita@ours.example',
        Contacts: '1',
        Region: 'North',
      },
    ])
    expect(text).toContain(`"'=Acme, ""Inc."""`)
    expect((await exportedCsv(api, {}, { ...companies, as: admin })).rows[0]?.Rating).toBe('3')
  })

  it('is the list as it is searched, narrowed and put in order', async () => {
    const api = await testApi()
    for (const [name, country] of [
      ['Nordwind', 'DE'],
      ['Acme', 'FR'],
      ['Zeta', 'DE'],
    ] as const)
      await add(api, { name, country })
    expect(await names(api, {})).toEqual(['Acme', 'Nordwind', 'Zeta'])
    expect(await names(api, { sort: '-createdAt' })).toEqual(['Zeta', 'Acme', 'Nordwind'])
    expect(await names(api, { country: 'de', sort: '-name' })).toEqual(['Zeta', 'Nordwind'])
    expect(await names(api, { search: 'wind' })).toEqual(['Nordwind'])
  })

  it('has all of more than a batch, as CSV and as a workbook, and logs it', async () => {
    const api = await testApi()
    await api.connection
      .sql`insert into companies (name) select 'Company ' || lpad(n::text, 5, '0') from generate_series(1, 11000) n`
    const all = await names(api, {})
    expect([all.length, all[0], all.at(-1)]).toEqual([11_000, 'Company 00001', 'Company 11000'])
    const headers = { authorization: `Bearer ${await api.entra.token(rep)}` }
    const answer = await api.app.inject({ url: '/api/v1/companies/export.xlsx?search=00042', headers })
    expect((await filesOf(answer.rawPayload)).get('xl/worksheets/sheet1.xml')).toContain('Company 00042')
    const entries = await api.connection
      .sql`select details from audit_entries where action = 'companies.list-exported' order by number`
    expect(entries.map(({ details }) => details)).toEqual([
      { count: 11_000, format: 'csv' },
      { count: 1, format: 'xlsx' },
    ])
  })

  it('refuses an order there is not, and who has no role', async () => {
    const api = await testApi()
    expect((await api.as(rep)({ url: CSV, query: { sort: 'size' } })).status).toBe(422)
    expect((await api.as({ ...rep, roles: [] })({ url: CSV })).status).toBe(403)
    expect((await api.app.inject({ url: CSV })).statusCode).toBe(401)
    await waitUntil(async () => (await openTransactions(api)) === 0)
  })
})
