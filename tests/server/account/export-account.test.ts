import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exportedTables, leftOutSchemas, leftOutTables } from '../../../server/account/tables.ts'
import { bytesOf, filesOf } from '../../fixtures/zip.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { freshDatabase } from '../database.ts'
import { contactNamed, guardian, manager } from '../export/export.ts'
import { download, manyContacts, openTransactions, tableFrom, waitUntil } from '../export/lists.ts'

const ZIP = '/api/v1/account/export.zip'

async function exported(api: TestApi): Promise<Map<string, string>> {
  const { answer } = await download(api, ZIP, admin)
  expect(answer.statusCode).toBe(200)
  return filesOf(await bytesOf(answer))
}

const lines = (files: Map<string, string>, table: string): Record<string, unknown>[] =>
  (files.get(`tables/${table}.jsonl`) ?? 'no such file')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('export of the whole account: its lists', () => {
  it('name every table of the database once, as exported or left out, and none that is gone', async () => {
    const { sql } = await freshDatabase()
    const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
    const named = [...exportedTables, ...leftOutTables].map(({ table }) => table)
    expect(named.toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
  })

  it('name every other schema', async () => {
    const { connection } = await testApi()
    const schemas = await connection.sql<{ name: string }[]>`select distinct schemaname as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'public')`
    const named = leftOutSchemas.map(({ schema }) => schema)
    expect(schemas.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([])
  })

  it('name columns that exist, put tables in order by their key, and refer where the database does', async () => {
    const { sql } = await freshDatabase()
    const columns = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`
    const existing = new Set(columns.map(({ name }) => name))
    const keys = await sql<{ table_name: string; columns: string[] }[]>`
      select i.indrelid::regclass::text as table_name, array_agg(a.attname::text order by a.attname) as columns
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indisprimary group by i.indrelid`
    const references = await sql<{ name: string; target: string }[]>`
      select c.conrelid::regclass || '.' || a.attname as name, c.confrelid::regclass || '.' || b.attname as target
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1] where c.contype = 'f'`
    for (const { table, order, refersTo = {}, without = [], inPart = {}, because } of exportedTables) {
      for (const column of [...order, ...without, ...Object.keys(refersTo), ...Object.keys(inPart)]) {
        expect(existing, table).toContain(`${table}.${column}`)
      }
      expect(order.toSorted(), table).toEqual(keys.find(({ table_name }) => table_name === table)?.columns)
      const known = references.filter(({ name }) => name.startsWith(`${table}.`))
      for (const { name, target } of known)
        expect([name, refersTo[name.slice(table.length + 1)]]).toEqual([name, target])
      for (const target of Object.values(refersTo)) expect(existing, table).toContain(target)
      expect(without.length === 0 || (because ?? '').length > 10, table).toBe(true)
    }
    for (const { table, because } of leftOutTables) expect(because.length, table).toBeGreaterThan(10)
  })

  it('let no hash out but those of the audit log, and nothing called a secret, token or link', async () => {
    const { sql } = await freshDatabase()
    const columns = await sql<{ table_name: string; name: string; type: string }[]>`
      select table_name, column_name as name, data_type as type from information_schema.columns where table_schema = 'public'`
    const out = columns.filter(({ table_name, name }) => {
      const table = exportedTables.find(({ table }) => table === table_name)
      return table && !table.without?.includes(name)
    })
    const hashes = out.filter(({ type }) => type === 'bytea').map(({ table_name, name }) => `${table_name}.${name}`)
    expect(hashes.toSorted()).toEqual(['audit_entries.hash', 'audit_entries.previous_hash'])
    expect(out.filter(({ name }) => /secret|token|delta|password|credential|next_link/.test(name))).toEqual([])
  })
})

describe('export of the whole account: the door', () => {
  it('is for administrators alone, and stands in the audit log before its first byte', async () => {
    const api = await testApi()
    expect((await api.app.inject({ url: ZIP })).statusCode).toBe(401)
    for (const as of [rep, manager, guardian]) expect((await api.as(as)({ url: ZIP })).status).toBe(403)
    expect(await api.connection.sql`select 1 from audit_entries`).toHaveLength(0)
    const { answer, sent } = await download(api, ZIP, admin)
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/zip',
      'content-disposition': expect.stringMatching(/^attachment; filename="throughline-\d{4}-\d\d-\d\d\.zip"$/),
    })
    expect(await api.connection.sql`select 1 from audit_entries where action = 'account.exported'`).toHaveLength(1)
    sent.destroy()
    await waitUntil(async () => (await openTransactions(api)) === 0)
  })
})

describe('export of the whole account: what is in it', () => {
  it('has every row of every table as JSON Lines, the lists as CSV, and a manifest that holds', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await makeField(api, { label: 'Health', type: 'long_text', sensitive: true })
    await makeField(api, { entity: 'company', label: 'Region', type: 'text' })
    const payload = {
      firstName: 'Zoë "林"',
      email: 'zoe@acme.example',
      company: 'Acme, Inc.',
      tags: ['VIP'],
      customFields: { health: 'well\nenough' },
    }
    const { body: zoe } = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload })
    const note = { type: 'note', summary: 'Likes \u2028 tea' }
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${zoe.id}/activities`, payload: note })
    const files = await exported(api)
    expect([...files.keys()]).toEqual([
      'README.md',
      'contacts.csv',
      'companies.csv',
      ...exportedTables.map(({ table }) => `tables/${table}.jsonl`),
      'manifest.json',
    ])
    for (const { table } of exportedTables) {
      const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`
      expect(lines(files, table), table).toHaveLength(row?.n ?? -1)
    }
    expect(lines(files, 'contacts')).toMatchObject([
      {
        id: zoe.id,
        first_name: 'Zoë "林"',
        custom_fields: { health: 'well\nenough' },
        created_at: expect.stringMatching(/T.*\+00:00$/),
      },
    ])
    expect(lines(files, 'contacts')[0]).not.toHaveProperty('search_text')
    expect(lines(files, 'activities')).toMatchObject([{ type: 'note', summary: 'Likes \u2028 tea' }])
    expect(lines(files, 'contact_tags')).toEqual([{ contact_id: zoe.id, tag_id: lines(files, 'tags')[0]?.id }])
    expect(tableFrom(files.get('contacts.csv') ?? '').rows).toMatchObject([
      { ID: zoe.id, Company: 'Acme, Inc.', Tags: 'VIP', Health: 'well\nenough' },
    ])
    expect(tableFrom(files.get('companies.csv') ?? '').rows).toMatchObject([{ Name: 'Acme, Inc.', Contacts: '1' }])
    const manifest = JSON.parse(files.get('manifest.json') ?? '')
    expect(manifest.files.map(({ name }: { name: string }) => name)).toEqual([...files.keys()].slice(0, -1))
    for (const { name, rows, bytes, sha256 } of manifest.files) {
      const content = Buffer.from(files.get(name) ?? '')
      expect([name, bytes, sha256]).toEqual([name, content.length, createHash('sha256').update(content).digest('hex')])
      if (name.endsWith('.jsonl')) expect([name, rows]).toEqual([name, lines(files, name.slice(7, -6)).length])
      if (name.endsWith('.csv')) expect(rows).toBe(1)
    }
  })

  it('says in its README what each file is and what is not there', async () => {
    const api = await testApi()
    const readme = (await exported(api)).get('README.md') ?? ''
    for (const { table } of exportedTables) expect(readme).toContain(`\`${table}.jsonl\``)
    for (const { table } of leftOutTables) expect(readme).toContain(`\`${table}\``)
    expect(readme).toContain('`company_id` is `companies.id`')
  })

  it('GD-04 shows of mail what its owner shares, and of notes everything', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await sql`insert into messages (internet_message_id, direction, kind, sender, sent_at, subject_key)
      select 'none:a@x.example:' || n, 'received', 'person', 'a@x.example', now(), 'secret plan' from generate_series(0, 2) n`
    await sql`insert into activities (type, occurred_at, source, summary, details, actor_kind, message_id, shared)
      select 'email_received', now(), 'm365', 'Secret plan', '{"preview": "Here it is", "attachments": [{"name": "Plan.pdf"}], "kind": "person"}', 'external', id, right(internet_message_id, 1)::int from messages`
    const rows = lines(await exported(api), 'activities') as { shared: number; summary: string; details: object }[]
    expect(rows.toSorted((a, b) => a.shared - b.shared)).toMatchObject([
      { shared: 0, summary: null, details: { kind: 'person' } },
      { shared: 1, summary: 'Secret plan', details: { kind: 'person' } },
      { shared: 2, summary: 'Secret plan', details: { preview: 'Here it is' } },
    ])
    for (const kept of ['preview', 'attachments']) expect(rows.filter(({ details }) => kept in details)).toHaveLength(1)
    const [message] = lines(await exported(api), 'messages')
    expect([message?.internet_message_id, message?.sender]).toEqual([null, 'a@x.example'])
  })

  it('has all of more than 10,000, of one instant, and gives its connection back when it is broken off', async () => {
    const api = await testApi()
    await manyContacts(api, 12_000)
    const id = await contactNamed(api.connection, 'Last', 'One', 'last@x.example')
    const { answer } = await download(api, ZIP, admin)
    await api.connection.sql`delete from contacts where id = ${id}`
    const files = await filesOf(await bytesOf(answer))
    expect(lines(files, 'contacts')).toHaveLength(12_001)
    expect(lines(files, 'contact_addresses')).toHaveLength(12_001)
    expect(tableFrom(files.get('contacts.csv') ?? '').rows).toHaveLength(12_001)
    for (const wait of [0, 20, 150]) {
      const { sent } = await download(api, ZIP, admin)
      await new Promise((done) => setTimeout(done, wait))
      sent.destroy()
    }
    await waitUntil(async () => (await openTransactions(api)) === 0)
    expect((await exported(api)).size).toBeGreaterThan(30)
  })
})
