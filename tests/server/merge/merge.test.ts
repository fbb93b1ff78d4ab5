import { describe, expect, it } from 'vitest'
import { contactReferences } from '../../../db/references.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { mergeContacts } from '../../../server/merge/merge-contacts.ts'
import { previewMerge } from '../../../server/merge/preview-merge.ts'
import { admin, rep, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { freshDatabase } from '../database.ts'
import { exported, guardian } from '../export/export.ts'
import { message, seedMailboxes, type TestMailbox } from '../mail/mailboxes.ts'
import { add, merge, mergeCall, preview, read } from './people.ts'
import { makePerson, makeWorld, placesOf, randomFrom } from './world.ts'

const nobody = '00000000-0000-7000-8000-000000000000'

describe('merge: fields', () => {
  it('ME-04 keeps the primary’s values, fills its blanks from the others, and lists what gives way', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann', lastName: 'Li', jobTitle: 'Buyer', email: 'ann@x.example' })
    const anna = await add(api, {
      firstName: 'Anna',
      lastName: 'Li',
      jobTitle: 'Head of Buying',
      department: 'Sales',
      phone: '+49 30 1234567',
      country: 'DE',
    })
    const al = await add(api, { firstName: 'A.', mobile: '+49 171 1234567', department: 'Purchasing' })
    const { contact, merge: made } = await merge(api, ann, [anna, al], { fields: { jobTitle: anna } })
    expect(contact).toMatchObject({
      id: ann,
      firstName: 'Ann',
      jobTitle: 'Head of Buying',
      department: 'Sales',
      phone: '+49301234567',
      phoneDisplay: '+49 30 1234567',
      mobile: '+491711234567',
      consent: { country: 'DE', jurisdictionBasis: { country: 'DE', from: 'contact' } },
      version: 2,
    })
    expect(made).toMatchObject({
      survivorId: ann,
      formerIds: [anna, al],
      formerNames: ['Anna Li', 'A.'],
      knownAs: [
        { field: 'firstName', text: 'Anna' },
        { field: 'firstName', text: 'A.' },
        { field: 'jobTitle', text: 'Buyer' },
        { field: 'department', text: 'Purchasing' },
      ],
      mergedBy: { name: 'Rita Rep' },
      inBulk: false,
      undoneAt: null,
      undoableUntil: expect.any(String),
      conflicts: [],
    })
    const { items } = (await api.as(rep)({ url: `/api/v1/contacts/${ann}/history` })).body
    const lines = items.filter(({ route }: { route: string }) => route === 'merge')
    expect(lines.every(({ by }: { by: { name: string } }) => by.name === 'Rita Rep')).toBe(true)
    expect(
      Object.fromEntries(
        lines.map((one: { field: string; before: unknown; after: unknown }) => [one.field, [one.before, one.after]]),
      ),
    ).toEqual({
      jobTitle: ['Buyer', 'Head of Buying'],
      department: [null, 'Sales'],
      phone: [null, '+49301234567'],
      mobile: [null, '+491711234567'],
      country: [null, 'DE'],
      merged: [null, ['Anna Li', 'A.', 'Anna', 'A.', 'Buyer', 'Purchasing']],
    })
  })

  it('ME-04 takes a field from whom it is chosen of, an empty one too, but never leaves nobody', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const bob = await add(api, { firstName: 'Bob', phone: '+49 30 1234567' })
    expect((await merge(api, ann, [bob], { fields: { jobTitle: bob, phone: ann } })).contact).toMatchObject({
      firstName: 'Ann',
      jobTitle: null,
      phone: null,
    })
    const cleo = await add(api, { firstName: 'Cleo' })
    const dan = await add(api, { lastName: 'Dan' })
    const emptied = await mergeCall(api, cleo, [dan], { fields: { firstName: dan, lastName: cleo } })
    expect([emptied.status, emptied.body.type]).toEqual([422, 'empty-contact'])
    expect(await read(api.as(rep), dan)).toMatchObject({ lastName: 'Dan' })
  })

  it('ME-06 unites tags, lists and addresses; the others’ addresses are aliases, and one that bounced is marked still', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await makeField(api, { label: 'Topics', type: 'multi_choice', choices: [{ label: 'Tea' }, { label: 'Rice' }] })
    const [tea, rice] =
      (await sql<{ choices: { id: string }[] }[]>`select choices from custom_fields`)[0]?.choices ?? []
    const ann = await add(api, {
      firstName: 'Ann',
      email: 'ann@x.example',
      tags: ['VIP'],
      customFields: { topics: [tea?.id] },
    })
    const bob = await add(api, {
      email: 'bob@x.example',
      aliases: ['old@x.example'],
      tags: ['vip', 'Fair'],
      customFields: { topics: [rice?.id] },
    })
    await sql`update contact_addresses set bounced_at = '2026-01-01Z' where address = 'bob@x.example'`
    const { contact, merge: made } = await merge(api, ann, [bob])
    expect(contact).toMatchObject({
      email: 'ann@x.example',
      aliases: ['bob@x.example', 'old@x.example'],
      tags: ['Fair', 'VIP'],
      customFields: { topics: [tea?.id, rice?.id] },
      status: 'active',
    })
    expect(made.knownAs).toEqual([])
    expect(await sql`select address from contact_addresses where bounced_at is not null`).toEqual([
      { address: 'bob@x.example' },
    ])
    for (const email of ['bob@x.example', 'old+news@x.example', 'ann@x.example'])
      expect((await api.as(rep)({ url: '/api/v1/contacts/lookup', query: { email } })).body.id).toBe(ann)
    expect((await api.as(rep)({ url: '/api/v1/contacts', query: { search: 'bob@x' } })).body.items).toMatchObject([
      { id: ann },
    ])
  })

  it('ME-06 makes the chosen address primary; mail that comes later with any of them is on the one timeline', async () => {
    const api = await testApi()
    const [mailbox] = (await seedMailboxes(api.connection, ['olga'])) as [TestMailbox]
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { email: 'bob@x.example' })
    expect((await merge(api, ann, [bob], { fields: { email: bob } })).contact).toMatchObject({
      email: 'bob@x.example',
      aliases: ['ann@x.example'],
    })
    for (const from of ['ann@x.example', 'bob@x.example'])
      api.graph.put(mailbox.graphUserId, 'inbox', message({ from, to: ['olga@ours.example'], subject: from }))
    await syncMailbox(api.services, mailbox)
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline`, query: { type: 'email_received' } })
    expect(body.items.map(({ summary }: { summary: string }) => summary).toSorted()).toEqual([
      'ann@x.example',
      'bob@x.example',
    ])
  })

  it('ME-08 takes the earliest instant with its source; status follows from consent and bounces', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example', source: 'Web' })
    const bob = await add(api, { email: 'bob@x.example', source: 'Fair' })
    await sql`update contacts set created_at = '2020-01-01Z' where id = ${bob}`
    await sql`update contact_addresses set bounced_at = now() where contact_id = ${ann}`
    expect(await read(api.as(rep), ann)).toMatchObject({ status: 'bounced' })
    expect((await merge(api, ann, [bob])).contact).toMatchObject({
      createdAt: '2020-01-01T00:00:00.000Z',
      source: 'Fair',
      status: 'active',
    })
  })

  it('moves the value of a unique field', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await makeField(api, { label: 'Customer number', key: 'number', type: 'text', unique: true })
    const ann = await add(api, { firstName: 'Ann', customFields: { number: 'N-1' } })
    const bob = await add(api, { firstName: 'Bob', customFields: { number: 'N-2' } })
    const { contact, merge: made } = await merge(api, ann, [bob], { fields: { 'customFields.number': bob } })
    expect(contact.customFields).toEqual({ number: 'N-2' })
    expect(made.knownAs).toContainEqual({ field: 'customFields.number', text: 'N-1' })
    expect(await sql`select contact_id, text_value from contact_custom_values`).toEqual([
      { contact_id: ann, text_value: 'n-2' },
    ])
  })
})

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

describe('merge: ids that were given up', () => {
  it('ME-12 answer a read with 301 to the same place of the survivor, and a write with whom they went into', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob' })
    await merge(api, ann, [bob])
    const places = ['', '/timeline?limit=5', '/history', '/consent', '/score']
    for (const place of places) {
      const answer = await call({ url: `/api/v1/contacts/${bob}${place}` })
      expect([place, answer.status, answer.headers.location]).toEqual([place, 301, `/api/v1/contacts/${ann}${place}`])
      expect(answer.body).toMatchObject({ type: 'contact-merged', status: 301, mergedInto: ann })
      expect((await call({ url: String(answer.headers.location) })).status).toBe(200)
    }
    const headers = { authorization: `Bearer ${await api.entra.token(rep)}` }
    const head = await api.app.inject({ method: 'HEAD', url: `/api/v1/contacts/${bob}`, headers })
    expect([head.statusCode, head.headers.location]).toEqual([301, `/api/v1/contacts/${ann}`])
    expect((await api.as(admin)({ url: `/api/v1/contacts/${bob}/export` })).headers.location).toBe(
      `/api/v1/contacts/${ann}/export`,
    )
    const note = { type: 'note', summary: 'Hello' }
    const writes = [
      { method: 'PATCH', url: `/api/v1/contacts/${bob}`, payload: { firstName: 'B', version: 1 } },
      { method: 'POST', url: `/api/v1/contacts/${bob}/activities`, payload: note },
      { method: 'POST', url: `/api/v1/contacts/${ann}/activities`, payload: { ...note, contactIds: [bob] } },
      { method: 'POST', url: `/api/v1/contacts/${bob}/consent`, payload: { status: 'opted_out' } },
      { method: 'POST', url: '/api/v1/merges', payload: { primaryId: ann, otherIds: [bob] } },
      { method: 'POST', url: '/api/v1/merges/preview', payload: { primaryId: bob, otherIds: [ann] } },
    ] as const
    for (const write of writes) {
      const { status, body, headers: sent } = await call(write)
      expect([write.url, status, body.type, body.mergedInto]).toEqual([write.url, 409, 'contact-merged', ann])
      expect(sent.location).toBeUndefined()
    }
    expect((await call({ url: `/api/v1/contacts/${nobody}` })).body.type).toBe('contact-not-found')
    expect((await call({ url: '/api/v1/contacts/lookup', query: { email: 'no@x.example' } })).status).toBe(404)
  })

  it('ME-12 flattens chains, and lists the merges of a contact under any of its ids', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const [a, b, c] = [
      await add(api, { firstName: 'A' }),
      await add(api, { firstName: 'B' }),
      await add(api, { firstName: 'C' }),
    ]
    const first = await merge(api, b, [a])
    const second = await merge(api, c, [b])
    expect((await call({ url: `/api/v1/contacts/${a}` })).headers.location).toBe(`/api/v1/contacts/${c}`)
    for (const contactId of [a, b, c]) {
      const { body } = await call({ url: '/api/v1/merges', query: { contactId } })
      expect(body.items.map(({ id }: { id: string }) => id)).toEqual([second.merge.id, first.merge.id])
    }
    const page = (await call({ url: '/api/v1/merges', query: { limit: '1' } })).body
    const next = (await call({ url: '/api/v1/merges', query: { limit: '1', cursor: page.nextCursor } })).body
    expect([page.items[0].id, next.items[0].id, next.nextCursor]).toEqual([second.merge.id, first.merge.id, null])
    expect((await call({ url: `/api/v1/merges/${first.merge.id}` })).body).toMatchObject({
      survivorId: c,
      undoableUntil: null,
    })
    expect((await call({ url: `/api/v1/merges/${nobody}` })).status).toBe(404)
  })

  it('stand in the export of the survivor, with what gave way and who received the data before', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const bob = await add(api, { firstName: 'Bob', jobTitle: 'Seller' })
    await exported(api, bob)
    await merge(api, ann, [bob])
    const file = await exported(api, ann)
    expect(file.merges).toEqual([
      {
        at: expect.any(String),
        by: expect.objectContaining({ label: '[employee]' }),
        formerIds: [bob],
        knownAs: [
          { field: 'firstName', text: 'Bob' },
          { field: 'jobTitle', text: 'Seller' },
        ],
        inBulk: false,
        undoneAt: null,
        left: [],
      },
    ])
    expect(file.recipients).toHaveLength(1)
  })
})

describe('merge: the door', () => {
  it('ME-16 refuses oneself, those who are gone, and versions that were not looked at', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann' })
    const bob = await add(api, { firstName: 'Bob' })
    const refused = async (otherIds: string[], more: object = {}) => {
      const { status, body } = await mergeCall(api, ann, otherIds, more)
      return [status, body.type]
    }
    expect(await refused([ann])).toEqual([422, 'invalid-input'])
    expect(await refused([bob, bob.toUpperCase()])).toEqual([422, 'invalid-input'])
    expect(await refused([])).toEqual([422, 'invalid-input'])
    expect(await refused([nobody])).toEqual([404, 'contact-not-found'])
    expect(await refused([bob], { fields: { jobTitle: nobody } })).toEqual([422, 'invalid-input'])
    expect(await refused([bob], { fields: { leadScore: bob } })).toEqual([422, 'invalid-input'])
    expect(await refused([bob], { fields: { 'customFields.none': bob } })).toEqual([422, 'invalid-input'])
    const stale = await mergeCall(api, ann, [bob], { versions: { [bob]: 7 } })
    expect([stale.status, stale.body.type, stale.body.current.id]).toEqual([409, 'stale-version', bob])
    expect(await api.connection.sql`select 1 from merges`).toHaveLength(0)
    expect((await mergeCall(api, ann, [bob], { versions: { [bob]: 1, [ann]: 1 } })).status).toBe(200)
  })

  it('is for those who write: data protection merges, previews and undoes nothing', async () => {
    const api = await testApi()
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const call = api.as(guardian)
    expect((await mergeCall(api, ann, [bob], {}, { person: guardian })).status).toBe(403)
    expect(
      (await call({ method: 'POST', url: '/api/v1/merges/preview', payload: { primaryId: ann, otherIds: [bob] } }))
        .status,
    ).toBe(403)
    const { merge: made } = await merge(api, ann, [bob])
    expect((await call({ method: 'POST', url: `/api/v1/merges/${made.id}/undo` })).status).toBe(403)
    expect((await call({ url: '/api/v1/merges' })).body.items).toHaveLength(1)
    expect((await api.app.inject({ url: '/api/v1/merges' })).statusCode).toBe(401)
  })

  it('is done once for a key', async () => {
    const api = await testApi()
    const [ann, bob, carl] = [
      await add(api, { firstName: 'Ann' }),
      await add(api, { firstName: 'Bob' }),
      await add(api, { firstName: 'Carl' }),
    ]
    const headers = { 'idempotency-key': 'merged-once-1' }
    const first = await merge(api, ann, [bob], {}, { headers })
    expect((await merge(api, ann, [bob], {}, { headers })).merge).toEqual(first.merge)
    expect((await mergeCall(api, ann, [carl], {}, { headers })).body.type).toBe('idempotency-key-reused')
  })

  it('tells the timeline who was merged in by whom, and the audit log by ids alone', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann' })
    const [bob, carl] = [await add(api, { firstName: 'Bob', lastName: 'Meier' }), await add(api, { firstName: 'Carl' })]
    await merge(api, ann, [bob, carl])
    const { items } = (await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline` })).body
    expect(items).toMatchObject([
      {
        type: 'merged',
        summary: 'Bob Meier and Carl were merged into this contact.',
        actor: { kind: 'user', name: 'Rita Rep' },
        details: { formerIds: [bob, carl] },
      },
    ])
    const [entry] = await sql<
      { text: string }[]
    >`select action || ' ' || subject_id || ' ' || details::text as text from audit_entries`
    expect(entry?.text).toMatch(new RegExp(`^contacts.merged ${ann} .*${bob}`))
    expect(entry?.text).not.toMatch(/Bob|Meier|Ann/)
  })
})

describe('preview of a merge', () => {
  it('ME-04 shows each field with its values and what stays, asks where owners differ, and changes nothing', async () => {
    const api = await testApi()
    const [other] = await api.connection.sql<
      { id: string }[]
    >`insert into users (entra_id, name, active) values (gen_random_uuid(), 'Olga Orlova', true) returning id`
    const ann = await add(api, {
      firstName: 'Ann',
      jobTitle: 'Buyer',
      role: 'champion',
      email: 'ann@x.example',
      tags: ['b'],
    })
    const bob = await add(api, {
      firstName: 'Bob',
      jobTitle: 'Buyer',
      ownerId: other?.id,
      email: 'bob@x.example',
      tags: ['A'],
    })
    await api.connection.sql`insert into duplicate_pairs (first_id, second_id, score, certainty, state)
      values (least(${ann}::uuid, ${bob}::uuid), greatest(${ann}::uuid, ${bob}::uuid), 0.5, 'possible', 'dismissed')
      on conflict (first_id, second_id) do update set state = 'dismissed'`
    const foreseen = await preview(api, ann, [bob], { fields: { firstName: bob } })
    expect(foreseen).toMatchObject({
      primaryId: ann,
      addresses: [
        { address: 'ann@x.example', from: ann, primary: true },
        { address: 'bob@x.example', from: bob, primary: false },
      ],
      tags: ['A', 'b'],
      consent: { status: 'unknown' },
      knownAs: [
        { field: 'firstName', text: 'Ann' },
        { field: 'ownerId', text: 'Olga Orlova' },
      ],
      warnings: [
        'Somebody said that these are different people.',
        'They have different owners: Rita Rep and Olga Orlova. Choose who keeps the contact.',
      ],
    })
    const fields = Object.fromEntries(foreseen.fields.map((one: { field: string }) => [one.field, one]))
    expect(Object.keys(fields)).toEqual(['firstName', 'email', 'jobTitle', 'role', 'status', 'ownerId'])
    expect(fields.firstName).toEqual({
      field: 'firstName',
      label: 'First name',
      values: [
        { contactIds: [ann], text: 'Ann' },
        { contactIds: [bob], text: 'Bob' },
      ],
      chosen: bob,
      asks: false,
    })
    expect(fields.jobTitle.values).toEqual([{ contactIds: [ann, bob], text: 'Buyer' }])
    expect(fields.role).toMatchObject({ label: 'Role', values: [{ text: 'Champion' }], chosen: ann })
    expect(fields.ownerId).toMatchObject({ asks: true, chosen: ann })
    expect(await read(api.as(rep), bob)).toMatchObject({ firstName: 'Bob', version: 1 })
  })

  it('does what it showed, whatever people have', async () => {
    const connection = await freshDatabase()
    const { sql, db } = connection
    const world = await makeWorld(connection)
    const context = { db, now: () => new Date() }
    for (let seed = 100; seed < 112; seed++) {
      const random = randomFrom(seed)
      const people: string[] = []
      for (let n = 2 + random.below(3); n > 0; n--) people.push(await makePerson(connection, world, random))
      const [primaryId, ...otherIds] = people as [string, ...string[]]
      const fields = Object.fromEntries(
        ['firstName', 'jobTitle', 'companyId', 'country', 'phone', 'email', 'status']
          .filter(() => random.chance(0.4))
          .map((field) => [field, random.pick(people)]),
      )
      const countsOf = async () => {
        const [row] = await sql`select
          (select count(*) from activity_contacts where contact_id = ${primaryId} and type <> 'merged')::int as activities,
          (select count(*) from consent_entries where contact_id = ${primaryId} and route <> 'merge')::int as "consentEntries",
          (select count(*) from segment_members where contact_id = ${primaryId})::int as segments,
          (select count(*) from contact_changes where contact_id = ${primaryId} and route <> 'merge')::int as changes`
        return row as unknown as Record<string, number>
      }
      const before = await countsOf()
      const foreseen = await previewMerge(context, { primaryId, otherIds, fields })
      const { merge: made, contact } = await mergeContacts(context, world.actor, { primaryId, otherIds, fields })
      const after = await countsOf()
      expect(made.knownAs).toEqual(foreseen.knownAs)
      expect(contact.tags).toEqual(foreseen.tags)
      expect(contact.consent.status).toBe(foreseen.consent.status)
      expect([contact.email, ...contact.aliases].filter(Boolean).toSorted()).toEqual(
        foreseen.addresses.map(({ address }) => address).toSorted(),
      )
      expect(contact.email).toBe(foreseen.addresses.find(({ primary }) => primary)?.address ?? null)
      for (const [what, moved] of Object.entries(foreseen.moves))
        expect([seed, what, (after[what] ?? 0) - (before[what] ?? 0)]).toEqual([seed, what, moved])
      const again = await previewMerge(context, { primaryId, otherIds: [world.bystanders[0] as string], fields: {} })
      for (const { field, values, chosen } of foreseen.fields.filter((one) => one.field !== 'email')) {
        const kept = values.find(({ contactIds }) => contactIds.includes(chosen as string))?.text
        const now = again.fields
          .find((one) => one.field === field)
          ?.values.find(({ contactIds }) => contactIds.includes(primaryId))?.text
        expect([seed, field, now]).toEqual([seed, field, kept])
      }
    }
  })
})
