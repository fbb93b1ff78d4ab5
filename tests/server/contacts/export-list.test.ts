import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { exportColumns } from '../../../server/contacts/export-columns.ts'
import { splitList } from '../../../server/platform/lists.ts'
import { bytesOf, filesOf } from '../../fixtures/zip.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { guardian, manager } from '../export/export.ts'
import { download, exportedCsv, manyContacts, openTransactions, tableFrom, waitUntil } from '../export/lists.ts'

const CSV = '/api/v1/contacts/export.csv'
const XLSX = '/api/v1/contacts/export.xlsx'

async function add(api: TestApi, payload: object): Promise<string> {
  const { status, body } = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload })
  expect([status, body.detail]).toEqual([201, undefined])
  return body.id
}

const column = (rows: Record<string, string>[], name: string) => rows.map((row) => row[name])

const chosen = (api: TestApi, payload: object, as = rep) =>
  api.as(as)({ method: 'POST', url: '/api/v1/contacts/export', payload })

describe('export of the contact list: what is in it', () => {
  it('has every column under its header, the record in each, and the custom fields behind', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Region', type: 'text' })
    await makeField(api, { label: 'Size', type: 'number' })
    await makeField(api, { label: 'Member', type: 'yes_no' })
    const tier = await makeField(api, {
      label: 'Tier',
      type: 'multi_choice',
      choices: [{ label: 'Gold; pure' }, { label: 'Tin' }],
    })
    await makeField(api, { label: 'Buddy', type: 'user' })
    const { body: me } = await api.as(rep)({ url: '/api/v1/me' })
    const id = await add(api, {
      firstName: 'Zoë',
      lastName: '林',
      email: 'Zoe@Acme.example',
      aliases: ['zoe@old.example', 'z@older.example'],
      phone: '+49 30 901820 ext. 12',
      jobTitle: 'Head of "Buying", Europe',
      department: 'Line one\nLine two',
      company: 'Acme',
      role: 'decision_maker',
      source: 'Fair',
      ownerId: me.id,
      tags: ['VIP', 'a;b'],
      linkedin: 'zoe-lin',
      country: 'DE',
      customFields: {
        region: 'North',
        size: 12.5,
        member: true,
        tier: tier.choices.map((choice) => choice.id),
        buddy: me.id,
      },
    })
    const { headers, rows } = await exportedCsv(api)
    expect(headers).toEqual([...exportColumns.map(({ header }) => header), 'Region', 'Size', 'Member', 'Tier', 'Buddy'])
    const [row] = rows
    expect(row).toMatchObject({
      ID: id,
      'First name': 'Zoë',
      'Last name': '林',
      Email: 'Zoe@Acme.example',
      'Other emails': 'z@older.example; zoe@old.example',
      Phone: '+4930901820;ext=12',
      'Job title': 'Head of "Buying", Europe',
      Company: 'Acme',
      Role: 'decision_maker',
      Status: 'active',
      'Lead score': '0',
      Source: 'Fair',
      Owner: 'rita@ours.example',
      Tags: '"a;b"; VIP',
      LinkedIn: 'https://www.linkedin.com/in/zoe-lin',
      'X (Twitter)': '',
      Country: 'DE',
      'Consent status': 'unknown',
      Jurisdiction: expect.stringMatching(/./),
      Region: 'North',
      Size: '12.5',
      Member: 'yes',
      Tier: '"Gold; pure"; Tin',
      Buddy: 'rita@ours.example',
    })
    expect(splitList(row?.Tags ?? '')).toEqual(['a;b', 'VIP'])
    expect(row?.Created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('IM-04 no cell runs in a spreadsheet, and each comes back as it was', async () => {
    const api = await testApi()
    const wild = ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", 'say "hi", Bo', 'Line one\nLine two', 'semi;colon', 'ends, "']
    for (const jobTitle of wild) await add(api, { firstName: 'Bo', jobTitle })
    const { rows, text } = await exportedCsv(api, { sort: 'createdAt' })
    expect(column(rows, 'Job title')).toEqual(wild)
    for (const cell of text.replaceAll(/"(?:[^"]|"")*"/g, (quoted) => quoted.slice(1, -1)).split(/[,\r\n]+/)) {
      expect(cell).not.toMatch(/^[=+@]|^-(?!\d)/)
    }
  })

  it('has the columns that are shown, in their order, the id always in front', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Region', type: 'text' })
    await add(api, { firstName: 'Ann', lastName: 'Li', email: 'ann@x.example' })
    const of = async (columns: string) => (await exportedCsv(api, { columns })).headers
    expect(await of('name,company,custom.region')).toEqual(['ID', 'First name', 'Last name', 'Company', 'Region'])
    expect(await of('custom.region, email,name,email,id')).toEqual([
      'ID',
      'Region',
      'Email',
      'Other emails',
      'First name',
      'Last name',
    ])
    expect(await of('consentStatus,tags')).toEqual(['ID', 'Consent status', 'Tags'])
    const { rows } = await exportedCsv(api, { columns: 'email' })
    expect(Object.values(rows[0] ?? {}).slice(1)).toEqual(['ann@x.example', ''])
  })

  it('keeps sensitive fields from reps, whether or not they ask for them', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Health', type: 'text', sensitive: true })
    await add(api, { firstName: 'Ann', customFields: { health: 'well' } })
    expect((await exportedCsv(api)).text).not.toContain('well')
    expect((await exportedCsv(api, { columns: 'name,custom.health' })).headers).toEqual([
      'ID',
      'First name',
      'Last name',
    ])
    for (const as of [manager, admin, guardian]) {
      expect(column((await exportedCsv(api, {}, { as })).rows, 'Health')).toEqual(['well'])
    }
  })

  it('is the list as it is filtered, searched and put in order', async () => {
    const api = await testApi()
    for (const [firstName, jobTitle, company] of [
      ['Cara', 'Buyer', 'Acme'],
      ['Ann', 'Buyer', 'Nordwind'],
      ['Bo', 'Engineer', 'Acme'],
      ['Zed', 'Buyer', 'Acme'],
    ] as const)
      await add(api, { firstName, jobTitle, company })
    await add(api, { email: 'only@x.example', jobTitle: 'Buyer' })
    const filter = JSON.stringify({ field: 'jobTitle', op: 'is', value: 'Buyer' })
    const names = async (query: Record<string, string>) => column((await exportedCsv(api, query)).rows, 'First name')
    expect(await names({ filter, sort: 'company' })).toEqual(['Cara', 'Zed', 'Ann', ''])
    expect(await names({ filter, sort: '-company' })).toEqual(['Ann', 'Zed', 'Cara', ''])
    expect(await names({ filter })).toEqual(['', 'Zed', 'Ann', 'Cara'])
    expect(await names({ search: 'acme', sort: 'name' })).toEqual(['Bo', 'Cara', 'Zed'])
    expect(await names({ search: 'nordwnd' })).toEqual(['Ann'])
    expect(await names({ search: 'nobody at all' })).toEqual([])
    for (const sort of ['company', '-leadScore', '-lastActivityAt', 'createdAt']) {
      const { body } = await api.as(rep)({ url: '/api/v1/contacts', query: { sort, filter } })
      const ids = column((await exportedCsv(api, { sort, filter })).rows, 'ID')
      expect(ids, sort).toEqual(body.items.map(({ id }: { id: string }) => id))
    }
  })

  it('follows a custom field, those without a value last', async () => {
    const api = await testApi()
    await makeField(api, { label: 'Level', type: 'number' })
    for (const [firstName, level] of [
      ['A', 5],
      ['B', null],
      ['C', 30],
    ] as const) {
      await add(api, { firstName, customFields: level === null ? {} : { level } })
    }
    const names = async (sort: string) => column((await exportedCsv(api, { sort })).rows, 'First name')
    expect([await names('custom.level'), await names('-custom.level')]).toEqual([
      ['A', 'C', 'B'],
      ['C', 'A', 'B'],
    ])
  })

  it('has the chosen people, or all that match but some', async () => {
    const api = await testApi()
    const ids = [
      await add(api, { firstName: 'A' }),
      await add(api, { firstName: 'B' }),
      await add(api, { firstName: 'C' }),
    ]
    const nobody = '00000000-0000-7000-8000-000000000000'
    const some = await chosen(api, {
      format: 'csv',
      selection: { ids: [ids[0], ids[2], nobody] },
      sort: 'name',
      columns: ['name'],
    })
    expect(some.status).toBe(200)
    expect(column(tableFrom(some.body).rows, 'First name')).toEqual(['A', 'C'])
    const rest = await chosen(api, { format: 'csv', selection: { except: [ids[0]] } })
    expect(column(tableFrom(rest.body).rows, 'First name')).toEqual(['C', 'B'])
  })

  it('is a workbook too, with the same cells', async () => {
    const api = await testApi()
    await add(api, { firstName: '=Ann & Bo', jobTitle: '<b>' })
    const token = await api.entra.token(rep)
    const answer = await api.app.inject({ url: XLSX, headers: { authorization: `Bearer ${token}` } })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ])
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="contacts-\d{4}-\d\d-\d\d\.xlsx"$/)
    const files = await filesOf(answer.rawPayload)
    expect(files.get('xl/worksheets/sheet1.xml')).toContain('=Ann &amp; Bo</t>')
    expect(files.get('xl/worksheets/sheet1.xml')).toContain('&lt;b&gt;</t>')
  })
})

describe('export of the contact list: the door', () => {
  it('is for everyone who is signed in with a role, as a dated download that no cache keeps', async () => {
    const api = await testApi()
    expect((await api.app.inject({ url: CSV })).statusCode).toBe(401)
    expect((await api.as({ ...rep, roles: [] })({ url: CSV })).status).toBe(403)
    expect((await api.as({ ...rep, roles: [] })({ url: XLSX })).status).toBe(403)
    const { headers } = await api.as(guardian)({ url: CSV })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-disposition': expect.stringMatching(/^attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"$/),
    })
  })

  it('is described as the file it is', async () => {
    const { app, entra } = await testApi()
    const { paths } = (await app.inject({ url: '/api/v1/openapi.json' })).json()
    expect(Object.keys(paths[CSV].get.responses['200'].content)).toEqual(['text/csv; charset=utf-8'])
    expect(Object.keys(paths['/api/v1/account/export.zip'].get.responses['200'].content)).toEqual(['application/zip'])
    const headers = { authorization: `Bearer ${await entra.token(rep)}` }
    // Nobody walks a list for its head: it is taken for the contact of that id, which is none.
    expect((await app.inject({ method: 'HEAD', url: CSV, headers })).statusCode).toBe(422)
  })

  it('stands in the audit log with its number and columns, and nothing that was looked for', async () => {
    const api = await testApi()
    await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    await add(api, { firstName: 'Bo' })
    await exportedCsv(api, { search: 'ann', columns: 'name,tags' })
    await chosen(api, { format: 'xlsx', selection: {} })
    const rows = await api.connection.sql<{ action: string; details: Record<string, unknown> }[]>`
      select action, subject_kind, subject_id, details from audit_entries where action like 'contacts.%' order by number`
    expect([...rows]).toEqual([
      {
        action: 'contacts.list-exported',
        subject_kind: 'contact',
        subject_id: null,
        details: { count: 1, format: 'csv', columns: ['id', 'firstName', 'lastName', 'tags'] },
      },
      {
        action: 'contacts.list-exported',
        subject_kind: 'contact',
        subject_id: null,
        details: { count: 2, format: 'xlsx', columns: exportColumns.map(({ id }) => id) },
      },
    ])
  })

  it('refuses what it cannot do, before anything is sent or logged', async () => {
    const api = await testApi()
    const gone = JSON.stringify({ field: 'tags', op: 'any_of', value: ['00000000-0000-7000-8000-000000000000'] })
    const broken = await api.as(rep)({ url: CSV, query: { filter: gone } })
    expect(broken.status).toBe(422)
    expect(broken.headers['content-disposition']).toBeUndefined()
    for (const query of [
      { filter: '{"field":' },
      { filter: '{"field":"custom.nothing","op":"not_empty"}' },
      { sort: 'phone' },
      { columns: 'name,shoeSize' },
      { columns: 'custom.nothing' },
      { columns: ',' },
      { timeZone: 'Mars' },
    ]) {
      const { status, body } = await api.as(rep)({ url: CSV, query: query as unknown as Record<string, string> })
      expect([status, typeof body.detail], JSON.stringify(query)).toEqual([422, 'string'])
    }
    expect((await chosen(api, { format: 'pdf', selection: {} })).status).toBe(422)
    expect((await chosen(api, { format: 'csv', selection: { ids: [] } })).status).toBe(422)
    expect(await api.connection.sql`select 1 from audit_entries`).toHaveLength(0)
    await waitUntil(async () => (await openTransactions(api)) === 0)
  })
})

describe('export of the contact list: the stream', () => {
  it('has all of more than 10,000, in order, each once', async () => {
    const api = await testApi()
    await manyContacts(api, 12_345)
    const { rows } = await exportedCsv(api, { sort: 'createdAt', columns: 'name' })
    expect(rows).toHaveLength(12_345)
    expect(column(rows, 'Last name')).toEqual(rows.map((_, n) => String(n + 1).padStart(6, '0')))
    const { body } = await api.as(rep)({ url: '/api/v1/contacts', query: { search: 'person', limit: '3' } })
    const searched = await exportedCsv(api, { search: 'person', columns: 'name' })
    expect(column(searched.rows, 'ID').slice(0, 3)).toEqual(body.items.map(({ id }: { id: string }) => id))
  })

  it('is of one instant, and reads no faster than it is read', async () => {
    const api = await testApi()
    await manyContacts(api, 20_000)
    const { answer } = await download(api, `${CSV}?sort=createdAt`)
    await once(answer, 'readable')
    await sleep(200)
    expect(await openTransactions(api)).toBe(1)
    await api.connection.sql`delete from contacts where last_name like '0199%'`
    expect(tableFrom((await bytesOf(answer)).toString()).rows).toHaveLength(20_000)
    await waitUntil(async () => (await openTransactions(api)) === 0)
  })

  it.each([CSV, XLSX])('%s that is broken off gives its connection back, however early', async (path) => {
    const api = await testApi()
    await manyContacts(api, 20_000)
    for (const wait of [0, 5, 50, 300]) {
      const { sent, answer } = await download(api, path)
      if (wait > 0) await once(answer, 'readable')
      await sleep(wait)
      sent.destroy()
    }
    await waitUntil(async () => (await openTransactions(api)) === 0)
    const { answer } = await download(api, path)
    expect(answer.statusCode).toBe(200)
    await bytesOf(answer)
  })

  it('gives the connection back of who leaves before the answer begins', async () => {
    const api = await testApi()
    await manyContacts(api, 5000)
    const lock = await api.connection.sql.reserve()
    await lock`begin`
    await lock`lock table custom_fields in access exclusive mode`
    const leaving = download(api, CSV).catch((error: Error) => error)
    await sleep(300)
    api.app.server.closeAllConnections()
    expect(await leaving).toBeInstanceOf(Error)
    await lock`rollback`
    lock.release()
    await waitUntil(async () => (await openTransactions(api)) === 0)
    expect((await exportedCsv(api)).rows).toHaveLength(5000)
  })

  it('never takes all connections: with the exports of all kinds the fourth at a time is asked to come back', async () => {
    const api = await testApi()
    await manyContacts(api, 20_000)
    const slow = await Promise.all([CSV, XLSX, '/api/v1/account/export.zip'].map((path) => download(api, path, admin)))
    const { answer } = await download(api, '/api/v1/companies/export.csv')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '10'])
    for (const { sent } of slow) sent.destroy()
    await waitUntil(async () => (await openTransactions(api)) === 0)
    expect((await exportedCsv(api)).rows).toHaveLength(20_000)
  })

  it('breaks off rather than ending well when the database fails, whenever that is', async () => {
    const api = await testApi()
    await manyContacts(api, 20_000)
    const logged = async () => (await api.connection.sql`select 1 from audit_entries`).length
    for (const [round, wait] of [0, 30, 300].entries()) {
      const { answer } = await download(api, CSV)
      await once(answer, 'readable')
      await waitUntil(async () => (await openTransactions(api)) === 1 && (await logged()) === round + 1)
      await sleep(wait)
      await api.connection.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and application_name = 'throughline'`
      await expect(bytesOf(answer)).rejects.toThrow('aborted')
    }
    expect((await exportedCsv(api)).rows).toHaveLength(20_000)
  })
})
