import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WriteScoringRule } from '../../../server/scoring/schema.ts'
import { freshDatabase } from '../database.ts'
import { type Scored, scoreOf } from './oracle.ts'
import { activityRule, filterRule, happens, kept, scoreAll, someUser, storeContact, storeRules } from './world.ts'

const now = new Date('2026-11-30T12:00:00.000Z')
const DAY = 86_400_000
const ago = (days: number) => new Date(now.getTime() - days * DAY).toISOString()
const later = (days: number) => new Date(now.getTime() + days * DAY)

/** The score of one contact by these rules at `at`, and when it is due again. */
async function scored(rules: WriteScoringRule[], contact: Partial<Scored>, at = now) {
  const connection = await freshDatabase()
  await storeRules(connection, rules)
  const id = await storeContact(connection, contact)
  await scoreAll(connection, at)
  return { ...(await kept(connection, id)), connection, id }
}

const calls = (...days: number[]) => days.map((day) => ({ type: 'call', at: ago(day) }))

describe('score', () => {
  it('LS-01 is the sum of all rules that hold, rounded once at the end', async () => {
    const rules = [
      filterRule({ field: 'role', op: 'any_of', value: ['champion'] }, { points: 10.3 }),
      filterRule({ field: 'role', op: 'not_empty' }, { points: 10.3 }),
      filterRule({ field: 'role', op: 'empty' }, { points: 50 }),
    ]
    expect((await scored(rules, { role: 'champion' })).score).toBe(21)
  })

  it('LS-03 halves an activity after each half-life, to the point', async () => {
    const each = activityRule({}, { points: 80, halfLifeDays: 30 })
    for (const [days, score] of [
      [0, 80],
      [30, 40],
      [60, 20],
      [45, Math.round(80 * 0.5 ** 1.5)],
      [300, 0],
    ] as const) {
      expect((await scored([each], { activities: calls(days) })).score, `${days} days`).toBe(score)
    }
    expect((await scored([each], { activities: calls(30, 60, 90) })).score).toBe(70)
  })

  it('LS-04 gives once, each time, only when there are enough, and no more than the cap', async () => {
    const activities = calls(1, 2, 3)
    expect((await scored([activityRule({ per: 'each' })], { activities })).score).toBe(30)
    expect((await scored([activityRule({ per: 'once' })], { activities })).score).toBe(10)
    expect((await scored([activityRule({ atLeast: 3 })], { activities })).score).toBe(30)
    expect((await scored([activityRule({ atLeast: 4 })], { activities })).score).toBe(0)
    expect((await scored([activityRule({}, { cap: 25 })], { activities })).score).toBe(25)
    const fading = activityRule({ per: 'once' }, { points: 40, halfLifeDays: 10 })
    expect((await scored([fading], { activities: calls(10, 20) })).score).toBe(20)
  })

  it('LS-04 takes points away, not more than the cap, and never shows less than 0 or more than 100', async () => {
    const gain = filterRule({ field: 'role', op: 'not_empty' }, { points: 60 })
    const loss = activityRule({}, { points: -20, cap: -50 })
    const contact = { role: 'champion', activities: calls(1, 2) }
    expect((await scored([gain, loss], contact)).score).toBe(20)
    expect((await scored([gain, loss], { ...contact, activities: calls(1, 2, 3, 4) })).score).toBe(10)
    expect((await scored([loss], contact)).score).toBe(0)
    expect((await scored([gain, gain], contact)).score).toBe(100)
  })

  it('LS-04 a disqualifier sets 0, whatever else holds', async () => {
    const gain = filterRule({ field: 'role', op: 'not_empty' }, { points: 60 })
    const competitor = filterRule(
      { field: 'role', op: 'any_of', value: ['blocker'] },
      { points: 5, disqualifies: true },
    )
    expect((await scored([gain, competitor], { role: 'blocker' })).score).toBe(0)
    expect((await scored([gain, competitor], { role: 'champion' })).score).toBe(60)
    const complained = activityRule({ types: ['note'], withinDays: 10 }, { points: 0, disqualifies: true })
    const noted = { role: 'champion', activities: [{ type: 'note', at: ago(9) }] }
    const { score, dueAt } = await scored([gain, complained], noted)
    expect([score, dueAt]).toEqual([0, later(1)])
  })

  it('LS-05 counts opens and clicks only of people', async () => {
    const rule = activityRule({ types: ['email_opened', 'email_clicked', 'call'] }, { points: 1 })
    const activities = ['person', 'scanner', 'privacy_proxy', 'own', 'unknown', undefined].flatMap((who) =>
      ['email_opened', 'email_clicked'].map((type) => ({ type, at: ago(1), ...(who ? { class: who } : {}) })),
    )
    expect((await scored([rule], { activities: [...activities, ...calls(1)] })).score).toBe(3)
  })

  it('a window ends to the millisecond, and the score is due at that instant', async () => {
    const inLastTen = activityRule({ withinDays: 10 })
    const edge = { activities: [{ type: 'call', at: new Date(now.getTime() - 10 * DAY + 1).toISOString() }] }
    const inside = await scored([inLastTen], edge)
    expect(inside).toMatchObject({ score: 10, dueAt: new Date(now.getTime() + 1) })
    expect((await scored([inLastTen], { activities: calls(10) })).score).toBe(0)
    await scoreAll(inside.connection, new Date(now.getTime() + 1))
    expect(await kept(inside.connection, inside.id)).toEqual({ score: 0, dueAt: null })
  })

  it('what is planned counts when it is over', async () => {
    const planned = { activities: [{ type: 'meeting', at: later(2).toISOString() }] }
    const { score, dueAt, connection, id } = await scored([activityRule({ types: ['meeting'] })], planned)
    expect([score, dueAt]).toEqual([0, later(2)])
    await scoreAll(connection, later(2))
    expect((await kept(connection, id)).score).toBe(10)
  })

  it('a relative date is due at the midnight when it turns, and an absolute one never', async () => {
    const created = { createdAt: '2026-11-25T18:00:00.000Z' }
    const relative = await scored([filterRule({ field: 'createdAt', op: 'in_last_days', value: 7 })], created)
    expect(relative).toMatchObject({ score: 10, dueAt: new Date('2026-12-02T00:00:00Z') })
    await scoreAll(relative.connection, new Date('2026-12-01T23:59:59.999Z'))
    expect((await kept(relative.connection, relative.id)).score).toBe(10)
    await scoreAll(relative.connection, new Date('2026-12-02T00:00:00Z'))
    expect(await kept(relative.connection, relative.id)).toEqual({ score: 0, dueAt: null })
    const absolute = await scored([filterRule({ field: 'createdAt', op: 'on_or_after', value: '2026-11-01' })], created)
    expect(absolute).toMatchObject({ score: 10, dueAt: null })
  })

  it('finds relative dates and consent that ends inside segments', async () => {
    const connection = await freshDatabase()
    const within = { and: [{ field: 'createdAt', op: 'in_last_days', value: 7 }] }
    const [segment] = await connection.sql<{ id: string }[]>`insert into segments (name, kind, filter, time_zone)
      values ('New', 'dynamic', ${JSON.stringify(within)}::jsonb, 'America/New_York') returning id`
    await storeRules(connection, [filterRule({ not: { field: 'segments', op: 'any_of', value: [segment?.id] } })])
    const id = await storeContact(connection, { createdAt: '2026-11-25T18:00:00.000Z' })
    await scoreAll(connection, now)
    expect(await kept(connection, id)).toEqual({ score: 0, dueAt: new Date('2026-12-02T05:00:00Z') })
    await storeRules(connection, [filterRule({ field: 'consentStatus', op: 'any_of', value: ['opted_in'] })])
    await connection.sql`update contacts set consent_status = 'opted_in', consent_expires_at = ${later(3).toISOString()} where id = ${id}`
    await scoreAll(connection, now)
    expect(await kept(connection, id)).toEqual({ score: 10, dueAt: later(3) })
  })

  it('LS-07 an adjustment is a line until it expires or is removed', async () => {
    const contact = { adjustments: [{ points: 12.5, expiresAt: later(5).toISOString() }] }
    const { score, dueAt, connection, id } = await scored([], contact)
    expect([score, dueAt]).toEqual([13, later(5)])
    await scoreAll(connection, later(5))
    expect(await kept(connection, id)).toEqual({ score: 0, dueAt: null })
    await scoreAll(connection, now)
    await connection.sql`update score_adjustments set removed_at = now()`
    await scoreAll(connection, now)
    expect((await kept(connection, id)).score).toBe(0)
  })

  it('LS-08 who objected to profiling has no score, and is in no range', async () => {
    const gain = filterRule({ field: 'role', op: 'not_empty' })
    const { score, dueAt, connection, id } = await scored([gain], { role: 'champion', objected: true })
    expect([score, dueAt]).toEqual([null, null])
    const inRange =
      await connection.sql`select 1 from contact_engagement where coalesce(lead_score, -1) between 0 and 100`
    expect(inRange).toHaveLength(0)
    await connection.sql`update contacts set objected_at = null where id = ${id}`
    await scoreAll(connection, now)
    expect((await kept(connection, id)).score).toBe(10)
  })

  it('LS-09 is worked out anew from the union when activities move, and falls due by that alone', async () => {
    const rules = [activityRule({})]
    const { connection, id } = await scored(rules, { activities: calls(1) })
    const other = await storeContact(connection, { activities: calls(2, 3) })
    await scoreAll(connection, now)
    await connection.sql`update contact_engagement set score_due_at = null`
    await connection.sql`update activity_contacts set contact_id = ${id} where contact_id = ${other}`
    expect((await kept(connection, id)).dueAt).not.toBeNull()
    expect((await kept(connection, other)).dueAt).not.toBeNull()
    await scoreAll(connection, now)
    expect([(await kept(connection, id)).score, (await kept(connection, other)).score]).toEqual([30, 0])
  })

  it('falls due with everything a rule may look at', async () => {
    const connection = await freshDatabase()
    const { sql } = connection
    const id = await storeContact(connection)
    const opened = await happens(connection, id, { type: 'email_opened', at: ago(1), class: 'unknown' })
    const [segment] = await sql<{ id: string }[]>`insert into segments (name, kind) values ('S', 'static') returning id`
    const [tag] = await sql<{ id: string }[]>`insert into tags (name) values ('T') returning id`
    const [company] = await sql<{ id: string }[]>`insert into companies (name) values ('Acme') returning id`
    const userId = await someUser(connection)
    await sql`update contacts set company_id = ${company?.id as string}, owner_id = ${userId} where id = ${id}`
    const changes = [
      () => sql`update contacts set version = version + 1 where id = ${id}`,
      () => sql`update contacts set consent_expires_at = now() where id = ${id}`,
      () => sql`update contacts set objected_at = now() where id = ${id}`,
      () => sql`update companies set name = 'Acme Ltd' where id = ${company?.id as string}`,
      () => sql`update users set active = false where id = ${userId}`,
      () =>
        sql`insert into contact_addresses (address, contact_id, display, is_primary) values ('a@x.example', ${id}, 'a@x.example', true)`,
      () => sql`insert into contact_tags values (${id}, ${tag?.id as string})`,
      () => sql`delete from tags where id = ${tag?.id as string}`,
      () => sql`insert into segment_members (segment_id, contact_id) values (${segment?.id as string}, ${id})`,
      () => sql`delete from segment_members where contact_id = ${id}`,
      () => happens(connection, id, { type: 'note', at: ago(1) }),
      () => sql`update activity_contacts set occurred_at = ${ago(4)} where contact_id = ${id} and type = 'note'`,
      () => sql`update activities set details = '{"class":"person"}' where id = ${opened}`,
      () => sql`delete from activities where id = ${opened}`,
      () =>
        sql`insert into score_adjustments (contact_id, points, reason, user_id, expires_at) values (${id}, 1, 'x', ${userId}, now())`,
      () => sql`update score_adjustments set removed_at = now()`,
    ]
    for (const change of changes) {
      await sql`update contact_engagement set score_due_at = null`
      await change()
      expect((await kept(connection, id)).dueAt, String(change)).not.toBeNull()
    }
  })

  it('writes only what differs', async () => {
    const rules = [activityRule({}, { points: 50, halfLifeDays: 30 })]
    const { connection } = await scored(rules, { activities: calls(1) })
    const version = () => connection.sql`select xmin::text, ctid::text from contact_engagement`
    const before = await version()
    await scoreAll(connection, new Date(now.getTime() + 60_000))
    expect(await version()).toEqual(before)
    await scoreAll(connection, later(1))
    expect(await version()).not.toEqual(before)
  })
})

const types = ['call', 'meeting', 'note', 'email_opened'] as const
const days = fc.constantFrom(1, 2, 7, 30)
const points = fc.constantFrom(-40, -7.5, -0.1, 0.1, 3, 10, 33.3, 80)
const activityArbitrary = fc
  .record({
    types: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 }),
    withinDays: fc.option(days, { nil: null }),
    per: fc.constantFrom('each', 'once'),
    atLeast: fc.constantFrom(1, 1, 2, 3),
    points,
    capped: fc.boolean(),
    halfLifeDays: fc.option(fc.constantFrom(0.5, 7, 30), { nil: null }),
    disqualifies: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    active: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  })
  .map(({ types, withinDays, per, atLeast, capped, ...changes }) =>
    activityRule(
      { types, withinDays, per, atLeast },
      { ...changes, cap: capped ? Math.max(-90, Math.min(90, changes.points * 1.7)) : null },
    ),
  )
const conditionArbitrary = fc.oneof(
  fc.constantFrom('champion', 'blocker').map((role) => ({ field: 'role', op: 'any_of', value: [role] })),
  fc
    .record({
      field: fc.constantFrom('createdAt', 'lastContactedAt'),
      op: fc.constantFrom('in_last_days', 'not_in_last_days', 'in_next_days'),
      value: days,
    })
    .map((condition) => condition),
  fc
    .record({ types: fc.constant(['call']), withinDays: days, atLeast: fc.constantFrom(1, 2) })
    .map((activity) => ({ activity })),
)
const filterArbitrary = fc
  .record({ one: conditionArbitrary, other: conditionArbitrary, how: fc.constantFrom('and', 'or', 'not'), points })
  .map(({ one, other, how, points }) => filterRule(how === 'not' ? { not: one } : { [how]: [one, other] }, { points }))
const hours = (min: number, max: number) =>
  fc
    .integer({ min: min * 60, max: max * 60 })
    .map((minutes) => new Date(now.getTime() + minutes * 60_000).toISOString())
const contactArbitrary: fc.Arbitrary<Scored> = fc.record({
  role: fc.constantFrom('champion', 'blocker', null),
  createdAt: hours(-24 * 40, 24 * 3),
  lastContactedAt: fc.option(hours(-24 * 40, 0), { nil: null }),
  objected: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  activities: fc.array(
    fc.record({
      type: fc.constantFrom(...types),
      at: hours(-24 * 40, 24 * 2),
      class: fc.constantFrom('person', 'scanner'),
    }),
    { maxLength: 6 },
  ),
  adjustments: fc.array(fc.record({ points, expiresAt: hours(-24, 24 * 9) }), { maxLength: 1 }),
})

describe('scoring a set', () => {
  it('LS-03 gives what one contact at a time gives, and is due before time alone changes that: random rules and histories', async () => {
    const connection = await freshDatabase()
    const contacts = fc.sample(contactArbitrary, { numRuns: 60, seed: 11 })
    const ids: string[] = []
    for (const contact of contacts) ids.push(await storeContact(connection, contact))
    const rulesArbitrary = fc.array(fc.oneof(activityArbitrary, filterArbitrary), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(rulesArbitrary, fc.integer({ min: 0, max: 100 }), async (rules, minutes) => {
        await storeRules(connection, rules)
        const at = new Date(now.getTime() + minutes * 60_000)
        await connection.sql`update contact_engagement set score_due_at = now() - interval '1 year'`
        expect((await scoreAll(connection, at)).left).toBe(0)
        const rows = await connection.sql<{ id: string; lead_score: number | null; due: string | null }[]>`
          select contact_id as id, lead_score, score_due_at::text as due from contact_engagement`
        const found = new Map(rows.map((row) => [row.id, row]))
        for (const [n, contact] of contacts.entries()) {
          const row = found.get(ids[n] as string)
          const score = scoreOf(rules, contact, at)
          expect(row?.lead_score, JSON.stringify({ rules, contact })).toBe(score)
          const due = row?.due ? Date.parse(row.due) : at.getTime() + 60 * DAY
          // Fading is looked at once a day; anything else to the instant.
          const fades = rules.some(({ halfLifeDays }) => halfLifeDays !== null)
          const quietFrom = fades ? at.getTime() + DAY : at.getTime()
          for (const part of [0.1, 0.5, 0.9, 0.9999]) {
            const between = at.getTime() + (due - at.getTime()) * part
            if (fades && due <= quietFrom) continue
            const then = scoreOf(rules, contact, new Date(between))
            expect(
              then,
              `${new Date(between).toISOString()} ${JSON.stringify({ rules, contact, due: row?.due })}`,
            ).toBe(score)
          }
        }
      }),
      { numRuns: 100, endOnFailure: true },
    )
  }, 240_000)
})
