import { describe, expect, it } from 'vitest'
import { startConsentClock } from '../../../server/consent/jobs.ts'
import { recordConsents } from '../../../server/consent/ledger.ts'
import { marketingAnswers } from '../../../server/consent/load-ledger.ts'
import { reviewConsents } from '../../../server/consent/review.ts'
import { warnOfConsentEnds } from '../../../server/consent/warnings.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'

type Call = ReturnType<TestApi['as']>

const colleague = { ...rep, oid: '22222222-0000-4000-8000-000000000003', name: 'Carl', email: 'carl@ours.example' }
const inquiry = { status: 'opted_in', type: 'implied', event: 'inquiry', eventAt: '2026-08-31T10:30:00Z' }
const END = '2027-02-28T10:30:00.000Z'

const add = async (call: Call, payload: object = {}): Promise<string> => {
  const { body } = await call({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', firstName: 'Ann', email: 'ann@x.example', country: 'CA', ...payload },
  })
  return body.id
}
const record = (call: Call, id: string, payload: object) =>
  call({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload })
const panel = async (call: Call, id: string) => (await call({ url: `/api/v1/contacts/${id}/consent` })).body
const warnings = async (call: Call) => (await call({ url: '/api/v1/consent-warnings' })).body.items
const daysBefore = (days: number) => new Date(Date.parse(END) - days * 86_400_000)
const changed = async (call: Call, id: string) =>
  (await call({ url: `/api/v1/contacts/${id}/timeline`, query: { type: 'consent_changed' } })).body.items
const change = async (call: Call, id: string, payload: object) => {
  const { body } = await call({ url: `/api/v1/contacts/${id}` })
  return call({ method: 'PATCH', url: `/api/v1/contacts/${id}`, payload: { version: body.version, ...payload } })
}

describe('clocks of implied consent', () => {
  it('CO-04 ends to the instant, with nobody touching the record', async () => {
    const { as, services } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, inquiry)
    const { body: contact } = await call({ url: `/api/v1/contacts/${id}` })
    services.now = () => new Date(Date.parse(END) - 1)
    expect(await panel(call, id)).toMatchObject({
      consent: { status: 'opted_in', type: 'implied', expiresAt: END },
      marketing: { decision: 'allow', reason: 'implied_consent', until: END },
      clock: { event: 'inquiry', expiresAt: END, daysLeft: 0, askBefore: true },
    })
    services.now = () => new Date(END)
    expect(await panel(call, id)).toMatchObject({
      consent: { status: 'unknown', expiresAt: END },
      marketing: { decision: 'block', reason: 'implied_expired', until: null, oneToOne: 'inform' },
      clock: null,
    })
    expect((await panel(call, id)).marketing.text).toContain('2027-02-28')
    expect((await call({ url: `/api/v1/contacts/${id}` })).body.version).toBe(contact.version)
  })

  it('CO-04 a purchase counts 24 months, a later event starts the clock anew, an express opt-in ends it', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, { ...inquiry, event: 'purchase', eventAt: '2026-02-28T00:00:00Z' })
    expect((await panel(call, id)).clock).toMatchObject({ expiresAt: '2028-02-28T00:00:00.000Z' })
    await record(call, id, inquiry)
    expect((await panel(call, id)).clock).toMatchObject({ event: 'purchase', expiresAt: '2028-02-28T00:00:00.000Z' })
    await record(call, id, { ...inquiry, event: 'contract', eventAt: '2026-10-01T00:00:00Z' })
    expect((await panel(call, id)).clock).toMatchObject({ event: 'contract', expiresAt: '2028-10-01T00:00:00.000Z' })
    await record(call, id, { status: 'opted_in', type: 'explicit', evidence: { url: 'https://ours.example/form' } })
    expect(await panel(call, id)).toMatchObject({ clock: null, consent: { type: 'explicit', expiresAt: null } })
    await record(call, id, { ...inquiry, event: 'purchase', eventAt: '2026-11-01T00:00:00Z' })
    expect((await panel(call, id)).consent).toMatchObject({ type: 'explicit', expiresAt: null })
  })

  it('CO-04 warns the owner 60, 30 and 7 days before, once each, and never after', async () => {
    const { as, services, connection } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, inquiry)
    const run = (at: Date) => warnOfConsentEnds(connection.db, at)
    services.now = () => daysBefore(61)
    expect(await run(daysBefore(60.001))).toBe(0)
    expect(await run(daysBefore(60))).toBe(1)
    expect(await Promise.all([run(daysBefore(60)), run(daysBefore(45))])).toEqual([0, 0])
    services.now = () => daysBefore(45)
    expect(await warnings(call)).toMatchObject([
      { contact: { id, name: 'Ann' }, kind: 'ends', expiresAt: END, daysBefore: 60 },
    ])
    expect(await warnings(as(colleague))).toEqual([])
    expect(await run(daysBefore(29))).toBe(1)
    services.now = () => daysBefore(29)
    const [thirty, ...others] = await warnings(call)
    expect([thirty.daysBefore, others]).toEqual([30, []])
    const seen = { method: 'POST' as const, url: `/api/v1/consent-warnings/${thirty.id}/seen` }
    expect((await as(colleague)(seen)).status).toBe(404)
    expect((await call(seen)).status).toBe(204)
    expect((await call(seen)).status).toBe(204)
    expect(await warnings(call)).toEqual([])
    expect(await run(daysBefore(6))).toBe(1)
    services.now = () => daysBefore(6)
    expect(await warnings(call)).toMatchObject([{ daysBefore: 7 }])
    expect(await run(new Date(END))).toBe(0)
    services.now = () => new Date(END)
    expect(await warnings(call)).toEqual([])
  })

  it('CO-04 after a pause tells the most pressing only, and nothing when it is too late', async () => {
    const { as, connection } = await testApi()
    const id = await add(as(rep))
    await record(as(rep), id, inquiry)
    expect(await warnOfConsentEnds(connection.db, daysBefore(-1))).toBe(0)
    expect(await warnOfConsentEnds(connection.db, daysBefore(3))).toBe(1)
    const rows = await connection.sql`select days_before from consent_warnings`
    expect(rows).toMatchObject([{ days_before: 7 }])
  })

  it('CO-04 warns of none that opted out, and takes a warning back that does not hold any more', async () => {
    const { as, connection, services } = await testApi()
    const call = as(rep)
    const [ann, bob] = [await add(call), await add(call, { email: 'bob@x.example' })]
    await record(call, ann, inquiry)
    await record(call, bob, inquiry)
    await record(call, bob, { status: 'opted_out' })
    expect(await warnOfConsentEnds(connection.db, daysBefore(20))).toBe(1)
    services.now = () => daysBefore(20)
    expect(await warnings(call)).toHaveLength(1)
    await record(call, ann, { ...inquiry, event: 'purchase', eventAt: '2027-01-01T00:00:00Z' })
    expect(await warnings(call)).toEqual([])
  })

  it('CO-04 a warning follows the contact to its new owner', async () => {
    const { as, connection, services } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, inquiry)
    await warnOfConsentEnds(connection.db, daysBefore(20))
    const { body: me } = await as(colleague)({ url: '/api/v1/me' })
    await change(call, id, { ownerId: me.id })
    services.now = () => daysBefore(20)
    expect(await warnings(call)).toEqual([])
    expect(await warnings(as(colleague))).toHaveLength(1)
    const guardian = { ...admin, roles: ['DataProtection'] }
    expect((await as(guardian)({ url: '/api/v1/consent-warnings' })).status).toBe(200)
  })
})

describe('change of country', () => {
  it('CO-15 tells the old and the new decision where it turns stricter, once', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const id = await add(call, { country: 'US' })
    await change(call, id, { country: 'DE' })
    const passes = await Promise.all([1, 2].map(() => reviewConsents(connection.db, new Date())))
    expect(passes.sort()).toEqual([0, 1])
    expect(await changed(call, id)).toMatchObject([
      {
        actor: { kind: 'system', id: null },
        source: 'system',
        summary: expect.stringContaining('DE'),
        details: {
          why: 'law_changed',
          before: { country: 'US', law: 'CAN-SPAM', decision: 'allow', reason: 'opt_out_country' },
          after: { country: 'DE', law: 'GDPR', decision: 'block', reason: 'needs_consent' },
        },
      },
    ])
    const [warning, ...others] = await warnings(call)
    expect([warning, others]).toMatchObject([{ contact: { id }, kind: 'law_changed', daysBefore: 0 }, []])
    expect((await call({ method: 'POST', url: `/api/v1/consent-warnings/${warning.id}/seen` })).status).toBe(204)
    expect(await warnings(call)).toEqual([])
    await change(call, id, { country: 'US' })
    await reviewConsents(connection.db, new Date())
    expect(await changed(call, id)).toHaveLength(1)
    expect(await warnings(call)).toEqual([])
  })

  it('CO-15, CO-04 the end of implied consent follows the law of the country', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const id = await add(call, { country: 'AU' })
    await record(call, id, inquiry)
    expect(await panel(call, id)).toMatchObject({ consent: { expiresAt: null }, marketing: { decision: 'allow' } })
    await change(call, id, { country: 'CA' })
    await reviewConsents(connection.db, new Date('2027-01-01T00:00:00Z'))
    expect((await panel(call, id)).consent.expiresAt).toBe(END)
    expect(await changed(call, id)).toHaveLength(1)
  })

  it('CO-15 notices the country of the company and of the phone, too', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const id = await add(call, { country: null, company: 'Client Inc', email: 'ann@client.example' })
    expect((await panel(call, id)).marketing).toMatchObject({ decision: 'block', reason: 'unknown_country' })
    await connection.sql`update companies set country = 'US'`
    expect(await reviewConsents(connection.db, new Date())).toBe(1)
    expect(await panel(call, id)).toMatchObject({
      consent: { jurisdictionBasis: { country: 'US', from: 'company' } },
      marketing: { decision: 'allow' },
    })
    await connection.sql`update companies set country = 'AT'`
    await reviewConsents(connection.db, new Date())
    expect(await changed(call, id)).toMatchObject([
      { details: { before: { country: 'US' }, after: { country: 'AT' } } },
    ])
  })
})

describe('the consent clock', () => {
  it('CO-04, CO-15 warns at its start, and looks at a change of country within seconds', async () => {
    const { as, services } = await testApi()
    const call = as(rep)
    const ending = await add(call)
    const moving = await add(call, { email: 'bob@x.example', country: 'US' })
    await record(call, ending, inquiry)
    services.now = () => daysBefore(20)
    const clock = await startConsentClock(services)
    await change(call, moving, { country: 'DE' })
    await expect
      .poll(() => warnings(call), { timeout: 20_000 })
      .toMatchObject([
        { kind: 'law_changed', contact: { id: moving } },
        { kind: 'ends', contact: { id: ending } },
      ])
    await clock.stop()
  })
})

describe('many at once', () => {
  const by = { actor: null, route: 'import' as const }
  const entry = {
    status: 'opted_in' as const,
    type: 'imported' as const,
    effectiveAt: new Date('2020-01-01T00:00:00Z'),
  }

  it('CO-06, CO-07 an import appends to every ledger and loosens none', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const out = await add(call)
    const fresh = await add(call, { email: 'bob@x.example', country: 'US' })
    await record(call, out, { status: 'opted_out', effectiveAt: '2019-01-01T00:00:00Z' })
    const gone = '00000000-0000-7000-8000-000000000000'
    const entries = [out, fresh, gone].map((contactId) => ({ contactId, ...entry, source: 'old file' }))
    const touched = await connection.db.transaction((tx) => recordConsents(tx, by, entries))
    expect(touched).toEqual([fresh])
    expect(await panel(call, out)).toMatchObject({ consent: { status: 'opted_out' }, entries: [{}, {}] })
    expect(await panel(call, fresh)).toMatchObject({
      consent: { status: 'opted_in', type: 'imported', proven: false },
      marketing: { decision: 'block', reason: 'imported_consent' },
    })
    const answers = await marketingAnswers(connection.db, [out, fresh], new Date())
    expect([out, fresh].map((id) => answers.get(id)?.reason)).toEqual(['opted_out', 'imported_consent'])
  })

  it('stands with the transaction, and falls with it', async () => {
    const { as, connection } = await testApi()
    const id = await add(as(rep))
    const failing = connection.db.transaction(async (tx) => {
      await recordConsents(tx, by, [{ contactId: id, ...entry, status: 'opted_out', type: null }])
      throw new Error('killed')
    })
    await expect(failing).rejects.toThrow('killed')
    expect(await panel(as(rep), id)).toMatchObject({ consent: { status: 'unknown' }, entries: [] })
    expect(await changed(as(rep), id)).toEqual([])
  })

  it('CO-03, CO-08 a confirmed form lifts an opt-out, an unconfirmed one does not', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, { status: 'opted_out' })
    const form = { contactId: id, status: 'opted_in' as const, type: 'explicit' as const, effectiveAt: new Date() }
    const submit = (evidence: Record<string, unknown>) =>
      connection.db.transaction((tx) => recordConsents(tx, { actor: null, route: 'public' }, [{ ...form, evidence }]))
    expect(await submit({ form: 'newsletter', text: 'Yes' })).toEqual([])
    expect(await submit({ form: 'newsletter', text: 'Yes', confirmedAt: new Date().toISOString() })).toEqual([id])
    expect((await panel(call, id)).consent.status).toBe('opted_in')
  })
})
