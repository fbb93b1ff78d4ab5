import { describe, expect, it } from 'vitest'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'

const post = (payload: object, headers: Record<string, string> = {}) => ({
  method: 'POST' as const,
  url: '/api/v1/companies',
  payload,
  headers,
})
const patch = (id: string, payload: object, headers: Record<string, string> = {}) => ({
  method: 'PATCH' as const,
  url: `/api/v1/companies/${id}`,
  payload,
  headers,
})
const contact = (payload: object) => ({ method: 'POST' as const, url: '/api/v1/contacts', payload })
const reader = { ...rep, oid: '22222222-0000-4000-8000-000000000007', name: 'Dora', roles: ['DataProtection'] }

describe('companies', () => {
  it('are added with domains in ASCII, a telephone number of their country and custom fields, and read back', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await makeField(api, { entity: 'company', label: 'Branch', type: 'single_choice', choices: [{ label: 'Steel' }] })
    const made = await call(
      post({
        name: ' Ämter GmbH ',
        domains: ['Exämple.de', 'xn--exmple-cua.de', 'aemter.de'],
        phone: '030 901820',
        country: 'de',
        website: 'https://aemter.de',
        customFields: { branch: 'steel' },
      }),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'Ämter GmbH',
      domains: ['aemter.de', 'xn--exmple-cua.de'],
      phone: '+4930901820',
      phoneDisplay: '+49 30 901820',
      country: 'DE',
      customFields: { branch: expect.any(String) },
      contacts: 0,
      version: 1,
    })
    const read = await call({ url: made.headers.location as string })
    expect([read.body, read.headers.etag]).toEqual([made.body, '"1"'])
    const missing = await call({ url: '/api/v1/companies/00000000-0000-7000-8000-000000000000' })
    expect([missing.status, missing.body.type]).toEqual([404, 'company-not-found'])
  })

  it('are not written by who only reads; a repeated create makes one', async () => {
    const { as } = await testApi()
    expect((await as(reader)(post({ name: 'A' }))).status).toBe(403)
    const headers = { 'idempotency-key': 'company-form-1' }
    const answers = await Promise.all([1, 2, 3].map(() => as(rep)(post({ name: 'Once' }, headers))))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    expect((await as(reader)({ url: '/api/v1/companies' })).body.total).toEqual({ count: 1, exact: true })
  })

  it('CR-09 free-mail domains and what is no domain are refused by name; so is other wrong input', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await call({ url: '/api/v1/me' })
    const [user] = await api.connection.sql`
      insert into users (entra_id, name, active) values (gen_random_uuid(), 'Left', false) returning id`
    const cases: [object, string][] = [
      [{ domains: ['good.example', 'gmail.com'] }, 'domains.1'],
      [{ domains: ['gmx.de'] }, 'domains.0'],
      [{ domains: ['no domain'] }, 'domains.0'],
      [{ domains: ['a..example'] }, 'domains.0'],
      [{ name: ' ' }, 'name'],
      [{ website: 'javascript:alert(1)' }, 'website'],
      [{ country: 'DEU' }, 'country'],
      [{ customFields: { nothing: 1 } }, 'customFields.nothing'],
      [{ ownerId: user?.id }, 'ownerId'],
    ]
    for (const [payload, path] of cases) {
      const { status, body } = await call(post({ name: 'A', ...payload }))
      expect([status, body.errors?.[0]?.path], JSON.stringify(payload)).toEqual([422, path])
    }
    expect((await call({ url: '/api/v1/companies' })).body.total.count).toBe(0)
  })

  it('a domain belongs to one company: a second claim is refused with a link, and of many at once one wins', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const { body: holder } = await call(post({ name: 'Holder', domains: ['held.example'] }))
    const { body: other } = await call(post({ name: 'Other', domains: ['other.example'] }))
    const refused = await call(patch(other.id, { version: 1, name: 'New', domains: ['free.example', 'held.example'] }))
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { type: 'domain-taken', companyId: holder.id, company: `/api/v1/companies/${holder.id}` },
    ])
    expect((await call({ url: `/api/v1/companies/${other.id}` })).body).toEqual(other)
    const race = await Promise.all(
      Array.from({ length: 6 }, (_, n) => call(post({ name: `Racer ${n}`, domains: ['race.example'] }))),
    )
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  })

  it('contacts at a new domain join the company, if they have none; later ones too; the history tells', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const { body: ann } = await call(contact({ firstName: 'Ann', email: 'ann@joins.example' }))
    const { body: bob } = await call(contact({ firstName: 'Bob', email: 'bob@joins.example', company: 'Own' }))
    await call(contact({ firstName: 'Cy', email: 'cy@private.example', aliases: ['cy@joins2.example'] }))
    await connection.sql`delete from company_domains`
    const { body: made } = await call(post({ name: 'Joins', domains: ['joins.example'] }))
    expect(made.contacts).toBe(1)
    const after = await call({ url: `/api/v1/contacts/${ann.id}` })
    expect(after.body).toMatchObject({ company: { name: 'Joins' }, version: 2 })
    expect((await call({ url: `/api/v1/contacts/${bob.id}` })).body).toMatchObject({
      company: { name: 'Own' },
      version: 1,
    })
    const { body: history } = await call({ url: `/api/v1/contacts/${ann.id}/history` })
    expect(history.items[0]).toMatchObject({
      field: 'companyId',
      before: null,
      after: made.id,
      by: { name: 'Rita Rep' },
    })
    await call(contact({ firstName: 'Di', email: 'di@joins.example' }))
    expect((await call({ url: `/api/v1/companies/${made.id}` })).body.contacts).toBe(2)
  })

  it('one that is made with a contact, or gets its domain from one, tells so in its history', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const { body: ann } = await call(contact({ firstName: 'Ann', email: 'ann@one.example', company: 'One' }))
    await call(contact({ firstName: 'Bo', email: 'bo@two.example', company: 'one' }))
    const { body: history } = await call({ url: `/api/v1/companies/${ann.companyId}/history` })
    const told = history.items.map((item: Record<string, unknown>) => [item.field, item.before, item.after, item.route])
    expect(told).toHaveLength(3)
    expect(told).toEqual(
      expect.arrayContaining([
        ['created', null, null, 'person'],
        ['domains', [], ['one.example'], 'person'],
        ['domains', ['one.example'], ['one.example', 'two.example'], 'person'],
      ]),
    )
  })

  it('a contact and the company of its domain added at once always find each other', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    for (let n = 0; n < 6; n++) {
      await Promise.all([
        call(contact({ firstName: 'X', email: `x@d${n}.example` })),
        call(post({ name: `D${n}`, domains: [`d${n}.example`] })),
      ])
    }
    const [row] = await connection.sql`select count(*)::int as n from contacts where company_id is null`
    expect(row?.n).toBe(0)
  })

  it('a stale edit is refused with the current record; the history tells who changed what', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await makeField(api, { entity: 'company', label: 'Size', type: 'number' })
    const { body: company } = await call(post({ name: 'Old', country: 'DE' }))
    const edited = await call(
      patch(company.id, { name: 'New', phone: '030 901820', customFields: { size: '1.234,5' } }, { 'if-match': '"1"' }),
    )
    expect(edited.body).toMatchObject({ name: 'New', phone: '+4930901820', customFields: { size: 1234.5 }, version: 2 })
    const stale = await api.as(admin)(patch(company.id, { name: 'Mine', version: 1 }))
    expect([stale.status, stale.body]).toMatchObject([
      409,
      { type: 'stale-version', current: { name: 'New', version: 2 } },
    ])
    expect((await call(patch(company.id, { name: 'x' }))).body.errors[0].path).toBe('version')
    const same = await call(patch(company.id, { name: 'New', version: 2 }))
    expect(same.body.version).toBe(2)

    const first = await call({ url: `/api/v1/companies/${company.id}/history`, query: { limit: '2' } })
    const second = await call({
      url: `/api/v1/companies/${company.id}/history`,
      query: { cursor: first.body.nextCursor },
    })
    const entries = [...first.body.items, ...second.body.items]
    expect(second.body.nextCursor).toBeNull()
    expect(new Map(entries.map(({ field, before, after }) => [field, [before, after]]))).toEqual(
      new Map<string, unknown>([
        ['customFields.size', [null, 1234.5]],
        ['phone', [null, '+4930901820']],
        ['name', ['Old', 'New']],
        ['created', [null, null]],
      ]),
    )
    expect(entries[0].by).toMatchObject({ name: 'Rita Rep' })
  })

  it('of two edits from one version at once, one is saved', async () => {
    const { as } = await testApi()
    const { body } = await as(rep)(post({ name: 'Same' }))
    const answers = await Promise.all([1, 2, 3, 4].map((n) => as(rep)(patch(body.id, { version: 1, name: `N${n}` }))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  })

  it('CF-04 a unique field of companies is taken once, also by two at once', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await makeField(api, { entity: 'company', label: 'VAT', type: 'text', unique: true })
    const race = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        call(post({ name: `V${n}`, customFields: { vat: n % 2 ? 'DÉ 1' : 'de 1' } })),
      ),
    )
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    const winner = race.find(({ status }) => status === 201)?.body
    expect(race.find(({ status }) => status === 409)?.body).toMatchObject({
      type: 'custom-value-taken',
      recordId: winner.id,
      record: `/api/v1/companies/${winner.id}`,
      errors: [{ path: 'customFields.vat' }],
    })
    const own = await call(patch(winner.id, { version: 1, customFields: { vat: 'DE 1' } }))
    expect([own.status, own.body.customFields]).toEqual([200, { vat: 'DE 1' }])
  })
})

describe('list of companies', () => {
  const names = async (api: TestApi, query: Record<string, string>) => {
    const { status, body } = await api.as(rep)({ url: '/api/v1/companies', query })
    expect(status).toBe(200)
    return body.items.map(({ name }: { name: string }) => name)
  }

  it('searches names and domains by parts of words in any order, accents and case aside', async () => {
    const api = await testApi()
    for (const [name, ...domains] of [
      ['Müller Stahlbau', 'mueller-stahl.de'],
      ['Stahl & Söhne', 'soehne.example'],
      ['100% Wool', 'wool.example'],
      ['Nothing'],
    ]) {
      await api.as(rep)(post({ name, domains }))
    }
    expect(await names(api, { search: 'STAHL mull' })).toEqual(['Müller Stahlbau'])
    expect(await names(api, { search: 'soehne.ex' })).toEqual(['Stahl & Söhne'])
    expect(await names(api, { search: 'stahl' })).toEqual(['Müller Stahlbau', 'Stahl & Söhne'])
    expect(await names(api, { search: '0%' })).toEqual(['100% Wool'])
    expect(await names(api, { search: '_' })).toEqual([])
    expect(await names(api, { search: 'zzz' })).toEqual([])
    const { body } = await api.as(rep)({ url: '/api/v1/companies', query: { search: 'stahl', limit: '1' } })
    expect(body).toMatchObject({ total: { count: 2, exact: true }, nextCursor: expect.any(String) })
  })

  it('sorts by each column both ways and pages through all without gap or repetition', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await sql`insert into companies (name, country, created_at)
      select case when n % 3 = 0 then 'Same' else 'Company ' || n end, case when n % 2 = 0 then 'DE' end,
          now() - make_interval(days => n % 5) from generate_series(1, 23) n`
    await sql`insert into contacts (first_name, company_id)
      select 'P', c.id from (select id, row_number() over (order by id) as n from companies) c, generate_series(1, 3) g where g <= c.n % 4`
    await sql`update contact_engagement e set last_activity_at = now() - (random() * 10)::int * interval '1 day'
      from contacts c where c.id = e.contact_id and right(c.company_id::text, 1) < '8'`
    for (const column of ['name', 'contacts', 'createdAt', 'lastActivityAt']) {
      for (const sort of [column, `-${column}`]) {
        const whole = await api.as(rep)({ url: '/api/v1/companies', query: { sort, limit: '100' } })
        const ids: string[] = []
        let cursor: string | null = null
        do {
          const page = await api.as(rep)({
            url: '/api/v1/companies',
            query: { sort, limit: '4', ...(cursor ? { cursor } : {}) },
          })
          ids.push(...page.body.items.map(({ id }: { id: string }) => id))
          cursor = page.body.nextCursor
        } while (cursor)
        expect(ids, sort).toEqual(whole.body.items.map(({ id }: { id: string }) => id))
        const values = whole.body.items.map((item: Record<string, unknown>) => item[column]).filter(Boolean)
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
        expect(values, sort).toEqual(sort === column ? sorted : sorted.reverse())
        expect(ids).toHaveLength(23)
      }
    }
    expect((await names(api, { country: 'de', limit: '100' })).length).toBe(11)
    const wrong = await api.as(rep)({ url: '/api/v1/companies', query: { sort: 'phone' } })
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'sort'])
    const { body } = await api.as(rep)({ url: '/api/v1/companies', query: { limit: '1' } })
    const foreign = await api.as(rep)({ url: '/api/v1/companies', query: { sort: '-name', cursor: body.nextCursor } })
    expect([foreign.status, foreign.body.errors[0].path]).toEqual([422, 'cursor'])
  })
})

describe('timeline of a company', () => {
  it('holds each activity of any contact once, with whom it is about, page by page', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const { body: company } = await call(post({ name: 'Acme', domains: ['acme.example'] }))
    const people = []
    for (const firstName of ['Ann', 'Bob', 'Cy']) {
      people.push((await call(contact({ firstName, email: `${firstName}@acme.example` }))).body)
    }
    const { body: stranger } = await call(contact({ firstName: 'Else', email: 'e@else.example' }))
    const log = (id: string, minute: number, type: string, contactIds: string[] = []) =>
      call({
        method: 'POST',
        url: `/api/v1/contacts/${id}/activities`,
        payload: { type, summary: `at ${minute}`, contactIds, occurredAt: `2026-01-01T10:${10 + minute}:00Z` },
      })
    const [ann, bob, cy] = people
    await log(ann.id, 1, 'note')
    await log(bob.id, 2, 'call', [ann.id, cy.id])
    await log(cy.id, 3, 'note', [stranger.id])
    await log(stranger.id, 4, 'note')
    await log(cy.id, 5, 'call')
    await log(ann.id, 5, 'meeting')
    const url = `/api/v1/companies/${company.id}/timeline`
    const summaries = async (query: Record<string, string>) => {
      const found: [string, string[]][] = []
      let cursor: string | null = null
      do {
        const { status, body } = await call({ url, query: { limit: '2', ...query, ...(cursor ? { cursor } : {}) } })
        expect(status).toBe(200)
        for (const item of body.items)
          found.push([item.summary, item.contacts.map(({ name }: { name: string }) => name).sort()])
        cursor = body.nextCursor
      } while (cursor)
      return found
    }
    const all = await summaries({})
    expect(all.map(([summary]) => summary)).toEqual(['at 5', 'at 5', 'at 3', 'at 2', 'at 1'])
    expect(new Map(all.slice(2))).toEqual(
      new Map([
        ['at 3', ['Cy', 'Else']],
        ['at 2', ['Ann', 'Bob', 'Cy']],
        ['at 1', ['Ann']],
      ]),
    )
    expect((await summaries({ order: 'asc' })).map(([summary]) => summary)).toEqual([
      'at 1',
      'at 2',
      'at 3',
      'at 5',
      'at 5',
    ])
    expect((await summaries({ type: 'call,note' })).map(([summary]) => summary)).toEqual([
      'at 5',
      'at 3',
      'at 2',
      'at 1',
    ])
    expect((await call({ url: '/api/v1/companies/00000000-0000-7000-8000-000000000000/timeline' })).status).toBe(404)
    expect((await call({ url, query: { cursor: 'nonsense' } })).status).toBe(422)
  })

  it('TL-08 shows of a mail what its owners share, and the whole of it to them', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const { body: company } = await api.as(rep)(post({ name: 'Acme', domains: ['acme.example'] }))
    const { body: ann } = await api.as(rep)(contact({ firstName: 'Ann', email: 'ann@acme.example' }))
    const { body: owner } = await api.as(admin)({ url: '/api/v1/me' })
    const details = {
      internetMessageId: '<m>',
      subject: null,
      preview: 'secret',
      from: null,
      to: [],
      cc: [],
      hasAttachments: false,
      kind: 'person',
      shared: 'all',
      mailboxes: [],
      webLink: null,
    }
    const [message] = await sql`
      insert into messages (internet_message_id, direction, kind, sender, sent_at, subject_key)
      values ('m', 'received', 'person', 'ann@acme.example', now(), '') returning id`
    await sql`with a as (
        insert into activities (id, type, occurred_at, source, summary, details, actor_kind, shared, holders, message_id)
        values (uuid7(), 'email_received', now(), 'm365', 'Subject', ${JSON.stringify(details)}::json, 'contact', 1,
          ${JSON.stringify([{ user: owner.id, link: 'https://outlook' }])}::json, ${message?.id}) returning id, occurred_at, type)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${ann.id}, occurred_at, type from a`
    const url = `/api/v1/companies/${company.id}/timeline`
    const [colleague, own] = [await api.as(rep)({ url }), await api.as(admin)({ url })]
    expect(colleague.body.items[0]).toMatchObject({
      summary: 'Subject',
      details: { preview: null, shared: 'subject', webLink: null },
      contacts: [{ name: 'Ann' }],
    })
    expect(own.body.items[0]).toMatchObject({ details: { preview: 'secret', webLink: 'https://outlook' } })
  })

  it('is quick for 500 contacts with 1,000 activities each', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const { body: company } = await api.as(rep)(post({ name: 'Large' }))
    await sql`insert into contacts (first_name, company_id) select 'P' || n, ${company.id} from generate_series(1, 500) n`
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`create temporary table made on commit drop as
        select uuid7() as id, c.id as contact_id, (now() - make_interval(secs => random() * 1e8))::timestamptz(3) as at
          from contacts c, generate_series(1, 1000) where c.company_id = ${company.id}`
      await tx`insert into activities (id, type, occurred_at, source, summary, actor_kind) select id, 'note', at, 'manual', 'x', 'user' from made`
      await tx`insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, contact_id, at, 'note' from made`
    })
    await sql`vacuum analyze activity_contacts`
    await sql`vacuum analyze contacts`
    const url = `/api/v1/companies/${company.id}/timeline`
    const times: number[] = []
    for (let n = 0; n < 5; n++) {
      const start = performance.now()
      const { body } = await api.as(rep)({ url })
      times.push(performance.now() - start)
      expect(body.items).toHaveLength(25)
    }
    expect(Math.min(...times)).toBeLessThan(200)
  })
})
