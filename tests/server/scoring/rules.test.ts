import { describe, expect, it } from 'vitest'
import { explainScore } from '../../../server/scoring/explain.ts'
import { previewScoring } from '../../../server/scoring/preview.ts'
import { rescoreEveryone } from '../../../server/scoring/rescore-everyone.ts'
import { admin, rep, testApi } from '../api.ts'
import { freshDatabase } from '../database.ts'
import { activityRule, filterRule, happens, kept, scoreAll, storeContact, storeRules } from './world.ts'

const manager = { ...rep, oid: '22222222-0000-4000-8000-000000000003', roles: ['Manager'] }
const guardian = { ...rep, oid: '22222222-0000-4000-8000-000000000004', roles: ['DataProtection'] }
const nowhere = '00000000-0000-4000-8000-00000000dead'
const url = '/api/v1/scoring-rules'
const champion = filterRule({ field: 'role', op: 'any_of', value: ['champion'] }, { name: 'Champion', points: 40 })
const called = activityRule({}, { name: 'Called', points: 10, cap: 25, halfLifeDays: 30 })

describe('scoring rules', () => {
  it('are there in a fresh product, in order, and work', async () => {
    const { as, connection } = await testApi()
    const id = await storeContact(connection, { role: 'decision_maker' })
    await scoreAll(connection, new Date())
    const { body } = await as(rep)({ url })
    expect(body.items).toHaveLength(6)
    expect(body.items.every(({ broken, active }: { broken: unknown; active: boolean }) => !broken && active)).toBe(true)
    expect(body.distribution).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    expect((await kept(connection, id)).score).toBe(20)
  })

  it('are written by managers and administrators, read by everyone', async () => {
    const { as } = await testApi()
    for (const person of [rep, guardian]) {
      expect((await as(person)({ url })).status).toBe(200)
      expect((await as(person)({ method: 'POST', url, payload: champion })).status).toBe(403)
      expect((await as(person)({ method: 'PATCH', url: `${url}/${nowhere}`, payload: {} })).status).toBe(403)
      expect((await as(person)({ method: 'DELETE', url: `${url}/${nowhere}` })).status).toBe(403)
      const preview = { method: 'POST' as const, url: `${url}/preview`, payload: { id: null, rule: champion } }
      expect((await as(person)(preview)).status).toBe(403)
    }
    expect((await as(manager)({ method: 'POST', url, payload: champion })).status).toBe(201)
    expect((await as(admin)({ method: 'DELETE', url: `${url}/${nowhere}` })).body.type).toBe('scoring-rule-not-found')
  })

  it('LS-06 are edited by version, every wording is kept, and everyone is scored anew in the background', async () => {
    const { as, connection } = await testApi()
    const call = as(admin)
    const { body: made } = await call({ method: 'POST', url, payload: champion })
    expect(made).toMatchObject({ name: 'Champion', part: 'fit', points: 40, version: 1, matches: null, broken: null })
    const edit = (payload: object) => call({ method: 'PATCH', url: `${url}/${made.id}`, payload })
    expect((await edit({ points: 30 })).status).toBe(422)
    expect((await edit({ points: 30, version: 1 })).body).toMatchObject({ points: 30, name: 'Champion', version: 2 })
    const stale = await edit({ points: 20, version: 1 })
    expect([stale.status, stale.body.type, stale.body.current.points]).toEqual([409, 'stale-version', 30])
    expect((await call({ method: 'DELETE', url: `${url}/${made.id}` })).status).toBe(204)
    const changes = await connection.sql`select before ->> 'points' as before, after ->> 'points' as after
      from scoring_rule_changes where rule_id = ${made.id} order by at, id`
    expect(changes).toEqual([
      { before: null, after: '40' },
      { before: '40', after: '30' },
      { before: '30', after: null },
    ])
    const audited = await connection.sql`select action from audit_entries order by number`
    expect(audited.map(({ action }) => action)).toEqual([
      'scoring_rule.created',
      'scoring_rule.changed',
      'scoring_rule.deleted',
    ])
    const { body } = await call({ url })
    expect(body.rescore).toMatchObject({ done: 0, total: null })
    const waiting = await connection.sql`select id from pgboss.job where name = 'rescore-everyone'`
    expect(waiting.map(({ id }) => id)).toEqual([body.rescore.jobId])
  })

  it('nobody is scored anew for a name', async () => {
    const { as, connection } = await testApi()
    const [rule] = (await as(admin)({ url })).body.items
    const payload = { name: 'Decides', position: 9, version: rule.version }
    expect((await as(admin)({ method: 'PATCH', url: `${url}/${rule.id}`, payload })).status).toBe(200)
    expect(await connection.sql`select 1 from scoring_runs`).toHaveLength(0)
  })

  it.each([
    ['an unknown field', filterRule({ field: 'colour', op: 'is', value: 'red' }), 'broken-filter'],
    ['the score itself', filterRule({ not: { field: 'leadScore', op: 'gte', value: 50 } }), 'broken-filter'],
    ['a cap on a filter', filterRule({ field: 'role', op: 'empty' }, { cap: 10 }), 'invalid-input'],
    ['a half-life on a filter', filterRule({ field: 'role', op: 'empty' }, { halfLifeDays: 10 }), 'invalid-input'],
    ['a cap against the points', activityRule({}, { points: 10, cap: -10 }), 'invalid-input'],
    ['no types', { ...called, condition: { activity: { types: [] } } }, 'invalid-input'],
    ['too many points', { ...called, points: 101 }, 'invalid-input'],
  ])('refuses %s, saved or previewed', async (_, rule, type) => {
    const { as, connection } = await testApi()
    const before = await connection.sql`select count(*) from scoring_rules`
    const saved = await as(admin)({ method: 'POST', url, payload: rule })
    expect([saved.status, saved.body.type]).toEqual([422, type])
    const previewed = await as(admin)({ method: 'POST', url: `${url}/preview`, payload: { id: null, rule } })
    expect([previewed.status, previewed.body.type]).toEqual([422, type])
    expect(await connection.sql`select count(*) from scoring_rules`).toEqual(before)
  })

  it('SG-05 a rule whose tag is deleted is named as broken, gives nothing, and can be switched off but not on', async () => {
    const { as, connection } = await testApi()
    const { sql } = connection
    await storeRules(connection, [champion])
    const id = await storeContact(connection, { role: 'champion' })
    await sql`with t as (insert into tags (name) values ('VIP') returning id) insert into contact_tags select ${id}, id from t`
    const vip = filterRule({ field: 'tags', op: 'any_of', value: ['VIP'] }, { points: 15, position: 1 })
    const { body: made } = await as(admin)({ method: 'POST', url, payload: vip })
    await scoreAll(connection, new Date())
    expect((await kept(connection, id)).score).toBe(55)
    await sql`delete from tags`
    await scoreAll(connection, new Date())
    expect((await kept(connection, id)).score).toBe(40)
    const { body } = await as(rep)({ url })
    expect(body.items[1].broken).toContain('VIP')
    const edit = (payload: object) => as(admin)({ method: 'PATCH', url: `${url}/${made.id}`, payload })
    expect((await edit({ active: false, version: 1 })).body).toMatchObject({ active: false, version: 2 })
    expect((await edit({ active: true, version: 2 })).body.type).toBe('broken-filter')
  })
})

describe('preview', () => {
  it('LS-06 shows the distribution before and after, who moves most, and saves nothing', async () => {
    const { as, connection } = await testApi()
    await storeRules(connection, [champion])
    const ids = [await storeContact(connection, { role: 'champion' }), await storeContact(connection)]
    await storeContact(connection, { role: 'champion', objected: true })
    await happens(connection, ids[1] as string, { type: 'call', at: new Date().toISOString() })
    await scoreAll(connection, new Date())
    const preview = async (payload: object) =>
      (await as(admin)({ method: 'POST', url: `${url}/preview`, payload })).body
    const [rule] = (await as(admin)({ url })).body.items
    expect(await preview({ id: null, rule: called })).toEqual({
      before: [1, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      after: [0, 1, 0, 0, 1, 0, 0, 0, 0, 0],
      changed: 1,
      sampled: null,
      movers: [{ id: ids[1], name: 'Ann', before: 0, after: 10 }],
    })
    expect(await preview({ id: rule.id, rule: { ...champion, points: 99 } })).toMatchObject({
      after: [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      movers: [{ before: 40, after: 99 }],
    })
    expect(await preview({ id: rule.id, rule: { ...champion, active: false } })).toMatchObject({ changed: 1 })
    expect(await preview({ id: rule.id, rule: null })).toMatchObject({
      after: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      movers: [{ before: 40, after: 0 }],
    })
    expect(await preview({ id: rule.id, rule: champion })).toMatchObject({ changed: 0, movers: [] })
    expect(await preview({ id: nowhere, rule: null })).toMatchObject({ type: 'scoring-rule-not-found' })
    expect((await as(admin)({ url })).body.items).toEqual([rule])
  })

  it('is worked out on a sample of many contacts, and says so', async () => {
    const connection = await freshDatabase()
    await connection.sql`insert into contacts (first_name, role) select 'P' || g, 'champion' from generate_series(1, 2000) g`
    await storeRules(connection, [])
    const limits = { all: 1000, sample: 500 }
    const change = { id: null, rule: champion }
    const { sampled, changed, before, movers } = await previewScoring(connection.db, change, new Date(), limits)
    expect(sampled).toBeGreaterThan(300)
    expect(sampled).toBeLessThan(700)
    expect([changed, before[0], movers.length]).toEqual([sampled, sampled, 20])
  })
})

describe('explanation', () => {
  it('LS-01 shows every line with its evidence, and the lines add up to the score', async () => {
    const { as, connection } = await testApi()
    await storeRules(connection, [champion, called])
    const id = await storeContact(connection, { role: 'champion' })
    for (const days of [0, 30, 60, 90]) {
      await happens(connection, id, { type: 'call', at: new Date(Date.now() - days * 86_400_000 - 1).toISOString() })
    }
    const { body } = await as(rep)({ url: `/api/v1/contacts/${id}/score` })
    expect(body.score).toBe(59)
    const sum = body.lines.reduce((total: number, { points }: { points: number }) => total + points, 0)
    expect(sum).toBeCloseTo(body.sum, 9)
    expect(Math.round(sum)).toBe(body.score)
    expect([body.fit, body.engagement]).toEqual([40, expect.closeTo(18.75, 3)])
    expect(body.lines[0]).toMatchObject({ name: 'Champion', points: 40, evidence: [{ text: 'champion', points: 0 }] })
    expect(body.lines[1]).toMatchObject({ name: 'Called', count: 4, capped: false })
    expect(body.lines[1].evidence.map(({ points }: { points: number }) => Math.round(points * 100))).toEqual([
      1000, 500, 250, 125,
    ])
    expect((await kept(connection, id)).score).toBe(59)
    expect((await as(rep)({ url: `/api/v1/contacts/${id}` })).body.leadScore).toBe(59)
  })

  it('LS-01 is as of the scoring, so that it adds up to the number shown, and of now once something happened', async () => {
    const connection = await freshDatabase()
    await storeRules(connection, [activityRule({}, { points: 80, halfLifeDays: 30 })])
    const at = new Date(Date.now() - 3_600_000 * 20)
    const id = await storeContact(connection, { activities: [{ type: 'call', at: at.toISOString() }] })
    await scoreAll(connection, at)
    const clock = () => new Date()
    expect(await explainScore(connection, clock, id)).toMatchObject({ score: 80, scoredAt: at.toISOString(), sum: 80 })
    await happens(connection, id, { type: 'call', at: at.toISOString() })
    const fresh = await explainScore(connection, () => new Date(Date.now() + 1000), id)
    expect(fresh).toMatchObject({ score: 100, lines: [{ count: 2 }] })
    expect(Date.parse(fresh.scoredAt as string)).toBeGreaterThan(at.getTime())
    await storeRules(connection, [])
    expect(await explainScore(connection, clock, id)).toMatchObject({ score: 0, lines: [] })
    expect((await kept(connection, id)).score).toBe(0)
  })

  it('names what disqualifies and what is capped', async () => {
    const { as, connection } = await testApi()
    const out = filterRule({ field: 'role', op: 'not_empty' }, { name: 'Competitor', points: 0, disqualifies: true })
    await storeRules(connection, [{ ...called, halfLifeDays: null }, out])
    const activities = [1, 2, 3].map((days) => ({ type: 'call', at: new Date(Date.now() - days * 1000).toISOString() }))
    const id = await storeContact(connection, { role: 'blocker', activities })
    const { body } = await as(rep)({ url: `/api/v1/contacts/${id}/score` })
    expect(body).toMatchObject({ score: 0, sum: 25, disqualifiedBy: 'Competitor' })
    expect(body.lines).toMatchObject([
      { points: 25, capped: true },
      { points: 0, capped: false },
    ])
  })

  it('LS-08 says nothing of who objected, and 404 of who is not there', async () => {
    const { as, connection } = await testApi()
    await storeRules(connection, [champion])
    const id = await storeContact(connection, { role: 'champion', objected: true })
    const { body } = await as(rep)({ url: `/api/v1/contacts/${id}/score` })
    expect(body).toMatchObject({ score: null, sum: 0, lines: [] })
    const adjusted = await as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${id}/score/adjustments`,
      payload: { points: 5, reason: 'Because', expiresAt: '2999-01-01T00:00:00Z' },
    })
    expect([adjusted.status, adjusted.body.type]).toEqual([409, 'objected-to-profiling'])
    expect((await as(rep)({ url: `/api/v1/contacts/${nowhere}/score` })).body.type).toBe('contact-not-found')
  })

  it('keeps the subject of a mail to its mailbox', async () => {
    const connection = await freshDatabase()
    await storeRules(connection, [activityRule({ types: ['email_received', 'note'] })])
    const id = await storeContact(connection)
    for (const type of ['email_received', 'note']) {
      await happens(connection, id, { type, at: new Date(Date.now() - 1000).toISOString() })
    }
    await connection.sql`update activities set summary = 'About ' || type`
    const { lines } = await explainScore(connection, () => new Date(), id)
    expect(lines[0]?.evidence.map(({ type, text }) => [type, text]).sort()).toEqual([
      ['email_received', null],
      ['note', 'About note'],
    ])
  })

  it('LS-07 an adjustment is a line with reason, person and end, and can be taken back', async () => {
    const { as, connection } = await testApi()
    await storeRules(connection, [])
    const id = await storeContact(connection)
    const path = `/api/v1/contacts/${id}/score/adjustments`
    const payload = { points: 12.5, reason: 'Met at the fair', expiresAt: '2999-01-01T00:00:00.000Z' }
    const adjust = (person: typeof rep, changes: object = {}) =>
      as(person)({ method: 'POST', url: path, payload: { ...payload, ...changes } })
    expect((await adjust(guardian)).status).toBe(403)
    expect((await adjust(rep, { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(422)
    expect((await adjust(rep, { reason: ' ' })).status).toBe(422)
    const { status, body } = await adjust(rep)
    expect([status, body.score, body.fit, body.engagement]).toEqual([201, 13, 0, 0])
    const [line] = body.lines
    expect(line).toMatchObject({
      part: 'adjustment',
      points: 12.5,
      name: 'Met at the fair',
      by: { name: 'Rita Rep' },
      expiresAt: payload.expiresAt,
    })
    const remove = () => as(rep)({ method: 'DELETE', url: `${path}/${line.adjustmentId}` })
    expect((await remove()).body).toMatchObject({ score: 0, lines: [] })
    expect((await remove()).body.type).toBe('adjustment-not-found')
    expect((await kept(connection, id)).score).toBe(0)
    expect(await connection.sql`select 1 from score_adjustments`).toHaveLength(1)
  })

  it('matches are those of the last full re-score', async () => {
    const { as, connection } = await testApi()
    await storeRules(connection, [champion, called])
    await storeContact(connection, { role: 'champion' })
    await rescoreEveryone(connection.db, () => new Date(), nowhere)
    const { body } = await as(rep)({ url })
    expect(body.items.map(({ matches }: { matches: number }) => matches)).toEqual([1, 0])
  })
})
