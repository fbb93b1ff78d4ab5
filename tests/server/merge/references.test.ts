import { describe, expect, it } from 'vitest'
import { contactReferences } from '../../../db/references.ts'
import { mergeContacts } from '../../../server/merge/merge-contacts.ts'
import { rep, testApi } from '../api.ts'
import { freshDatabase } from '../database.ts'
import { add, merge, preview, read } from './people.ts'
import { makePerson, makeWorld, placesOf, randomFrom } from './world.ts'

describe('merge: what moves', () => {
  it('ME-10 leaves nothing pointing at who was merged in, and loses no row', async () => {
    const connection = await freshDatabase()
    const { sql, db } = connection
    const world = await makeWorld(connection)
    const random = randomFrom(7)
    const people: string[] = []
    for (let n = 0; n < 6; n++) people.push(await makePerson(connection, world, random))
    const [primaryId, ...otherIds] = people as [string, ...string[]]
    const kept = contactReferences.filter(({ merge }) => merge !== 'recompute')
    const countOf = async (table: string, column: string, key: readonly string[] | null) => {
      const distinct = key?.length
        ? sql`count(distinct (${sql(key as string[])}))`
        : key
          ? sql`least(count(*), 1)`
          : sql`count(*)`
      const [row] = await sql<
        { n: number }[]
      >`select ${distinct}::int as n from ${sql(table)} where ${sql(column)} = any(${people})
        and (${table} <> 'contact_changes' or to_jsonb(${sql(table)}) ->> 'route' <> 'merge')
        and (${table} <> 'activity_contacts' or to_jsonb(${sql(table)}) ->> 'type' <> 'merged')
        and (${table} <> 'consent_entries' or to_jsonb(${sql(table)}) ->> 'route' <> 'merge')`
      return row?.n
    }
    const before: Record<string, number | undefined> = {}
    for (const { table, column, oneFor } of kept) before[table] = await countOf(table, column, oneFor)
    await mergeContacts({ db, now: () => new Date() }, world.actor, { primaryId, otherIds, fields: {} })
    expect(await placesOf(connection, otherIds)).toEqual([])
    for (const { table, column, oneFor } of kept) {
      if (table === 'merges' || table === 'merged_contacts') continue
      expect([table, await countOf(table, column, oneFor)]).toEqual([table, before[table]])
    }
    expect(await sql`select id from contacts where id = any(${otherIds})`).toEqual([])
    const wrong =
      await sql`select a.id from activities a where contact_count <> (select count(*) from activity_contacts ac where ac.activity_id = a.id)
      and exists (select 1 from activity_contacts ac where ac.activity_id = a.id)`
    expect(wrong).toEqual([])
  })

  it('ME-10 folds rows that repeat: openly on an entry, in a segment since the first time, once under each key', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const [entry] = await sql<{ id: string }[]>`insert into activities (type, occurred_at, source, summary, actor_kind)
      values ('email_received', '2026-01-01Z', 'm365', 'Hello', 'contact') returning id`
    await sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      values (${entry?.id as string}, ${ann}, '2026-01-01Z', 'email_received', true), (${entry?.id as string}, ${bob}, '2026-01-01Z', 'email_received', false)`
    const [segment] = await sql<
      { id: string }[]
    >`insert into segments (name, kind) values ('Guests', 'static') returning id`
    await sql`insert into segment_members (segment_id, contact_id, added_at) values (${segment?.id as string}, ${ann}, '2026-02-01Z'), (${segment?.id as string}, ${bob}, '2026-01-01Z')`
    await merge(api, ann, [bob])
    expect(
      await sql`select contact_id, blind, contact_count from activity_contacts ac join activities a on a.id = ac.activity_id where a.summary = 'Hello'`,
    ).toEqual([{ contact_id: ann, blind: false, contact_count: 1 }])
    expect(await sql`select contact_id, added_at::text from segment_members`).toMatchObject([
      { contact_id: ann, added_at: expect.stringContaining('2026-01-01') },
    ])
  })

  it('ME-18 has the last contact of all of them, and a score that is due', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const note = { type: 'call', summary: 'Hello', occurredAt: '2026-03-01T10:00:00Z' }
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${bob}/activities`, payload: note })
    await sql`update contact_engagement set score_due_at = null`
    expect((await merge(api, ann, [bob])).contact).toMatchObject({
      lastContactedAt: '2026-03-01T10:00:00.000Z',
      lastActivityAt: '2026-03-01T10:00:00.000Z',
    })
    expect(await sql`select score_due_at <= now() as due from contact_engagement`).toEqual([{ due: true }])
  })

  it('puts the survivor where ids stand inside JSON: repeated requests, waiting jobs, what an undone import left', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann' })
    const payload = { firstName: 'Bob' }
    const headers = { 'idempotency-key': 'made-once-1' }
    const { body: bob } = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload, headers })
    await api.services.queue.send('backfill-contact', { contactId: bob.id })
    const [user] = await sql<{ id: string }[]>`select id from users limit 1`
    await sql`insert into imports (name, format, source, tag, requested_by, undo) values ('a.csv', 'csv', 'a', 'a', ${user?.id as string},
      ${JSON.stringify({ left: [{ contact: { id: bob.id, name: 'Bob' }, reasons: [] }] })}::jsonb)`
    await merge(api, ann, [bob.id])
    const again = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload, headers })
    expect([again.status, again.body.id]).toEqual([201, ann])
    expect(await sql`select data from pgboss.job where name = 'backfill-contact'`).toEqual([
      { data: { contactId: ann } },
    ])
    expect(await sql`select undo -> 'left' -> 0 -> 'contact' ->> 'id' as id from imports`).toEqual([{ id: ann }])
  })

  it('ME-03 holds «not a duplicate» of one for the survivor, and removes groups that nothing joins any more', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [ann, bob, carl, dora] = [
      await add(api, { firstName: 'Ann' }),
      await add(api, { firstName: 'Bob' }),
      await add(api, { firstName: 'Carl' }),
      await add(api, { firstName: 'Dora' }),
    ] as [string, string, string, string]
    const pair = (one: string, other: string, state: string) =>
      sql`insert into duplicate_pairs (first_id, second_id, score, certainty, state, known_reasons, decided_at) values
        (least(${one}::uuid, ${other}::uuid), greatest(${one}::uuid, ${other}::uuid), 0.9, 'likely', ${state}, '{name}', now())
        on conflict (first_id, second_id) do update set state = excluded.state`
    const group = async (...members: string[]) => {
      const [row] = await sql<
        { id: string }[]
      >`insert into duplicate_groups (score, certainty, size) values (0.9, 'likely', ${members.length}) returning id`
      for (const one of members)
        await sql`insert into duplicate_members (contact_id, group_id) values (${one}, ${row?.id as string})`
    }
    await sql`delete from duplicate_pairs`
    await sql`delete from duplicate_groups`
    await pair(ann, bob, 'open')
    await pair(ann, carl, 'open')
    await pair(bob, carl, 'dismissed')
    await pair(bob, dora, 'dismissed')
    await group(ann, bob, carl)
    await sql`delete from duplicate_due`
    await merge(api, ann, [bob])
    const pairs =
      await sql`select first_id, second_id, state, known_reasons from duplicate_pairs order by first_id, second_id`
    expect(pairs).toEqual(
      [carl, dora].map((other) => {
        const [first_id, second_id] = [ann, other].toSorted()
        return { first_id, second_id, state: 'dismissed', known_reasons: ['name'] }
      }),
    )
    expect(await sql`select id from duplicate_groups`).toEqual([])
    expect(await sql`select contact_id from duplicate_due`).toEqual([{ contact_id: ann }])
  })

  it('keeps a group of which an open pair is left, with its size', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const people = [
      await add(api, { firstName: 'Ann' }),
      await add(api, { firstName: 'Bob' }),
      await add(api, { firstName: 'Carl' }),
    ].toSorted() as [string, string, string]
    await sql`delete from duplicate_pairs`
    await sql`delete from duplicate_groups`
    await sql`insert into duplicate_pairs (first_id, second_id, score, certainty) values
      (${people[0]}, ${people[1]}, 0.9, 'likely'), (${people[0]}, ${people[2]}, 0.9, 'likely')`
    await sql`with g as (insert into duplicate_groups (score, certainty, size) values (0.9, 'likely', 3) returning id)
      insert into duplicate_members (contact_id, group_id) select unnest(${people}::uuid[]), id from g`
    await merge(api, people[0], [people[1]])
    expect(await sql`select size from duplicate_groups`).toEqual([{ size: 2 }])
    expect(await sql`select contact_id from duplicate_members order by 1`).toEqual(
      [people[0], people[2]].map((contact_id) => ({ contact_id })),
    )
  })
})

describe('merge: consent', () => {
  it('ME-07 keeps both ledgers with their origin, and lets the opt-out of either stand, whatever the dates', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example', country: 'CA' })
    const bob = await add(api, { firstName: 'Bob', email: 'bob@x.example' })
    const record = (id: string, payload: object) =>
      call({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload })
    await record(bob, { status: 'opted_out', objection: true, effectiveAt: '2026-01-01T00:00:00Z', source: 'Call' })
    await record(ann, {
      status: 'opted_in',
      type: 'explicit',
      effectiveAt: '2026-05-01T00:00:00Z',
      evidence: { note: 'yes' },
    })
    const foreseen = await preview(api, ann, [bob])
    expect(foreseen.consent).toMatchObject({
      status: 'opted_out',
      text: expect.stringMatching(/^Opted out since .*Bob; the strictest holds\. The objection/),
    })
    expect(foreseen.moves).toMatchObject({ consentEntries: 1 })
    const { contact } = await merge(api, ann, [bob])
    expect(contact).toMatchObject({
      status: 'unsubscribed',
      leadScore: null,
      consent: { status: 'opted_out', objected: true, date: '2026-01-01T00:00:00.000Z', source: 'Call' },
    })
    const { body: panel } = await call({ url: `/api/v1/contacts/${ann}/consent` })
    expect(panel.marketing).toMatchObject({ decision: 'block', reason: 'opted_out' })
    expect(
      panel.entries.map(({ status, route, evidence }: Record<string, unknown>) => [status, route, evidence]),
    ).toEqual(
      expect.arrayContaining([
        ['opted_in', 'person', { note: 'yes' }],
        ['opted_out', 'person', { mergedFrom: bob }],
        ['opted_out', 'merge', { merge: expect.any(String), mergedFrom: bob, restates: expect.any(String) }],
      ]),
    )
    // Only a new act of the person lifts it.
    expect((await record(ann, { status: 'opted_in', type: 'explicit', evidence: { note: 'again' } })).status).toBe(201)
    expect(await read(call, ann)).toMatchObject({ status: 'active', consent: { status: 'opted_in', objected: false } })
  })

  it('ME-07 appends nothing where the united ledger is as strict by itself', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob' })
    await call({
      method: 'POST',
      url: `/api/v1/contacts/${bob}/consent`,
      payload: { status: 'opted_in', type: 'explicit', evidence: { note: 'yes' } },
    })
    expect((await merge(api, ann, [bob])).contact.consent).toMatchObject({ status: 'opted_in', type: 'explicit' })
    expect(await api.connection.sql`select route from consent_entries`).toEqual([{ route: 'person' }])
  })
})
