import { describe, expect, it } from 'vitest'
import { admin, rep, type TestApi, testApi } from '../api.ts'

const guardian = { ...admin, oid: '22222222-0000-4000-8000-000000000009', name: 'Dora Data', roles: ['DataProtection'] }

const said = { spoken: true, note: 'Told Rita at the fair in Hall 4 that she wants the newsletter.' }

type Call = ReturnType<TestApi['as']>

const add = async (call: Call, payload: object = {}): Promise<string> => {
  const { body } = await call({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', firstName: 'Ann', email: 'ann@x.example', country: 'CA', ...payload },
  })
  return body.id
}

const record = (call: Call, id: string, payload: object, headers: Record<string, string> = {}) =>
  call({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload, headers })

const panel = async (call: Call, id: string) => (await call({ url: `/api/v1/contacts/${id}/consent` })).body

const timeline = async (call: Call, id: string) =>
  (await call({ url: `/api/v1/contacts/${id}/timeline`, query: { type: 'consent_changed' } })).body.items

describe('consent ledger', () => {
  it('CO-01 appends with evidence, and shows it on the record, the timeline and in the history', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    const made = await record(call, id, {
      status: 'Opted In',
      type: 'explicit',
      source: 'Trade fair',
      effectiveAt: '2026-02-03T10:00:00Z',
      evidence: said,
      drawnFor: '<m1@x.example>',
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      consent: { status: 'opted_in', type: 'explicit', source: 'Trade fair', gdprBasis: 'consent', proven: true },
      marketing: { decision: 'allow', reason: 'express_consent', law: 'CASL', until: null, oneToOne: 'fine' },
      clock: null,
      entries: [
        { status: 'opted_in', evidence: said, proven: true, recordedBy: { name: 'Rita Rep' }, route: 'person' },
      ],
    })
    const { body: contact } = await call({ url: `/api/v1/contacts/${id}` })
    expect(contact).toMatchObject({ version: 2, consent: { status: 'opted_in', date: '2026-02-03T10:00:00.000Z' } })
    expect(await timeline(call, id)).toMatchObject([
      {
        type: 'consent_changed',
        occurredAt: '2026-02-03T10:00:00.000Z',
        actor: { kind: 'user', name: 'Rita Rep' },
        summary: 'Opted in (explicit): Trade fair',
        details: { before: { status: 'unknown' }, after: { status: 'opted_in' }, drawnFor: '<m1@x.example>' },
      },
    ])
    const { body: history } = await call({ url: `/api/v1/contacts/${id}/history` })
    expect(history.items[0]).toMatchObject({
      field: 'consent',
      before: { status: 'unknown' },
      after: { status: 'opted_in' },
      by: { name: 'Rita Rep' },
      route: 'person',
    })
  })

  it('CO-01 refuses every change of an entry', async () => {
    const { as, connection } = await testApi()
    const id = await add(as(rep))
    await record(as(rep), id, { status: 'opted_out' })
    await expect(connection.sql`update consent_entries set status = 'opted_in'`).rejects.toThrow('append-only')
    expect((await panel(as(rep), id)).consent.status).toBe('opted_out')
  })

  it('CO-02, CO-16 an opt-in without evidence is refused, spoken consent without a note too', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    for (const payload of [
      { status: 'opted_in', type: 'explicit' },
      { status: 'opted_in', type: 'explicit', evidence: {} },
      { status: 'opted_in', type: 'explicit', evidence: { spoken: true, text: 'yes' } },
      { status: 'opted_in', type: 'explicit', evidence: { note: ' \n', text: '\u00a0' } },
      { status: 'opted_in', type: 'explicit', evidence: { spoken: true, note: ' ' } },
      { status: 'opted_in', type: 'explicit', evidence: { ip: '192.0.2.1', agent: 'a browser' } },
      { status: 'opted_in', type: 'implied' },
      { status: 'opted_in', type: 'implied', event: 'purchase' },
      { status: 'opted_in', type: 'implied', event: 'published_address', eventAt: '2026-01-01T00:00:00Z' },
    ]) {
      const { status, body } = await record(call, id, payload)
      expect([status, body.type], JSON.stringify(payload)).toEqual([422, 'consent-needs-evidence'])
    }
    expect((await panel(call, id)).entries).toEqual([])
  })

  it('refuses what makes no sense, and says which field', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    for (const [path, payload] of [
      ['effectiveAt', { status: 'opted_out', effectiveAt: '2200-01-01T00:00:00Z' }],
      ['eventAt', { status: 'opted_in', type: 'implied', event: 'purchase', eventAt: '2200-01-01T00:00:00Z' }],
      ['objection', { status: 'unknown', objection: true }],
      ['type', { status: 'opted_in', evidence: said }],
      ['type', { status: 'opted_in', type: 'imported', evidence: said }],
      ['type', { purpose: 'tracking', status: 'opted_in', type: 'implied', event: 'purchase' }],
      ['address', { status: 'opted_out', address: 'stranger@x.example' }],
      ['status', { status: 'maybe' }],
    ] as const) {
      const { status, body } = await record(call, id, payload)
      expect([status, body.errors?.[0]?.path], JSON.stringify(payload)).toEqual([422, path])
    }
    const gone = await record(call, '00000000-0000-7000-8000-000000000000', { status: 'opted_out' })
    expect([gone.status, gone.body.type]).toEqual([404, 'contact-not-found'])
  })

  it('CO-13 an objection ends the score at once; one to tracking alone, or a proof of tomorrow, is refused', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await connection.sql`update contact_engagement set lead_score = 40 where contact_id = ${id}`
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    for (const [path, payload] of [
      ['objection', { purpose: 'tracking', status: 'opted_out', objection: true }],
      ['evidence.confirmedAt', { status: 'opted_in', type: 'explicit', evidence: { confirmedAt: tomorrow } }],
    ] as const) {
      const { status, body } = await record(call, id, payload)
      expect([status, body.errors?.[0]?.path]).toEqual([422, path])
    }
    const score = async () => (await call({ url: `/api/v1/contacts/${id}` })).body.leadScore
    expect(await score()).toBe(40)
    await record(call, id, { status: 'opted_out', objection: true })
    expect(await score()).toBeNull()
  })

  it('CO-07, CO-08 an opt-out stands until a later explicit opt-in with evidence', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, { status: 'opted_out', effectiveAt: '2026-03-01T00:00:00Z', objection: true })
    for (const payload of [
      { status: 'opted_in', type: 'implied', event: 'purchase', eventAt: '2026-10-01T00:00:00Z' },
      { status: 'unknown' },
      { status: 'pending' },
      { status: 'opted_in', type: 'explicit', evidence: said, effectiveAt: '2026-02-28T23:59:59Z' },
      { status: 'opted_in', type: 'explicit', evidence: said, address: 'ann@x.example' },
    ]) {
      const { status, body } = await record(call, id, payload)
      expect([status, body.type], JSON.stringify(payload)).toEqual([409, 'opt-out-stands'])
      expect(body.optedOutAt).toBe('2026-03-01T00:00:00.000Z')
    }
    const stopped = await panel(call, id)
    expect(stopped).toMatchObject({
      consent: { status: 'opted_out', objected: true },
      marketing: { decision: 'block', reason: 'opted_out', oneToOne: 'inform', tracking: 'aggregate' },
    })
    expect((await call({ url: `/api/v1/contacts/${id}` })).body.status).toBe('unsubscribed')
    await record(call, id, {
      status: 'opted_in',
      type: 'explicit',
      evidence: said,
      effectiveAt: '2026-03-02T00:00:00Z',
    })
    expect((await panel(call, id)).consent).toMatchObject({ status: 'opted_in', objected: false })
    expect((await call({ url: `/api/v1/contacts/${id}` })).body.status).toBe('active')
  })

  it('CO-07 an opt-in from before the consent was set back is refused while an opt-out stands', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    const optIn = { status: 'opted_in', type: 'explicit', evidence: said }
    await record(call, id, { status: 'pending', effectiveAt: '2026-06-01T00:00:00Z' })
    await record(call, id, { status: 'opted_out', effectiveAt: '2026-03-01T00:00:00Z' })
    const { status, body } = await record(call, id, { ...optIn, effectiveAt: '2026-05-01T00:00:00Z' })
    expect([status, body.type]).toEqual([409, 'opt-out-stands'])
    expect(body.detail).toContain('was set back on 2026-06-01')
    expect((await panel(call, id)).entries).toHaveLength(2)
    expect((await record(call, id, { ...optIn, effectiveAt: '2026-06-02T00:00:00Z' })).status).toBe(201)
    expect((await panel(call, id)).consent).toMatchObject({ status: 'opted_in' })
  })

  it('a request sent again is recorded once; its key serves no other', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    const key = { 'idempotency-key': 'consent-of-ann-1' }
    const both = await Promise.all([
      record(call, id, { status: 'opted_out' }, key),
      record(call, id, { status: 'opted_out' }, key),
    ])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    const { entries } = await panel(call, id)
    expect(entries).toHaveLength(1)
    expect(await timeline(call, id)).toHaveLength(1)
    expect((await record(call, id, { status: 'pending' }, key)).status).toBe(422)
  })

  it('an opt-out said twice stays one change', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call)
    await record(call, id, { status: 'opted_out' })
    await record(call, id, { status: 'opted_out' })
    expect((await panel(call, id)).entries).toHaveLength(2)
    expect(await timeline(call, id)).toHaveLength(1)
  })

  it('CO-07 an opt-out and an implied opt-in at once: the opt-out stands', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const implied = { status: 'opted_in', type: 'implied', event: 'inquiry', eventAt: new Date().toISOString() }
    for (let round = 0; round < 5; round++) {
      const id = await add(call, { email: `ann${round}@x.example` })
      const answers = await Promise.all([
        record(call, id, implied),
        record(call, id, { status: 'opted_out' }),
        record(call, id, implied),
      ])
      expect(answers[1]?.status).toBe(201)
      for (const { status } of answers) expect([201, 409]).toContain(status)
      expect((await panel(call, id)).consent.status).toBe('opted_out')
    }
  })

  it('CO-14 consent to tracking is its own', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const id = await add(call, { country: 'FR' })
    expect((await panel(call, id)).marketing.tracking).toBe('aggregate')
    await record(call, id, { status: 'opted_in', type: 'explicit', evidence: said })
    expect((await panel(call, id)).marketing).toMatchObject({ decision: 'allow', tracking: 'aggregate' })
    await record(call, id, { purpose: 'tracking', status: 'opted_in', evidence: said })
    expect(await panel(call, id)).toMatchObject({
      consent: { status: 'opted_in', tracking: 'granted' },
      marketing: { tracking: 'individual' },
    })
    await record(call, id, { purpose: 'tracking', status: 'opted_out' })
    expect(await panel(call, id)).toMatchObject({
      consent: { status: 'opted_in', tracking: 'refused' },
      marketing: { decision: 'allow', tracking: 'aggregate' },
    })
    expect((await timeline(call, id)).map((entry: { summary: string }) => entry.summary)).toEqual([
      'Refused tracking',
      'Agreed to tracking',
      'Opted in (explicit)',
    ])
  })

  it('who only guards data reads consent and records none; nobody edits it with the record', async () => {
    const { as } = await testApi()
    const id = await add(as(rep))
    expect((await as(guardian)({ url: `/api/v1/contacts/${id}/consent` })).status).toBe(200)
    expect((await record(as(guardian), id, { status: 'opted_out' })).status).toBe(403)
    for (const field of [
      { consentStatus: 'opted_in' },
      { consent: { status: 'opted_in' } },
      { status: 'unsubscribed' },
    ]) {
      const edit = { method: 'PATCH' as const, url: `/api/v1/contacts/${id}`, payload: { version: 1, ...field } }
      expect((await as(rep)(edit)).status, JSON.stringify(field)).toBe(422)
    }
  })
})
