import { describe, expect, it } from 'vitest'
import { purgeFields } from '../../../server/custom-fields/purge-fields.ts'
import type { CustomChoice, CustomField } from '../../../server/custom-fields/schema.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { makeField } from './fields.ts'

const url = (id = '') => `/api/v1/custom-fields${id && `/${id}`}`
const nobody = '00000000-0000-7000-8000-000000000000'

const edit = ({ as }: TestApi, { id, version }: CustomField, payload: object) =>
  as(admin)({ method: 'PATCH', url: url(id), payload: { version, ...payload } })
const list = async ({ as }: TestApi, query: Record<string, string> = {}): Promise<CustomField[]> =>
  (await as(rep)({ url: url(), query })).body.items
const post = ({ as }: TestApi, path: string, payload: object = {}) =>
  as(admin)({ method: 'POST', url: url(path), payload })

let added = 0
/** In the order they are added, by last name. */
const addContact = async ({ connection }: TestApi, values: object, name = 'C') => {
  added += 1
  const [row] = await connection.sql<{ id: string }[]>`
    insert into contacts (first_name, last_name, custom_fields)
    values (${name}, ${String(added).padStart(6, '0')}, ${JSON.stringify(values)}::jsonb) returning id`
  return row?.id as string
}
const valuesOf = async ({ connection }: TestApi) =>
  (await connection.sql<{ custom_fields: object }[]>`select custom_fields from contacts order by last_name`).map(
    (row) => row.custom_fields,
  )
const spread = async ({ connection }: TestApi) =>
  (
    await connection.sql`select v.text_value, v.number_value, v.unique_value
      from contact_custom_values v join contacts c on c.id = v.contact_id order by c.last_name, v.ordinal`
  ).map((row) => ({ ...row }))
const idOf = (field: CustomField, label: string) => field.choices.find((choice) => choice.label === label)?.id as string
const audited = async ({ as }: TestApi) =>
  (await as(admin)({ url: '/api/v1/audit', query: { action: 'custom_field' } })).body.items.map(
    ({ action }: { action: string }) => action,
  )

describe('custom fields', () => {
  it('CF-01 make their key of the label, once and for good, one of a kind among the deleted too', async () => {
    const api = await testApi()
    const keys: string[] = []
    for (const label of ['Größe (cm)', 'Größe cm', 'Łódź–Ørsted', '2nd phone', '顧客番号', 'Constructor', 'VAT']) {
      keys.push((await makeField(api, { label, type: 'text' })).key)
    }
    expect(keys).toEqual(['grosseCm', 'grosseCm2', 'lodzOrsted', 'ndPhone', 'field', 'constructor2', 'vat'])
    const vat = (await list(api)).find(({ key }) => key === 'vat') as CustomField
    await api.as(admin)({ method: 'DELETE', url: url(vat.id) })
    const cases: [object, number, string][] = [
      [{ key: 'vat' }, 409, 'custom-field-key-taken'],
      [{ key: 'toString' }, 422, 'invalid-input'],
      [{ key: 'With space' }, 422, 'invalid-input'],
    ]
    for (const [payload, status, type] of cases) {
      const { status: got, body } = await post(api, '', { entity: 'contact', label: 'X', type: 'text', ...payload })
      expect([got, body.type], JSON.stringify(payload)).toEqual([status, type])
    }
    expect((await makeField(api, { label: 'VAT', type: 'text', entity: 'company' })).key).toBe('vat')
    expect((await edit(api, vat, { key: 'other' })).body.type).toBe('invalid-input')
  })

  it('CF-08 adding a field is a row: no table changes, and nobody who writes contacts waits', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const catalogue = async () =>
      (
        await sql`select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public' union all select indexname, indexdef, '' from pg_indexes where schemaname = 'public' order by 1, 2`
      ).map((row) => ({ ...row }))
    const before = await catalogue()
    await sql.begin(async (tx) => {
      await tx`insert into contacts (first_name) values ('being written')`
      for (const type of ['text', 'number', 'user'] as const)
        await makeField(api, { label: type, type, required: true })
    })
    expect(await catalogue()).toEqual(before)
  })

  it('are defined by administrators, read by everyone; a stale edit gets the current one', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'Tier', type: 'text', help: 'How dear', position: 0 })
    const attempts = [
      { method: 'POST' as const, url: url(), payload: { entity: 'contact', label: 'A', type: 'text' } },
      { method: 'PATCH' as const, url: url(field.id), payload: { version: 1, label: 'B' } },
      { method: 'DELETE' as const, url: url(field.id) },
    ]
    for (const attempt of attempts) expect((await api.as(rep)(attempt)).status).toBe(403)
    expect(await list(api)).toEqual([field])
    const renamed = await edit(api, field, { label: 'Level', help: '', personalData: false })
    expect(renamed.body).toMatchObject({ label: 'Level', key: 'tier', help: null, personalData: false, version: 2 })
    expect(renamed.headers.etag).toBe('"2"')
    const stale = await edit(api, field, { label: 'Mine' })
    expect([stale.status, stale.body]).toMatchObject([409, { type: 'stale-version', current: { label: 'Level' } }])
    expect((await edit(api, { ...field, id: nobody }, { label: 'x' })).status).toBe(404)
    expect((await api.as(rep)({ url: url(field.id) })).body.label).toBe('Level')
    expect(await audited(api)).toEqual(['custom_field.edited', 'custom_field.created'])
  })

  it('move among each other and say how many records hold a value', async () => {
    const api = await testApi()
    const made: Record<string, CustomField> = {}
    for (const label of ['a', 'b', 'c', 'd'])
      made[label] = await makeField(api, { label, type: 'multi_choice', choices: [{ label: 'x' }, { label: 'y' }] })
    await makeField(api, { label: 'z', type: 'text', entity: 'company' })
    const order = async () => (await list(api, { entity: 'contact' })).map(({ key, position }) => `${position}${key}`)
    expect(await order()).toEqual(['0a', '1b', '2c', '3d'])
    await edit(api, made.d as CustomField, { position: 1 })
    expect(await order()).toEqual(['0a', '1d', '2b', '3c'])
    await edit(api, made.a as CustomField, { position: 9999 })
    expect(await order()).toEqual(['0d', '1b', '2c', '3a'])
    const { a, b } = made as { a: CustomField; b: CustomField }
    await addContact(api, { a: a.choices.map(({ id }) => id), b: [b.choices[0]?.id] })
    await addContact(api, { a: [a.choices[0]?.id] })
    await api.connection.sql`insert into companies (name, custom_fields) values ('Co', '{"z": "1"}'), ('Co2', '{}')`
    expect(Object.fromEntries((await list(api)).map(({ key, uses }) => [key, uses]))).toEqual({
      a: 2,
      b: 1,
      c: 0,
      d: 0,
      z: 1,
    })
  })

  it('CF-08 the pane shows at most eight', async () => {
    const api = await testApi()
    for (let n = 0; n < 8; n++) await makeField(api, { label: `p${n}`, type: 'text', inPane: true })
    const ninth = await makeField(api, { label: 'ninth', type: 'text' })
    const { status, body } = await edit(api, ninth, { inPane: true })
    expect([status, body.type, body.most]).toEqual([409, 'pane-full', 8])
    expect((await makeField(api, { label: 'co', type: 'text', entity: 'company', inPane: true })).inPane).toBe(true)
  })

  it('refuse settings that do not go together', async () => {
    const api = await testApi()
    const cases: [object, string][] = [
      [{ type: 'single_choice' }, 'choices'],
      [{ type: 'single_choice', choices: [{ label: 'A' }, { label: 'a ' }] }, 'choices'],
      [{ type: 'text', choices: [{ label: 'A' }] }, 'choices'],
      [{ type: 'single_choice', choices: [{ label: 'A' }], defaultValue: 'B' }, 'defaultValue'],
      [{ type: 'number', defaultValue: 'much' }, 'defaultValue'],
      [{ type: 'user', defaultValue: nobody }, 'defaultValue'],
      [{ type: 'yes_no', unique: true }, 'unique'],
      [{ type: 'text', unique: true, defaultValue: 'x' }, 'unique'],
      [{ type: 'colour' }, 'type'],
      [{ type: 'text', label: ' ' }, 'label'],
    ]
    for (const [payload, path] of cases) {
      const { status, body } = await post(api, '', { entity: 'contact', label: 'X', ...payload })
      expect([status, body.errors?.[0]?.path], JSON.stringify(payload)).toEqual([422, path])
    }
    expect(await list(api)).toEqual([])
  })
})

describe('deleting a field', () => {
  it('CF-01 archives it, says how many records hold a value, and brings all back within 30 days', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'Old', type: 'text', unique: true, inPane: true })
    await addContact(api, { old: 'A' })
    await addContact(api, { old: 'B' })
    const deleted = await api.as(admin)({ method: 'DELETE', url: url(field.id) })
    expect(deleted.body).toMatchObject({ uses: 2, archivedAt: expect.any(String), restorableUntil: expect.any(String) })
    const days = (Date.parse(deleted.body.restorableUntil) - Date.parse(deleted.body.archivedAt)) / 86_400_000
    expect(days).toBe(30)
    expect(await list(api)).toEqual([])
    expect(await list(api, { archived: 'true' })).toMatchObject([{ key: 'old', uses: 2 }])
    expect((await edit(api, deleted.body, { label: 'x' })).body.type).toBe('custom-field-archived')
    expect((await api.as(admin)({ method: 'DELETE', url: url(field.id) })).body.version).toBe(deleted.body.version)
    for (let n = 0; n < 8; n++) await makeField(api, { label: `p${n}`, type: 'text', inPane: true })
    const restored = await post(api, `${field.id}/restore`)
    expect(restored.body).toMatchObject({ key: 'old', archivedAt: null, uses: 2, inPane: false, position: 8 })
    expect(await valuesOf(api)).toEqual([{ old: 'A' }, { old: 'B' }])
  })

  it('CF-01 after 30 days the values go with it, in companies too, and it cannot be restored', async () => {
    const api = await testApi()
    const old = await makeField(api, { label: 'Old', type: 'text' })
    const young = await makeField(api, { label: 'Young', type: 'text' })
    const company = await makeField(api, { label: 'Old', type: 'text', entity: 'company' })
    await addContact(api, { old: 'A', young: 'B' })
    await api.connection.sql`insert into companies (name, custom_fields) values ('Co', '{"old": "1", "other": 2}')`
    for (const { id } of [old, young, company]) await api.as(admin)({ method: 'DELETE', url: url(id) })
    const { sql, db } = api.connection
    await sql`update custom_fields set archived_at = now() - interval '30 days 1 minute' where key = 'old'`
    expect((await post(api, `${old.id}/restore`)).status).toBe(404)
    expect(await Promise.all([purgeFields(db), purgeFields(db)]).then(([a, b]) => a + b)).toBe(2)
    expect(await valuesOf(api)).toEqual([{ young: 'B' }])
    expect((await sql`select custom_fields from companies`)[0]?.custom_fields).toEqual({ other: 2 })
    expect((await spread(api)).map(({ text_value }: { text_value?: string }) => text_value)).toEqual(['b'])
    expect(await list(api, { archived: 'true' })).toMatchObject([{ key: 'young' }])
    expect((await post(api, `${young.id}/restore`)).status).toBe(200)
  })
})

describe('choices', () => {
  const tier = (api: TestApi, more: object = {}) =>
    makeField(api, {
      label: 'Tier',
      type: 'single_choice',
      choices: [{ label: 'Gold' }, { label: 'Silver' }, { label: 'Lead' }],
      ...more,
    })

  it('CF-03 keep their id under a new name; what is left out goes, or is archived where records hold it', async () => {
    const api = await testApi()
    const field = await tier(api)
    await addContact(api, { tier: idOf(field, 'Lead') })
    const [gold] = field.choices as [CustomChoice]
    const { body } = await edit(api, field, { choices: [{ label: 'Platinum' }, { ...gold, label: 'GOLD' }] })
    expect(body.choices).toEqual([
      { id: expect.any(String), label: 'Platinum' },
      { id: gold.id, label: 'GOLD' },
      { id: idOf(field, 'Lead'), label: 'Lead', archived: true },
    ])
    expect((await edit(api, body, { choices: [{ id: 'nothing', label: 'x' }] })).body.errors[0].path).toBe(
      'choices.0.id',
    )
    const withDefault = await edit(api, body, { defaultValue: 'gold' })
    expect(withDefault.body.defaultValue).toBe(gold.id)
    const dropped = await edit(api, withDefault.body, { choices: [body.choices[0]] })
    expect([dropped.status, dropped.body.errors[0].path]).toEqual([422, 'defaultValue'])
  })

  it('CF-03 one that is replaced points elsewhere in records, filters and default, with an entry in each history', async () => {
    const api = await testApi()
    const field = await tier(api, { defaultValue: 'Silver' })
    const [gold, silver, lead] = field.choices.map(({ id }) => id) as [string, string, string]
    const ann = await addContact(api, { tier: silver, other: 1 })
    await addContact(api, { tier: lead })
    const { sql } = api.connection
    const filter = {
      and: [
        { field: 'custom.tier', op: 'any_of', value: [silver, gold] },
        { field: 'custom.else', op: 'is', value: silver },
      ],
    }
    await sql`insert into segments (name, kind, filter) values ('S', 'dynamic', ${JSON.stringify(filter)}::jsonb)`
    const { status, body } = await post(api, `${field.id}/choices/replace`, { from: silver, to: gold })
    expect([status, body.records]).toEqual([200, 1])
    expect(body.field).toMatchObject({ defaultValue: gold, version: 2, choices: [{ id: gold }, { id: lead }] })
    expect(await valuesOf(api)).toEqual([{ tier: gold, other: 1 }, { tier: lead }])
    expect((await spread(api)).map(({ text_value }: { text_value?: string }) => text_value)).toEqual([gold, lead])
    expect((await sql`select filter from segments`)[0]?.filter).toEqual({
      and: [
        { field: 'custom.tier', op: 'any_of', value: [gold] },
        { field: 'custom.else', op: 'is', value: silver },
      ],
    })
    const history = await api.as(rep)({ url: `/api/v1/contacts/${ann}/history` })
    expect(history.body.items).toMatchObject([{ field: 'customFields.tier', before: silver, after: gold }])
    expect((await api.as(rep)({ url: `/api/v1/contacts/${ann}` })).body.version).toBe(2)

    const emptied = await post(api, `${field.id}/choices/replace`, { from: lead, to: null })
    expect(emptied.body).toMatchObject({ records: 1, field: { choices: [{ id: gold }] } })
    expect(await valuesOf(api)).toEqual([{ tier: gold, other: 1 }, {}])
    for (const payload of [
      { from: gold, to: null },
      { from: gold, to: gold },
      { from: 'x', to: gold },
      { from: gold, to: 'x' },
    ]) {
      expect((await post(api, `${field.id}/choices/replace`, payload)).status, JSON.stringify(payload)).toBe(422)
    }
  })

  it('CF-03 of several, each stands once after the replacing, in the order of the field; companies likewise', async () => {
    const api = await testApi()
    const field = await makeField(api, {
      entity: 'company',
      label: 'Tags',
      type: 'multi_choice',
      choices: ['a', 'b', 'c'].map((label) => ({ label })),
    })
    const [a, b, c] = field.choices.map(({ id }) => id) as [string, string, string]
    const { sql } = api.connection
    for (const [n, tags] of [[a, c], [c], [a, b, c], [b]].entries()) {
      await sql`insert into companies (name, custom_fields) values (${`Co ${n}`}, ${JSON.stringify({ tags })}::jsonb)`
    }
    const values = async () =>
      (await sql`select custom_fields -> 'tags' as v from companies order by name`).map(({ v }) => v)
    expect((await post(api, `${field.id}/choices/replace`, { from: c, to: a })).body.records).toBe(3)
    expect(await values()).toEqual([[a], [a], [a, b], [b]])
    expect((await post(api, `${field.id}/choices/replace`, { from: b, to: null })).body.records).toBe(2)
    expect(await values()).toEqual([[a], [a], [a], null])
    const [{ n }] = (await sql`select count(*)::int as n from company_changes where field = 'customFields.tags'`) as [
      { n: number },
    ]
    expect(n).toBe(5)
  })
})

describe('making a field unique', () => {
  it('CF-04 lists what collides, without regard to case and accents, empty aside, and changes nothing', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'Number', type: 'text' })
    const first = await addContact(api, { number: 'É1' }, 'Ann')
    const second = await addContact(api, { number: 'e1' }, 'Bob')
    await addContact(api, { number: 'x'.repeat(300) })
    await addContact(api, { number: `${'x'.repeat(299)}y` })
    await addContact(api, {})
    await addContact(api, {})
    const refused = await edit(api, field, { unique: true, label: 'New' })
    expect([refused.status, refused.body]).toMatchObject([
      409,
      {
        type: 'custom-field-collisions',
        count: 1,
        collisions: [
          {
            records: [
              { id: first, name: expect.stringMatching(/^Ann/) },
              { id: second, name: expect.stringMatching(/^Bob/) },
            ],
          },
        ],
      },
    ])
    expect(await list(api)).toMatchObject([{ label: 'Number', unique: false, version: 1 }])
    await api.connection.sql`update contacts set custom_fields = '{"number": "e2"}' where id = ${second}`
    expect((await edit(api, field, { unique: true })).body).toMatchObject({ unique: true, version: 2 })
    expect(new Set((await spread(api)).map(({ unique_value }: { unique_value?: string }) => unique_value)).size).toBe(4)
    expect((await spread(api)).every(({ unique_value }: { unique_value?: string }) => unique_value)).toBe(true)
    await expect(addContact(api, { number: 'E1' })).rejects.toMatchObject({ code: '23505' })
    await edit(api, { ...field, version: 2 }, { unique: false })
    await addContact(api, { number: 'E1' })
  })

  it('CF-04 lists the first 50; a value written while the field becomes unique is not overlooked', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'N', type: 'number' })
    await api.connection.sql`insert into contacts (first_name, custom_fields)
      select 'A', jsonb_build_object('n', n % 60) from generate_series(0, 119) n`
    const { body } = await edit(api, field, { unique: true })
    expect([body.count, body.collisions.length]).toEqual([60, 50])
    await api.connection.sql`delete from contacts`
    await addContact(api, { n: 7 })
    let becoming: Promise<{ status: number }> | undefined
    await api.connection.sql.begin(async (tx) => {
      await tx`insert into contacts (first_name, custom_fields) values ('Late', '{"n": 7}')`
      becoming = edit(api, field, { unique: true })
      await new Promise((resolve) => setTimeout(resolve, 300))
    })
    expect((await becoming)?.status).toBe(409)
  })

  it('CF-04 companies likewise', async () => {
    const api = await testApi()
    const field = await makeField(api, { entity: 'company', label: 'VAT', type: 'text' })
    await api.connection
      .sql`insert into companies (name, custom_fields) values ('A', '{"vat": "1"}'), ('B', '{"vat": "1"}')`
    expect((await edit(api, field, { unique: true })).body).toMatchObject({
      collisions: [{ value: '1', records: [{ name: 'A' }, { name: 'B' }] }],
    })
  })
})

describe('changing the type', () => {
  const convert = (api: TestApi, field: CustomField, type: string, apply = true) =>
    post(api, `${field.id}/convert`, { type, apply })

  it('CF-02 tells what converts and what fails, applies only when nothing fails, and filters follow', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'Size', type: 'text', defaultValue: '10' })
    for (const size of ['1.234,5', '7', '7']) await addContact(api, { size })
    const wrong = await addContact(api, { size: 'large' }, 'Bob')
    const told = {
      possible: true,
      converts: 3,
      fails: 1,
      applied: false,
      failures: [
        {
          recordId: wrong,
          name: expect.stringMatching(/^Bob/),
          value: 'large',
          reason: expect.stringMatching(/Not a number/),
        },
      ],
    }
    expect((await convert(api, field, 'number', false)).body).toMatchObject(told)
    expect((await convert(api, field, 'number')).body).toMatchObject({ ...told, field: { type: 'text', version: 1 } })
    await api.connection.sql`update contacts set custom_fields = '{}' where id = ${wrong}`
    expect((await convert(api, field, 'number', false)).body).toMatchObject({
      converts: 3,
      fails: 0,
      applied: false,
      field: { type: 'text' },
    })
    const done = await convert(api, field, 'number')
    expect(done.body).toMatchObject({
      converts: 3,
      fails: 0,
      applied: true,
      field: { type: 'number', defaultValue: 10, version: 2, uses: 3 },
    })
    expect(await valuesOf(api)).toEqual([{ size: 1234.5 }, { size: 7 }, { size: 7 }, {}])
    expect((await spread(api)).map(({ number_value }: { number_value?: number }) => number_value)).toEqual([
      1234.5, 7, 7,
    ])
    expect((await convert(api, done.body.field, 'text')).body.applied).toBe(true)
    expect(await valuesOf(api)).toEqual([{ size: '1234.5' }, { size: '7' }, { size: '7' }, {}])
    expect((await spread(api)).map(({ number_value }: { number_value?: number }) => number_value)).toEqual([
      null,
      null,
      null,
    ])
    expect(await audited(api)).toEqual(['custom_field.converted', 'custom_field.converted', 'custom_field.created'])
  })

  it('CF-02 goes along safe ways and says where there is none', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'F', type: 'text' })
    await addContact(api, { f: 'Gold' })
    await addContact(api, { f: 'gold; Silver' })
    const multi = (await convert(api, field, 'multi_choice')).body.field as CustomField
    expect(multi.choices.map(({ label }) => label)).toEqual(['Gold', 'Silver'])
    expect(await valuesOf(api)).toEqual([
      { f: [idOf(multi, 'Gold')] },
      { f: [idOf(multi, 'Gold'), idOf(multi, 'Silver')] },
    ])
    expect((await convert(api, multi, 'single_choice')).body).toMatchObject({ converts: 1, fails: 1, applied: false })
    expect((await convert(api, multi, 'number')).body).toMatchObject({ possible: false, failures: [], applied: false })
    const text = (await convert(api, multi, 'long_text')).body.field as CustomField
    expect(text.choices).toEqual([])
    expect(await valuesOf(api)).toEqual([{ f: 'Gold' }, { f: 'Gold; Silver' }])
    expect((await convert(api, text, 'text')).body.applied).toBe(true)
    expect((await convert(api, text, 'text')).body.possible).toBe(false)
    expect((await convert(api, text, 'yes_no')).body).toMatchObject({ fails: 2 })
    expect((await convert(api, { ...text, id: nobody }, 'text')).status).toBe(404)
  })

  it('CF-02 every type goes to text and back to what it was', async () => {
    const api = await testApi()
    const { body: me } = await api.as(admin)({ url: '/api/v1/me' })
    const cases = [
      ['number', 5.25],
      ['date', '2026-02-28'],
      ['yes_no', false],
      ['url', 'https://a.example/x'],
      ['email', 'a@b.example'],
      ['phone', '+4930901820'],
      ['user', me.id],
    ] as const
    for (const [type, value] of cases) {
      const field = await makeField(api, { label: type, type, entity: 'company' })
      await api.connection
        .sql`insert into companies (name, custom_fields) values (${type}, ${JSON.stringify({ [field.key]: value })}::jsonb)`
      expect((await convert(api, field, 'text')).body.applied, type).toBe(true)
      expect((await convert(api, field, type)).body.applied, type).toBe(true)
      const [row] = await api.connection
        .sql`select custom_fields -> ${field.key} as v from companies where name = ${type}`
      expect(row?.v).toEqual(value)
    }
  })

  it('CF-02 two values of a unique field that would become one are failures', async () => {
    const api = await testApi()
    const field = await makeField(api, { label: 'N', type: 'text', unique: true })
    await addContact(api, { n: '1' })
    await addContact(api, { n: '1.0' })
    expect((await convert(api, field, 'number')).body).toMatchObject({
      fails: 1,
      failures: [{ reason: expect.stringMatching(/same/) }],
    })
    expect((await convert(api, field, 'yes_no')).body.errors[0].path).toBe('type')
  })
})
