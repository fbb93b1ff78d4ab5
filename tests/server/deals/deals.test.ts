import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { addCompany, addContact, addDeal, manager, other, patch, post, putContacts, reader, stagesOf } from './world.ts'

const nobody = '00000000-0000-7000-8000-000000000000'

describe('deals', () => {
  it('are added with company, money, dates and contacts in their roles, and read back', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const company = await addCompany(api, 'Nordwind')
    const [ann, bob] = [await addContact(api, 'Ann'), await addContact(api, 'Bob')]
    const made = await call(
      post({
        name: ' New ﬁlters ',
        companyId: company,
        amount: '12000.5',
        currency: 'eur',
        expectedClose: '2027-02-28',
        contacts: [{ contactId: ann, role: 'champion' }, { contactId: bob }],
      }),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'New filters',
      company: { id: company, name: 'Nordwind' },
      amount: '12000.50',
      currency: 'EUR',
      stage: { name: 'Qualification', outcome: 'open' },
      owner: { name: 'Rita Rep' },
      createdBy: { name: 'Rita Rep' },
      expectedClose: '2027-02-28',
      closedAt: null,
      closeReason: null,
      contacts: [
        { id: ann, name: 'Ann', email: 'ann@deals.example', role: 'champion' },
        { id: bob, name: 'Bob', role: null },
      ],
      version: 1,
    })
    const read = await call({ url: made.headers.location as string })
    expect([read.body, read.headers.etag]).toEqual([made.body, '"1"'])
    const missing = await call({ url: `/api/v1/deals/${nobody}` })
    expect([missing.status, missing.body.type]).toEqual([404, 'deal-not-found'])
  })

  it('take the company by name too, made when there is none', async () => {
    const api = await testApi()
    const id = await addCompany(api, 'Nordwind')
    expect((await addDeal(api, { company: 'NORDWIND' })).companyId).toBe(id)
    const made = await addDeal(api, { company: 'Südwind' })
    expect(made.company.name).toBe('Südwind')
    expect((await api.as(rep)(patch(made.id, { version: 1, company: null }))).body.company).toBeNull()
  })

  it('hold amounts exactly, with as many decimals as the currency has', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const amounts: [string | number, string, string][] = [
      ['99999999999999', 'EUR', '99999999999999.00'],
      ['0.1', 'USD', '0.10'],
      [1200, 'JPY', '1200'],
      ['1.125', 'KWD', '1.125'],
      ['007', 'CHF', '7.00'],
      ['12.5', 'HUF', '12.50'],
      ['0.001', 'TND', '0.001'],
      ['37.1234', 'CLF', '37.1234'],
      ['5', 'UYW', '5.0000'],
      ['36.5', 'VED', '36.50'],
    ]
    for (const [amount, currency, shown] of amounts) {
      expect((await addDeal(api, { amount, currency })).amount, `${amount} ${currency}`).toBe(shown)
    }
    const refused: [object, string][] = [
      [{ amount: '1' }, 'currency'],
      [{ currency: 'EUR' }, 'amount'],
      [{ amount: '1.5', currency: 'JPY' }, 'amount'],
      [{ amount: '1.005', currency: 'EUR' }, 'amount'],
      [{ amount: '-1', currency: 'EUR' }, 'amount'],
      [{ amount: '1e3', currency: 'EUR' }, 'amount'],
      [{ amount: '1.234,50', currency: 'EUR' }, 'amount'],
      [{ amount: 1e21, currency: 'EUR' }, 'amount'],
      [{ amount: '1', currency: 'EURO' }, 'currency'],
      [{ amount: '1', currency: 'ZZZ' }, 'currency'],
      [{ amount: '1', currency: 'HRK' }, 'currency'],
      [{ amount: '1', currency: 'XXX' }, 'currency'],
    ]
    for (const [payload, path] of refused) {
      const { status, body } = await call(post({ name: 'A', ...payload }))
      expect([status, body.errors?.[0]?.path], JSON.stringify(payload)).toEqual([422, path])
    }
    expect((await call({ url: '/api/v1/deals' })).body.total.count).toBe(amounts.length)
  })

  it('an amount goes with its currency, and a currency with fewer decimals refuses what it cannot hold', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const { id } = await addDeal(api, { amount: '10.50', currency: 'EUR' })
    expect((await call(patch(id, { version: 1, currency: 'JPY' }))).body.errors[0].path).toBe('amount')
    expect((await call(patch(id, { version: 1, currency: null }))).body.errors[0].path).toBe('currency')
    expect((await call(patch(id, { version: 1, amount: '11' }))).body).toMatchObject({
      amount: '11.00',
      currency: 'EUR',
    })
    expect((await call(patch(id, { version: 2, amount: null }))).body).toMatchObject({ amount: null, currency: null })
  })

  it('a currency that was withdrawn stays with its deals, and is chosen for none', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const { id } = await addDeal(api, { amount: '10.50', currency: 'EUR' })
    await api.connection.sql`update deals set currency = 'HRK' where id = ${id}`
    expect((await call(patch(id, { version: 1, name: 'Renamed' }))).body).toMatchObject({ currency: 'HRK' })
    const edited = await call(patch(id, { version: 2, amount: '12', currency: 'HRK' }))
    expect(edited.body).toMatchObject({ amount: '12.00', currency: 'HRK' })
    expect((await call(patch(id, { version: 3, currency: 'EUR' }))).body).toMatchObject({ currency: 'EUR' })
    expect((await call(patch(id, { version: 4, currency: 'HRK' }))).body.errors[0].path).toBe('currency')
  })

  it('what is wrong is refused by name, and nothing is written', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await call({ url: '/api/v1/me' })
    const ann = await addContact(api, 'Ann')
    const [user] = await api.connection.sql`
      insert into users (entra_id, name, active) values (gen_random_uuid(), 'Left', false) returning id`
    const stages = await stagesOf(api)
    const cases: [object, string][] = [
      [{ name: ' ' }, 'name'],
      [{ companyId: nobody }, 'companyId'],
      [{ stageId: nobody }, 'stageId'],
      [{ ownerId: user?.id }, 'ownerId'],
      [{ expectedClose: '2026-02-30' }, 'expectedClose'],
      [{ stageId: stages.Lost }, 'closeReason'],
      [{ contacts: [{ contactId: ann }, { contactId: nobody }] }, 'contacts.1.contactId'],
      [{ contacts: [{ contactId: ann }, { contactId: ann, role: 'blocker' }] }, 'contacts.1.contactId'],
      [{ contacts: [{ contactId: ann, role: 'boss' }] }, 'contacts.0.role'],
    ]
    for (const [payload, path] of cases) {
      const { status, body } = await call(post({ name: 'A', ...payload }))
      expect([status, body.errors?.[0]?.path], JSON.stringify(payload)).toEqual([422, path])
    }
    expect((await call(post({ name: 'A', colour: 'red' }))).status).toBe(422)
    expect((await call({ url: '/api/v1/deals' })).body.total.count).toBe(0)
    expect(await api.connection.sql`select 1 from activities where type like 'deal%'`).toHaveLength(0)
  })

  it('are not written by who only reads; a repeated create makes one', async () => {
    const api = await testApi()
    const made = await addDeal(api, { name: 'Mine' })
    const call = api.as(reader)
    expect((await call({ url: `/api/v1/deals/${made.id}` })).status).toBe(200)
    const refused = await Promise.all([
      call(post({ name: 'A' })),
      call(patch(made.id, { version: 1, name: 'B' })),
      call(putContacts(made.id, 1, [])),
      call({ method: 'DELETE', url: `/api/v1/deals/${made.id}` }),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    const headers = { 'idempotency-key': 'deal-form-1' }
    const answers = await Promise.all([1, 2, 3].map(() => api.as(rep)(post({ name: 'Once' }, headers))))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    expect((await call({ url: '/api/v1/deals' })).body.total).toEqual({ count: 2, exact: true })
    expect((await api.as(rep)(post({ name: 'Another' }, headers))).body.type).toBe('idempotency-key-reused')
  })

  it('CR-11 a stale edit is refused with the current record; the history tells who changed what', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const company = await addCompany(api, 'Nordwind')
    const ann = await addContact(api, 'Ann')
    const stages = await stagesOf(api)
    const { id } = await addDeal(api, { name: 'Old' })
    const edited = await call(
      patch(
        id,
        { name: 'New', companyId: company, amount: '5', currency: 'EUR', stageId: stages.Proposal },
        { 'if-match': '"1"' },
      ),
    )
    expect(edited.body).toMatchObject({ name: 'New', version: 2, stage: { name: 'Proposal' } })
    const stale = await api.as(admin)(patch(id, { name: 'Mine', version: 1 }))
    expect([stale.status, stale.body]).toMatchObject([
      409,
      { type: 'stale-version', current: { name: 'New', version: 2 } },
    ])
    expect((await call(patch(id, { name: 'x' }))).body.errors[0].path).toBe('version')
    expect((await call(patch(id, { name: 'New', version: 2 }))).body.version).toBe(2)
    const withAnn = await call(putContacts(id, 2, [{ contactId: ann, role: 'champion' }]))
    expect(withAnn.body).toMatchObject({ version: 3, contacts: [{ id: ann, role: 'champion' }] })
    expect((await call(putContacts(id, 2, []))).body).toMatchObject({ type: 'stale-version', current: { version: 3 } })
    expect((await call(putContacts(id, 3, [{ contactId: ann, role: 'champion' }]))).body.version).toBe(3)

    const first = await call({ url: `/api/v1/deals/${id}/history`, query: { limit: '3' } })
    const second = await call({ url: `/api/v1/deals/${id}/history`, query: { cursor: first.body.nextCursor } })
    const lines = [...first.body.items, ...second.body.items]
    expect(second.body.nextCursor).toBeNull()
    expect(new Map(lines.map(({ field, before, after }) => [field, [before, after]]))).toEqual(
      new Map<string, unknown>([
        ['contacts', [0, 1]],
        ['companyId', [null, company]],
        ['name', ['Old', 'New']],
        ['amount', [null, '5.00 EUR']],
        ['stage', ['Qualification', 'Proposal']],
        ['created', [null, null]],
      ]),
    )
    expect(lines[0].by).toMatchObject({ name: 'Rita Rep' })
    expect((await call({ url: `/api/v1/deals/${nobody}/history` })).status).toBe(404)
  })

  it('of several moves at once one is made, and one entry tells of it', async () => {
    const api = await testApi()
    const ann = await addContact(api, 'Ann')
    const stages = await stagesOf(api)
    const { id } = await addDeal(api, { contacts: [{ contactId: ann }] })
    const answers = await Promise.all([
      ...[rep, other, admin].map((who) => api.as(who)(patch(id, { version: 1, stageId: stages.Won }))),
      api.as(manager)(patch(id, { version: 1, stageId: stages.Lost, closeReason: 'Price' })),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    const [row] = await api.connection.sql`
      select count(*)::int as n from activities where type in ('deal_won', 'deal_lost')`
    expect(row?.n).toBe(1)
  })

  it('CR-08 somebody who left keeps a deal, but gets no new one', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const { id, ownerId } = await addDeal(api, {})
    await api.connection.sql`update users set active = false where id = ${ownerId}`
    const kept = await api.as(admin)(patch(id, { version: 1, name: 'Same owner', ownerId }))
    expect(kept.body).toMatchObject({ name: 'Same owner', ownerId })
    expect((await api.as(admin)(post({ name: 'B', ownerId }))).body.errors[0].path).toBe('ownerId')
    expect((await call({ url: '/api/v1/deals', query: { owner: ownerId } })).body.total.count).toBe(1)
  })

  it('are deleted by who owns or added them, or by a manager; nobody deletes what they have not seen', async () => {
    const api = await testApi()
    const remove = (id: string, headers = {}) => ({ method: 'DELETE' as const, url: `/api/v1/deals/${id}`, headers })
    const [first, second, third] = [
      await addDeal(api, {}),
      await addDeal(api, {}),
      await addDeal(api, { ownerId: null }),
    ]
    const refused = await api.as(other)(remove(first.id))
    expect([refused.status, refused.body.type]).toEqual([403, 'not-yours'])
    expect((await api.as(rep)(remove(first.id, { 'if-match': '"7"' }))).body.type).toBe('stale-version')
    expect((await api.as(rep)(remove(first.id, { 'if-match': '"1"' }))).status).toBe(204)
    expect((await api.as(manager)(remove(second.id))).status).toBe(204)
    expect((await api.as(rep)(remove(third.id))).status).toBe(204)
    expect((await api.as(rep)(remove(first.id))).status).toBe(404)
    const audited = await api.connection
      .sql`select subject_id from audit_entries where action = 'deal.deleted' order by number`
    expect(audited.map(({ subject_id }) => subject_id)).toEqual([first.id, second.id, third.id])
  })
})
