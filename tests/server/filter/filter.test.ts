import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { filterCondition } from '../../../server/filter/compile.ts'
import { type Filter, Filter as FilterSchema, type Operator, operators } from '../../../server/filter/schema.ts'
import { freshDatabase } from '../database.ts'
import { dayIn, fold, holds, type Person, type World } from './evaluate.ts'

const now = new Date('2026-03-29T23:30:00.000Z')
const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati', 'America/Los_Angeles']
const customTypes = {
  level: 'number',
  since: 'date',
  vip: 'yes_no',
  tier: 'single_choice',
  likes: 'multi_choice',
  motto: 'text',
}

const names = [
  'Zoë',
  'Müller',
  'Straße',
  'STRASSE',
  'Łódź',
  'Øre',
  'İpek',
  'ann',
  'Ann',
  'O’Hara',
  'de la Cruz',
  '100%',
  'a_b',
  'Ａｎｎ',
  '李',
  'Bo\\x',
  '',
]
const nameOrNull = fc.option(fc.constantFrom(...names.filter(Boolean)), { nil: null })
const instant = fc
  .integer({ min: -3 * 365 * 24, max: 60 * 24 })
  .map((hours) => new Date(now.getTime() + hours * 3_600_000 + 1).toISOString())
const instantOrNull = fc.option(instant, { nil: null })
const types = ['note', 'call', 'meeting', 'email_sent'] as const

const owners = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const
const companies = ['00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000c2'] as const
const tagNames = ['VIP', 'Fair 2026', 'Zürich'] as const
const segment = '00000000-0000-4000-8000-0000000000e1'
const stages = {
  talking: '00000000-0000-4000-8000-0000000000f1',
  offered: '00000000-0000-4000-8000-0000000000f2',
  won: '00000000-0000-4000-8000-0000000000f3',
} as const

const person: fc.Arbitrary<Person> = fc
  .record({
    firstName: nameOrNull,
    lastName: nameOrNull,
    mailNames: fc.array(fc.constantFrom('ann', 'Zoe', 'm.mueller', 'a_b'), { maxLength: 2 }),
    phone: fc.option(fc.constantFrom('+33628230455', '+12125550147;ext=5', '0049-30 12'), { nil: null }),
    jobTitle: nameOrNull,
    company: fc.option(fc.constantFrom(0, 1), { nil: null }),
    role: fc.option(fc.constantFrom('champion', 'blocker'), { nil: null }),
    chosenStatus: fc.constantFrom('active', 'inactive'),
    owner: fc.option(fc.constantFrom(0, 1), { nil: null }),
    tags: fc.uniqueArray(fc.constantFrom(...tagNames)),
    leadScore: fc.option(fc.constantFrom(0, 1, 50, 99, 100), { nil: null }),
    consentStatus: fc.constantFrom('opted_in', 'opted_out', 'pending', 'unknown'),
    consentExpiresAt: fc.option(fc.oneof(instant, fc.constant(now.toISOString())), { nil: null }),
    country: fc.option(fc.constantFrom('DE', 'CA'), { nil: null }),
    createdAt: instant,
    lastContactedAt: instantOrNull,
    custom: fc.record(
      {
        level: fc.constantFrom(-1, 0, 2.5, 10),
        since: instant.map((at) => at.slice(0, 10)),
        vip: fc.boolean(),
        tier: fc.constantFrom('gold', 'iron'),
        likes: fc.uniqueArray(fc.constantFrom('tea', 'mail'), { minLength: 1 }),
        motto: fc.constantFrom(...names.filter(Boolean), 'x'.repeat(300)),
      },
      { requiredKeys: [] },
    ),
    activities: fc.array(fc.record({ type: fc.constantFrom(...types), at: instant }), { maxLength: 4 }),
    inSegment: fc.boolean(),
    deals: fc.array(
      fc.record({
        stage: fc.constantFrom(...Object.values(stages)),
        amount: fc.option(fc.constantFrom(0, 0.5, 50, 100, 99_999_999_999_999), { nil: null }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ mailNames, company, owner, inSegment, deals, ...rest }) => ({
    ...rest,
    deals: deals.map((deal) => ({ ...deal, open: deal.stage !== stages.won })),
    addresses: mailNames,
    companyId: company === null ? null : companies[company as 0],
    companyName: company === null ? null : (['Acme & Söhne', 'Nordwind'][company] as string),
    ownerId: owner === null ? null : owners[owner as 0],
    ownerActive: owner === null ? null : owner === 0,
    segments: inSegment ? [segment] : [],
  }))

const typed = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom('a', 'z', 'mull', 'SS', '%', '_', '\\', '@x.example', ' ann '),
)
const days = fc.constantFrom(1, 2, 7, 30, 400)
const date = fc.oneof(
  instant.map((at) => at.slice(0, 10)),
  fc.constantFrom('2026-03-29', '2026-03-30', '2026-03-28'),
)
const range = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one)

function conditionOn(field: string, kind: keyof typeof operators, some: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  return fc.constantFrom(...(operators[kind] as readonly Operator[])).chain((op) => {
    const leaf = (value: fc.Arbitrary<unknown>) => value.map((given) => ({ field, op, value: given }) as Filter)
    if (['empty', 'not_empty', 'is_true', 'is_false'].includes(op)) return fc.constant({ field, op } as Filter)
    if (kind === 'text') return leaf(some)
    if (kind === 'number')
      return leaf(
        op === 'between' ? range(fc.constantFrom(-1, 0, 2.5, 50, 100)) : fc.constantFrom(-1, 0, 2.5, 10, 50, 100),
      )
    if (kind === 'instant' || kind === 'date')
      return leaf(op.endsWith('days') ? days : op === 'between' ? range(date) : date)
    return leaf(fc.uniqueArray(some, { maxLength: 3 }))
  })
}

const condition: fc.Arbitrary<Filter> = fc.oneof(
  ...['name', 'firstName', 'lastName', 'jobTitle', 'companyName', 'email'].map((field) =>
    conditionOn(field, 'text', typed),
  ),
  conditionOn('phone', 'text', fc.constantFrom('28 23', '+33628230455', '06 28 23', '0033 628', '0049', '5', 'x')),
  conditionOn('role', 'choice', fc.constantFrom('champion', 'blocker', 'other')),
  conditionOn('status', 'choice', fc.constantFrom('active', 'inactive', 'unsubscribed', 'bounced')),
  conditionOn('consentStatus', 'choice', fc.constantFrom('opted_in', 'opted_out', 'pending', 'unknown')),
  conditionOn('country', 'choice', fc.constantFrom('DE', 'CA', 'FR')),
  conditionOn('company', 'reference', fc.constantFrom(...companies)),
  conditionOn('owner', 'reference', fc.constantFrom(...owners)),
  conditionOn('ownerActive', 'flag', fc.constant('')),
  conditionOn('tags', 'set', fc.constantFrom('vip', 'Fair 2026', 'zürich')),
  fc.constantFrom('any_of', 'none_of').map((op) => ({ field: 'segments', op, value: [segment] }) as Filter),
  conditionOn('leadScore', 'number', fc.constant('')),
  conditionOn('hasOpenDeal', 'flag', fc.constant('')),
  conditionOn('dealStage', 'set', fc.constantFrom(...Object.values(stages))),
  conditionOn('dealAmount', 'number', fc.constant('')),
  ...['createdAt', 'lastContactedAt', 'consentExpiresAt'].map((field) =>
    conditionOn(field, 'instant', fc.constant('')),
  ),
  conditionOn('custom.level', 'number', fc.constant('')),
  conditionOn('custom.since', 'date', fc.constant('')),
  conditionOn('custom.vip', 'flag', fc.constant('')),
  conditionOn('custom.tier', 'choice', fc.constantFrom('gold', 'iron')),
  conditionOn('custom.likes', 'set', fc.constantFrom('tea', 'mail')),
  conditionOn('custom.motto', 'text', fc.oneof(typed, fc.constant('x'.repeat(300)))),
  fc
    .record(
      {
        types: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 }),
        atLeast: fc.integer({ min: 1, max: 3 }),
        atMost: fc.integer({ min: 0, max: 3 }),
        withinDays: days,
      },
      { requiredKeys: ['types'] },
    )
    .map((activity) => ({ activity }) as Filter),
)

const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    fc.array(tie('tree'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('tree'), { maxLength: 3 }).map((or) => ({ or })),
    tie('tree').map((not) => ({ not })),
  ),
}))

async function storeWorld({ sql: q }: Connection) {
  await q`insert into users (id, entra_id, name, active) values (${owners[0]}, gen_random_uuid(), 'A', true), (${owners[1]}, gen_random_uuid(), 'B', false)`
  await q`insert into companies (id, name) values (${companies[0]}, 'Acme & Söhne'), (${companies[1]}, 'Nordwind')`
  for (const name of tagNames) await q`insert into tags (name) values (${name})`
  await q`insert into segments (id, name, kind) values (${segment}, 'Kept', 'static')`
  await q`delete from deal_stages`
  await q`insert into deal_stages (id, name, position, outcome) values (${stages.talking}, 'Talking', 1, 'open'),
    (${stages.offered}, 'Offered', 2, 'open'), (${stages.won}, 'Won', 3, 'won')`
  for (const [key, type] of Object.entries(customTypes)) {
    const choices = type === 'single_choice' ? ['gold', 'iron'] : type === 'multi_choice' ? ['tea', 'mail'] : []
    await q`insert into custom_fields (entity, key, label, type, choices)
      values ('contact', ${key}, ${key}, ${type}, ${JSON.stringify(choices.map((id) => ({ id, label: id })))}::jsonb)`
  }
}

async function store({ sql: q }: Connection, people: Person[]): Promise<string[]> {
  const ids: string[] = []
  for (const [n, one] of people.entries()) {
    const [row] = await q<{ id: string }[]>`
      insert into contacts (first_name, last_name, phone, job_title, company_id, role, chosen_status, owner_id, consent_status,
          consent_expires_at, country, created_at, custom_fields)
      values (${one.firstName}, ${one.lastName}, ${one.phone}, ${one.jobTitle}, ${one.companyId}, ${one.role}, ${one.chosenStatus},
        ${one.ownerId}, ${one.consentStatus}, ${one.consentExpiresAt}, ${one.country}, ${one.createdAt}, ${JSON.stringify(one.custom)}::jsonb) returning id`
    const id = row?.id as string
    ids.push(id)
    one.addresses = one.addresses.map((name, k) => `${name}${n}${k}@x.example`)
    for (const [k, address] of one.addresses.entries()) {
      await q`insert into contact_addresses (address, contact_id, display, is_primary)
        values (${address.toLowerCase()}, ${id}, ${address}, ${k === 0})`
    }
    await q`update contact_engagement set lead_score = ${one.leadScore}, last_contacted_at = ${one.lastContactedAt} where contact_id = ${id}`
    for (const tag of one.tags) await q`insert into contact_tags select ${id}, id from tags where name = ${tag}`
    for (const id2 of one.segments) await q`insert into segment_members (segment_id, contact_id) values (${id2}, ${id})`
    for (const { stage, amount } of one.deals) {
      await q`with d as (insert into deals (name, stage_id, amount, currency)
          values ('Deal', ${stage}, ${amount}, ${amount === null ? null : 'EUR'}) returning id)
        insert into deal_contacts (deal_id, contact_id) select id, ${id} from d`
    }
    for (const { type, at } of one.activities) {
      await q`with a as (insert into activities (type, occurred_at, source, actor_kind) values (${type}, ${at}, 'manual', 'system') returning id)
        insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${id}, ${at}, ${type} from a`
    }
  }
  return ids
}

describe('filter expression', () => {
  it('means in SQL what it means one contact at a time: random trees over random contacts, in five zones', async () => {
    const connection = await freshDatabase()
    await storeWorld(connection)
    const people = fc.sample(person, { numRuns: 120, seed: 7 })
    const ids = await store(connection, people)
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(...zones), async (filter, timeZone) => {
        const world: World = { now, timeZone, customTypes }
        const condition = await filterCondition(connection.db, FilterSchema.parse(filter), { now, timeZone })
        const rows = await connection.db.execute<{ id: string }>(
          sql`select c.id from contacts c join contact_engagement e on e.contact_id = c.id where ${condition}`,
        )
        const found = new Set(rows.map((row) => row.id))
        const wanted = ids.filter((_, n) => holds(filter, people[n] as Person, world))
        expect([...found].sort(), `${timeZone} ${JSON.stringify(filter)}`).toEqual([...wanted].sort())
      }),
      { numRuns: 600 },
    )
  }, 120_000)

  it('SE-01 folds in the database as letter by letter', async () => {
    const { sql: q } = await freshDatabase()
    const alphabet = Array.from({ length: 0x250 - 0x20 }, (_, n) => String.fromCodePoint(0x20 + n)).filter((letter) =>
      /\p{L}/u.test(letter),
    )
    const rows = await q<
      { letter: string; folded: string }[]
    >`select letter, fold(letter) as folded from unnest(${alphabet}::text[]) letter`
    const common = rows.filter(
      ({ letter }) => /[A-Za-zÀ-ÖØ-öø-ÿĀ-ňŌ-ſ]/.test(letter) && !/[ÐðÞþŉĸĿŀŊŋŦŧĦħſĲĳ]/.test(letter),
    )
    expect(common.length).toBeGreaterThan(150)
    for (const { letter, folded } of common) expect([letter, folded]).toEqual([letter, fold(letter)])
    const [turkish] = await q<
      { same: boolean }[]
    >`select fold('İSTANBUL') = fold('istanbul') and fold('ısparta') = 'isparta' as same`
    expect(turkish?.same).toBe(true)
  })

  it.each<[string, Filter, string]>([
    ['an unknown field', { field: 'colour', op: 'is', value: 'red' }, 'colour'],
    ['a deleted custom field', { field: 'custom.gone', op: 'not_empty' }, 'custom.gone'],
    ['a deleted tag', { not: { field: 'tags', op: 'any_of', value: ['no such tag'] } }, 'tags'],
    [
      'a deleted segment',
      { field: 'segments', op: 'none_of', value: ['00000000-0000-4000-8000-0000000000ff'] },
      'segments',
    ],
    ['a deleted stage', { field: 'dealStage', op: 'any_of', value: [segment] }, 'dealStage'],
    ['an operator of another kind', { field: 'leadScore', op: 'contains', value: 'x' }, 'leadScore'],
    ['a value of another kind', { field: 'createdAt', op: 'on_or_after', value: 'yesterday' }, 'createdAt'],
    ['a day that does not exist', { field: 'createdAt', op: 'on_or_after', value: '2026-02-30' }, 'createdAt'],
    ['a choice that does not exist', { field: 'status', op: 'any_of', value: ['vip'] }, 'status'],
  ])('SG-05 names %s, and never matches everybody', async (_, filter, field) => {
    const { db } = await freshDatabase()
    await expect(filterCondition(db, filter, { now, timeZone: 'UTC' })).rejects.toMatchObject({
      type: 'broken-filter',
      members: { field },
    })
  })

  it('SG-02 takes segments within segments, and refuses one that contains itself', async () => {
    const { db, sql: q } = await freshDatabase()
    const [a, b] = ['00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb']
    const naming = (id: string) => JSON.stringify({ field: 'segments', op: 'any_of', value: [id] })
    await q`insert into segments (id, name, kind, filter) values (${a}, 'A', 'dynamic', ${naming(b)}),
      (${b}, 'B', 'dynamic', ${JSON.stringify({ field: 'firstName', op: 'is', value: 'Ann' })})`
    await q`insert into contacts (first_name) values ('Ann'), ('Bob')`
    const filter: Filter = { field: 'segments', op: 'any_of', value: [a] }
    const condition = await filterCondition(db, filter, { now, timeZone: 'UTC' })
    const rows = await db.execute(
      sql`select c.first_name from contacts c join contact_engagement e on e.contact_id = c.id where ${condition}`,
    )
    expect(rows.map((row) => row.first_name)).toEqual(['Ann'])
    await q`update segments set filter = ${naming(a)} where id = ${b}`
    await expect(filterCondition(db, filter, { now, timeZone: 'UTC' })).rejects.toMatchObject({ type: 'broken-filter' })
  })

  it('X-05 a day is a day of the viewer, also where clocks change', () => {
    expect(dayIn(now, 'Europe/Berlin')).toBe('2026-03-30')
    expect(dayIn(now, 'America/Los_Angeles')).toBe('2026-03-29')
  })

  it('refuses trees that no person made', async () => {
    const { db } = await freshDatabase()
    let deep: Filter = { field: 'name', op: 'not_empty' }
    for (let n = 0; n < 12; n++) deep = { not: deep }
    await expect(filterCondition(db, deep, { now, timeZone: 'UTC' })).rejects.toMatchObject({ type: 'broken-filter' })
  })
})
