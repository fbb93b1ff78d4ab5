import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import type { TestPerson } from '../entra.ts'
import { addContact, message, seedMailboxes } from '../mail/mailboxes.ts'

async function all(api: TestApi, path: string, query: Record<string, string>, who: TestPerson = rep) {
  const items: { id: string; summary: string | null }[] = []
  let cursor: string | null = null
  let pages = 0
  do {
    const { status, body } = await api.as(who)({
      url: `/api/v1/${path}`,
      query: { ...query, ...(cursor ? { cursor } : {}) },
    })
    if (status !== 200) return { status, body, items, pages }
    items.push(...body.items)
    cursor = body.nextCursor
    pages++
  } while (cursor)
  return { status: 200, body: null, items, pages }
}

const found = async (api: TestApi, contactId: string, query: Record<string, string>, who: TestPerson = rep) =>
  (await all(api, `contacts/${contactId}/timeline`, query, who)).items.map(({ summary }) => summary)

const log = (api: TestApi, contactId: string, payload: object, who: TestPerson = rep) =>
  api.as(who)({ method: 'POST', url: `/api/v1/contacts/${contactId}/activities`, payload })

describe('timeline filters', () => {
  it('find by words of summary and preview, by person, by date and type, all together', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    const bob = await addContact(api.connection, 'bob@x.example')
    await log(api, ann, { type: 'note', summary: 'Größe der Öfen: 100 % klar', occurredAt: '2026-01-01T00:00:00Z' })
    await log(api, ann, { type: 'call', summary: 'Ovens again', occurredAt: '2026-01-02T00:00:00Z', contactIds: [bob] })
    await log(api, ann, { type: 'note', summary: 'Lunch', occurredAt: '2026-01-03T00:00:00Z' }, admin)
    const { body: me } = await api.as(admin)({ url: '/api/v1/me' })
    expect(await found(api, ann, { search: 'grosse OFEN' })).toEqual(['Größe der Öfen: 100 % klar'])
    expect(await found(api, ann, { search: '100 %' })).toEqual(['Größe der Öfen: 100 % klar'])
    expect(await found(api, ann, { search: '%' })).toEqual(['Größe der Öfen: 100 % klar'])
    expect(await found(api, ann, { search: '_' })).toEqual([])
    expect(await found(api, ann, { person: me.id })).toEqual(['Lunch'])
    expect(await found(api, ann, { person: bob })).toEqual(['Ovens again'])
    expect(await found(api, ann, { person: 'RITA@ours.example' })).toEqual([
      'Ovens again',
      'Größe der Öfen: 100 % klar',
    ])
    expect(await found(api, ann, { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' })).toEqual(['Ovens again'])
    expect(await found(api, ann, { search: 'o', type: 'note', to: '2026-01-02T00:00:00Z' })).toEqual([
      'Größe der Öfen: 100 % klar',
    ])
    const refused = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline?person=nobody` })
    expect(refused.status).toBe(422)
  })

  it('TL-08 never find by what the reader may not see', async () => {
    const api = await testApi()
    const [anna] = await seedMailboxes(api.connection, ['anna'])
    if (!anna) throw new Error('no mailbox')
    const kim = await addContact(api.connection, 'kim@client.example')
    const pat = await addContact(api.connection, 'pat@client.example')
    api.graph.put(anna.graphUserId, 'sentitems', {
      ...message({ from: anna.address, to: ['kim@client.example', 'pat@client.example'], subject: 'Merger plan' }),
      bodyPreview: 'The price is seven',
    })
    await syncMailbox(api.services, anna)
    const owner = { ...rep, oid: anna.graphUserId }
    const counts = async (who: TestPerson) =>
      Promise.all(
        [{ search: 'merger' }, { search: 'seven' }, { person: pat }, { person: 'pat@client.example' }].map(
          async (query) => (await all(api, `contacts/${kim}/timeline`, query, who)).items.length,
        ),
      )
    const share = (shareLevel: string) =>
      api.as(owner)({ method: 'PATCH', url: `/api/v1/mailboxes/${anna.id}`, payload: { shareLevel } })
    await share('all')
    expect(await counts(admin)).toEqual([1, 1, 1, 1])
    await share('subject')
    expect(await counts(admin)).toEqual([1, 0, 1, 1])
    await share('contact_only')
    expect(await counts(admin)).toEqual([0, 0, 0, 0])
    expect(await counts(owner)).toEqual([1, 1, 1, 1])
    const hidden = await api.as(admin)({ url: `/api/v1/contacts/${kim}/timeline/hidden?search=merger&type=email_sent` })
    expect(hidden.body).toMatchObject({ total: 1, withoutSearch: 1, withoutType: 0 })
  })

  it('of a long timeline look into a bounded part at once, lose nothing, and go on where they ended', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    await api.connection.db.execute(sql`with made as (
        insert into activities (type, occurred_at, source, actor_kind, summary)
        select 'note', timestamptz '2020-01-01Z' + make_interval(mins => n), 'manual', 'user', case when n % 1500 = 7 then 'needle ' || n else 'hay' end
          from generate_series(1, 7000) n returning id, occurred_at, type)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${ann}::uuid, occurred_at, type from made`)
    for (const order of ['desc', 'asc'] as const) {
      const { items, pages } = await all(api, `contacts/${ann}/timeline`, { search: 'needle', order, limit: '1' })
      const wanted = [7, 1507, 3007, 4507, 6007].map((n) => `needle ${n}`)
      expect(items.map(({ summary }) => summary)).toEqual(order === 'asc' ? wanted : wanted.reverse())
      expect(pages).toBeLessThan(11)
    }
    expect(await found(api, ann, { search: 'absent' })).toEqual([])
    const hidden = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline/hidden?search=absent` })
    expect(hidden.body).toEqual({
      total: 5000,
      withoutType: null,
      withoutPerson: null,
      withoutSearch: 5000,
      withoutDates: null,
      exact: false,
    })
  })

  it('TL-12 an empty answer says how many entries each filter hides', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    for (const [type, summary, day] of [
      ['note', 'alpha', 1],
      ['note', 'beta', 2],
      ['call', 'alpha', 3],
    ] as const)
      await log(api, ann, { type, summary, occurredAt: `2026-01-0${day}T00:00:00Z` })
    const query = { type: 'call', search: 'beta', from: '2026-01-02T00:00:00Z' }
    expect(await found(api, ann, query)).toEqual([])
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline/hidden`, query })
    expect(body).toEqual({
      total: 3,
      withoutType: 1,
      withoutPerson: null,
      withoutSearch: 1,
      withoutDates: 0,
      exact: true,
    })
  })

  it('work on the timeline of a company, each entry once', async () => {
    const api = await testApi()
    const [company] = await api.connection.db.execute<{ id: string }>(
      sql`insert into companies (name) values ('Acme') returning id`,
    )
    const ann = await addContact(api.connection, 'ann@x.example')
    const bob = await addContact(api.connection, 'bob@x.example')
    await api.connection.db.execute(sql`update contacts set company_id = ${company?.id}::uuid`)
    await log(api, ann, { type: 'note', summary: 'both of them', contactIds: [bob] })
    await log(api, bob, { type: 'call', summary: 'bob alone' })
    const path = `companies/${company?.id}/timeline`
    const summaries = async (query: Record<string, string>) =>
      (await all(api, path, query)).items.map(({ summary }) => summary)
    expect(await summaries({ search: 'both' })).toEqual(['both of them'])
    expect(await summaries({ person: ann })).toEqual(['both of them'])
    expect((await summaries({})).sort()).toEqual(['bob alone', 'both of them'])
    const hidden = await api.as(rep)({ url: `/api/v1/${path}/hidden?search=nothing` })
    expect(hidden.body).toMatchObject({ total: 2, withoutSearch: 2 })
    const { items } = await all(api, path, { search: 'bob' })
    expect(items[0]).toMatchObject({ contacts: [{ id: bob, name: 'bob' }] })
  })

  it('finds what was filled in, how a call ended, where a meeting was and why a deal was lost; no entry twice', async () => {
    const api = await testApi()
    const kim = await addContact(api.connection, 'kim@client.example')
    const entries: [string, string, object][] = [
      ['call', 'Rang', { outcome: 'Left a Message', recordingUrl: 'https://pbx.example/blue' }],
      ['meeting', 'Demo', { location: 'Blue Room' }],
      ['deal_lost', 'Roof', { reason: 'Too dear', stage: 'Blue' }],
      ['form_submit', 'Newsletter', { values: [{ label: 'Colour', value: 'Navy blue' }] }],
    ]
    for (const [type, summary, details] of entries)
      await api.connection.db.execute(sql`
        with made as (insert into activities (type, occurred_at, source, summary, actor_kind, details)
          values (${type}, now(), 'manual', ${summary}, 'user', ${JSON.stringify(details)}::json) returning id, occurred_at)
        insert into activity_contacts (activity_id, contact_id, occurred_at, type)
          select id, ${kim}::uuid, occurred_at, ${type} from made`)
    const found = async (query: Record<string, string>) =>
      (await all(api, `contacts/${kim}/timeline`, query)).items.map(({ summary }) => summary).sort()
    expect(await found({ search: 'blue' })).toEqual(['Demo', 'Newsletter'])
    expect(await found({ search: 'left message' })).toEqual(['Rang'])
    expect(await found({ search: 'DEAR' })).toEqual(['Roof'])
    expect(await found({ search: 'colour' })).toEqual([])
    expect(await found({ type: 'call,call' })).toEqual(['Rang'])
  })

  it('opens and clicks fold under their mail with counts, and stand alone when filtered for', async () => {
    const api = await testApi()
    const [anna] = await seedMailboxes(api.connection, ['anna'])
    if (!anna) throw new Error('no mailbox')
    const kim = await addContact(api.connection, 'kim@client.example')
    const lee = await addContact(api.connection, 'lee@client.example')
    for (const subject of ['read', 'unread'])
      api.graph.put(
        anna.graphUserId,
        'sentitems',
        message({ from: anna.address, to: ['kim@client.example', 'lee@client.example'], subject }),
      )
    await syncMailbox(api.services, anna)
    for (const [who, type, at, kind] of [
      [kim, 'email_opened', '2026-03-01T00:00:00Z', 'person'],
      [kim, 'email_opened', '2026-03-04T00:00:00Z', 'person'],
      [kim, 'email_opened', '2026-03-05T00:00:00Z', 'scanner'],
      [kim, 'email_clicked', '2026-03-02T00:00:00Z', 'person'],
      [lee, 'email_opened', '2026-03-09T00:00:00Z', 'person'],
    ] as const)
      await api.connection.db.execute(sql`
        with made as (insert into activities (type, occurred_at, source, actor_kind, parent_id, details)
          select ${type}, ${at}::timestamptz, 'tracking', 'contact', id, jsonb_build_object('class', ${kind}::text)::json
            from activities where summary = 'read' and type = 'email_sent' returning id, occurred_at, type)
        insert into activity_contacts (activity_id, contact_id, occurred_at, type, folded)
          select id, ${who}::uuid, occurred_at, type, true from made`)
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${kim}/timeline` })
    expect(body.items.map((item: { summary: string; folded?: object }) => [item.summary, item.folded])).toEqual([
      ['unread', undefined],
      [
        'read',
        {
          opens: 2,
          lastOpenedAt: '2026-03-04T00:00:00.000Z',
          clicks: 1,
          lastClickedAt: '2026-03-02T00:00:00.000Z',
          somebody: false,
        },
      ],
    ])
    const lookup = await api.as(rep)({ url: '/api/v1/contacts/lookup?email=lee@client.example' })
    expect(lookup.body.timeline.items[1].folded).toMatchObject({ opens: 1, lastOpenedAt: '2026-03-09T00:00:00.000Z' })
    const alone = await all(api, `contacts/${kim}/timeline`, { type: 'email_opened,email_clicked' })
    expect(alone.items).toHaveLength(4)
  })
})
