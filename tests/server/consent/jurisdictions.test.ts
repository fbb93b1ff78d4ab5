import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reviewConsents } from '../../../server/consent/review.ts'
import type { Jurisdiction } from '../../../server/consent/schema.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'

type Call = ReturnType<TestApi['as']>

const list = async (call: Call) => (await call({ url: '/api/v1/jurisdictions' })).body
const rule = async (call: Call, country: string): Promise<Jurisdiction> =>
  (await list(call)).items.find((item: Jurisdiction) => item.country === country)
const patch = (call: Call, country: string, payload: object) =>
  call({ method: 'PATCH', url: `/api/v1/jurisdictions/${country}`, payload })

describe('jurisdictions', () => {
  it('every row says its rule, its source and when it was reviewed', async () => {
    const { as } = await testApi()
    const { items } = await list(as(rep))
    expect(items.length).toBeGreaterThan(60)
    for (const item of items as Jurisdiction[]) {
      expect(item.source.length, item.country).toBeGreaterThan(3)
      expect(item, item.country).toMatchObject({ reviewedOn: '2026-11-23', changed: false, contacts: 0, version: 1 })
    }
    const by = Object.fromEntries(items.map((item: Jurisdiction) => [item.country, item]))
    expect(by.CA).toMatchObject({ law: 'CASL', purchaseMonths: 24, inquiryMonths: 6 })
    expect(by.US).toMatchObject({ law: 'CAN-SPAM', businessRule: 'opt_out', personalRule: 'opt_out' })
    expect(by.GB).toMatchObject({ law: 'UK GDPR/PECR', businessRule: 'opt_out', personalRule: 'opt_in' })
    for (const country of 'AT BE BG HR CY CZ DK DE GR IT LT MT NL NO PL RO SK SI ES IS LI'.split(' '))
      expect(by[country], country).toMatchObject({ law: 'GDPR', businessRule: 'opt_in', personalRule: 'opt_in' })
    for (const country of 'EE FI FR HU IE LV LU PT SE AX GP MQ RE GF YT'.split(' '))
      expect(by[country], country).toMatchObject({ law: 'GDPR', businessRule: 'opt_out', personalRule: 'opt_in' })
    for (const country of 'CH SG ZA KR IN IL CN AE MX AR CL TR RU UA'.split(' '))
      expect(by[country], country).toMatchObject({ businessRule: 'opt_in', personalRule: 'opt_in' })
  })

  it('CO-14 individual tracking needs consent in EU, EEA, United Kingdom and Switzerland, and nobody can relax it', async () => {
    const { as } = await testApi()
    const call = as(admin)
    const { items } = await list(call)
    const european = (items as Jurisdiction[]).filter(({ law }) => ['GDPR', 'UK GDPR/PECR', 'FADP'].includes(law))
    expect(european).toHaveLength(39)
    for (const { country, tracking } of european) expect(tracking, country).toBe('consent')
    for (const country of ['FR', 'IT', 'DE', 'GB', 'CH', 'RE']) {
      const { status, body } = await patch(call, country, { tracking: 'individual', version: 1 })
      expect([status, body.errors?.[0].path], country).toEqual([422, 'tracking'])
    }
    expect((await patch(call, 'FR', { tracking: 'aggregate', version: 1 })).status).toBe(200)
    expect((await patch(call, 'US', { tracking: 'consent', version: 1 })).status).toBe(200)
  })

  it('an administrator changes a rule, answers follow, the log tells, and it can be put back', async () => {
    const { as, connection } = await testApi()
    const call = as(admin)
    const { body: ann } = await call({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { firstName: 'Ann', email: 'ann@x.example', country: 'US' },
    })
    const answer = async () => (await call({ url: `/api/v1/contacts/${ann.id}/consent` })).body.marketing
    expect(await answer()).toMatchObject({ decision: 'allow', reason: 'opt_out_country' })
    const edited = await patch(call, 'us', { businessRule: 'Opt in', note: 'As counsel advised.', version: 1 })
    expect(edited.body).toMatchObject({
      businessRule: 'opt_in',
      law: 'CAN-SPAM',
      changed: true,
      version: 2,
      contacts: 1,
    })
    expect(await answer()).toMatchObject({ decision: 'block', reason: 'needs_consent', law: 'CAN-SPAM' })
    const stale = await patch(call, 'US', { businessRule: 'opt_out', version: 1 })
    expect([stale.status, stale.body.type, stale.body.current.version]).toEqual([409, 'stale-version', 2])
    expect((await patch(call, 'US', { note: 'no version' })).status).toBe(422)
    const reset = { method: 'POST' as const, url: '/api/v1/jurisdictions/US/reset' }
    expect((await call({ ...reset, payload: { version: 1 } })).status).toBe(409)
    expect((await call({ ...reset, payload: { version: 2 } })).body).toMatchObject({ changed: false, version: 3 })
    expect((await call(reset)).body).toMatchObject({ changed: false, version: 3, businessRule: 'opt_out' })
    const { law, note, source } = await rule(call, 'US')
    expect({ law, note, source }).toMatchObject({ law: 'CAN-SPAM', note: expect.stringContaining('postal address') })
    const audited = await connection.sql`select action, details from audit_entries order by number`
    expect(audited).toMatchObject([
      { action: 'jurisdiction.changed', details: { businessRule: { before: 'opt_out', after: 'opt_in' } } },
      { action: 'jurisdiction.reset', details: { businessRule: { before: 'opt_in', after: 'opt_out' } } },
    ])
  })

  it('a rule is added once, for a country', async () => {
    const { as } = await testApi()
    const call = as(admin)
    const payload = {
      law: 'Ley 1581',
      businessRule: 'opt_in',
      personalRule: 'opt_in',
      tracking: 'aggregate',
      source: 'counsel, letter of 2026-11-20',
      reviewedOn: '2026-11-20',
    }
    const put = (country: string) => call({ method: 'PUT', url: `/api/v1/jurisdictions/${country}`, payload })
    const answers = await Promise.all([put('CO'), put('co')])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      type: 'jurisdiction-exists',
      current: { country: 'CO', law: 'Ley 1581' },
    })
    expect((await put('QQ')).status).toBe(422)
    expect((await put('COL')).status).toBe(422)
    expect(await rule(call, 'CO')).toMatchObject({ purchaseMonths: null, tracking: 'aggregate', changed: false })
    expect((await patch(call, 'PE', { note: 'x', version: 1 })).status).toBe(404)
  })

  it('everyone reads, only administrators change', async () => {
    const { as } = await testApi()
    const manager = { ...rep, roles: ['Manager'] }
    for (const person of [rep, manager]) {
      expect((await as(person)({ url: '/api/v1/jurisdictions' })).status).toBe(200)
      expect((await patch(as(person), 'US', { note: 'x', version: 1 })).status).toBe(403)
      expect((await as(person)({ method: 'PUT', url: '/api/v1/jurisdictions/CO', payload: {} })).status).toBe(403)
      expect((await as(person)({ method: 'POST', url: '/api/v1/jurisdictions/US/reset' })).status).toBe(403)
    }
  })

  it('counts contacts by law, and those whose country nobody knows', async () => {
    const { as, connection } = await testApi()
    await connection.db.execute(
      sql`insert into contacts (first_name, country) values ('a', 'DE'), ('b', 'DE'), ('c', null)`,
    )
    expect(await rule(as(rep), 'DE')).toMatchObject({ contacts: 2 })
    expect((await list(as(rep))).unknown).toEqual({ contacts: 1, rule: 'opt_in' })
  })

  it('CO-04 other months move the end of implied consent that runs already', async () => {
    const { as, connection } = await testApi()
    const call = as(admin)
    const { body: ann } = await call({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { firstName: 'Ann', email: 'ann@x.example', country: 'CA' },
    })
    const consent = { status: 'opted_in', type: 'implied', event: 'purchase', eventAt: '2026-10-31T12:00:00Z' }
    await call({ method: 'POST', url: `/api/v1/contacts/${ann.id}/consent`, payload: consent })
    await patch(call, 'CA', { purchaseMonths: 4, version: 1 })
    expect(await reviewConsents(connection.db, new Date())).toBe(1)
    expect(await reviewConsents(connection.db, new Date())).toBe(0)
    const { body } = await call({ url: `/api/v1/contacts/${ann.id}` })
    expect(body.consent.expiresAt).toBe('2027-02-28T12:00:00.000Z')
    expect(body.version).toBe(2)
  })
})
