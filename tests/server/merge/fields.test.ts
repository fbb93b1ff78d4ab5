import { describe, expect, it } from 'vitest'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { mergeContacts } from '../../../server/merge/merge-contacts.ts'
import { previewMerge } from '../../../server/merge/preview-merge.ts'
import { rep, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { freshDatabase } from '../database.ts'
import { message, seedMailboxes, type TestMailbox } from '../mail/mailboxes.ts'
import { add, merge, mergeCall, preview, read } from './people.ts'
import { makePerson, makeWorld, randomFrom } from './world.ts'

const _nobody = '00000000-0000-7000-8000-000000000000'
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

  it('ME-09 tells the owners of all of them, but not who did it', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [ann, bob, cleo] = [
      await add(api, { firstName: 'Ann' }),
      await add(api, { firstName: 'Bob' }),
      await add(api, { firstName: 'Cleo' }),
    ]
    await sql`insert into users (entra_id, name) values (gen_random_uuid(), 'One'), (gen_random_uuid(), 'Other')`
    await sql`update contacts set owner_id = (select id from users where name = case first_name when 'Ann' then 'One'
      when 'Bob' then 'Other' else 'Rita Rep' end)`
    await merge(api, ann, [bob, cleo])
    const told = await sql`select u.name, a.type from activity_mentions m join users u on u.id = m.user_id
      join activities a on a.id = m.activity_id order by 1`
    expect(told).toEqual([
      { name: 'One', type: 'merged' },
      { name: 'Other', type: 'merged' },
    ])
  })

  it('takes one duplicate into the contact of the address', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const anna = await add(api, { firstName: 'Anna', jobTitle: 'Head of Buying' })
    const answer = await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${ann}/merge`,
      payload: { duplicateId: anna, fields: { jobTitle: anna } },
    })
    expect([answer.status, answer.body.contact.id]).toEqual([200, ann])
    expect(answer.body.contact).toMatchObject({ firstName: 'Ann', jobTitle: 'Head of Buying' })
    expect(answer.body.merge.formerIds).toEqual([anna])
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
          (select count(*) from deal_contacts where contact_id = ${primaryId})::int as deals,
          (select count(*) from form_submissions where contact_id = ${primaryId})::int as forms,
          (select count(*) from tracked_mails where contact_id = ${primaryId})::int as "trackedMails",
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
