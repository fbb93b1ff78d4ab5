import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { addContact, message, seedMailboxes } from '../mail/mailboxes.ts'

const log = (contactId: string, payload: object, headers: Record<string, string> = {}) => ({
  method: 'POST' as const,
  url: `/api/v1/contacts/${contactId}/activities`,
  payload,
  headers,
})

async function wholeTimeline(api: TestApi, contactId: string, query: Record<string, string> = {}) {
  const items: { id: string; type: string; occurredAt: string; summary: string }[] = []
  let cursor: string | null | undefined
  do {
    const { body } = await api.as(rep)({
      url: `/api/v1/contacts/${contactId}/timeline`,
      query: { ...query, ...(cursor ? { cursor } : {}) },
    })
    items.push(...body.items)
    cursor = body.nextCursor
  } while (cursor)
  return items
}

describe('timeline', () => {
  it('logs a note, a call and a meeting, for several contacts, dated in the past', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    const bob = await addContact(api.connection, 'bob@x.example')
    const note = await api.as(rep)(log(ann, { type: 'note', summary: 'Wants an offer' }))
    expect(note.status).toBe(201)
    expect(note.body).toMatchObject({
      type: 'note',
      summary: 'Wants an offer',
      source: 'manual',
      actor: { kind: 'user', name: 'Rita Rep' },
    })
    await api.as(rep)(
      log(ann, {
        type: 'call',
        summary: 'Price',
        details: { direction: 'outbound', durationMinutes: 5 },
        occurredAt: '2026-01-02T10:00:00+02:00',
        contactIds: [bob],
      }),
    )
    await api.as(rep)(
      log(ann, { type: 'meeting', summary: 'Lunch', details: { location: 'Ulm' }, occurredAt: '2026-01-03T10:00:00Z' }),
    )
    expect((await wholeTimeline(api, ann)).map((item) => [item.type, item.occurredAt.slice(0, 16)])).toEqual([
      ['note', note.body.occurredAt.slice(0, 16)],
      ['meeting', '2026-01-03T10:00'],
      ['call', '2026-01-02T08:00'],
    ])
    const [call] = await wholeTimeline(api, bob)
    expect(call).toMatchObject({ type: 'call', contacts: [{ id: ann, name: 'ann' }] })
    const { body: contact } = await api.as(rep)({ url: `/api/v1/contacts/${ann}` })
    expect(contact.lastContactedAt).toBe('2026-01-03T10:00:00.000Z')
  })

  it('a log sent again with its key stands once; one for a contact that is gone is refused whole', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    const headers = { 'idempotency-key': 'queued-note-1' }
    const answers = await Promise.all(
      [1, 2, 3].map(() => api.as(rep)(log(ann, { type: 'note', summary: 'once' }, headers))),
    )
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    const refused = await api.as(rep)(
      log(ann, { type: 'note', summary: 'two', contactIds: ['00000000-0000-7000-8000-000000000000'] }),
    )
    expect([refused.status, refused.body.type]).toEqual([404, 'contact-not-found'])
    expect(await wholeTimeline(api, ann)).toHaveLength(1)
    expect((await api.as(rep)(log(ann, { type: 'note', summary: '  ' }))).status).toBe(422)
    expect(
      (await api.as(rep)(log(ann, { type: 'note', summary: 'x', occurredAt: '0000-01-01T00:00:00Z' }))).status,
    ).toBe(422)
    expect((await api.as(rep)(log(ann, { type: 'note', summary: 'nul \0' }))).status).toBe(422)
    expect((await api.as(rep)(log(ann, { type: 'email_sent', summary: 'forged' }))).status).toBe(422)
  })

  it('TL-11 pages by keyset: every entry once, in order, whatever the page size, filter and direction', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    await api.connection.db.execute(sql`with made as (
        insert into activities (type, occurred_at, source, actor_kind, summary)
        select (array['note','call','meeting'])[1 + n % 3], timestamptz '2026-01-01Z' + make_interval(mins => n / 4), 'manual', 'user', n::text
          from generate_series(1, 90) n returning id, occurred_at, type)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${ann}::uuid, occurred_at, type from made`)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100 }),
        fc.subarray(['note', 'call', 'meeting']),
        fc.constantFrom('asc', 'desc'),
        async (limit, types, order) => {
          const items = await wholeTimeline(api, ann, {
            limit: String(limit),
            order,
            ...(types.length ? { type: types.join(',') } : {}),
          })
          expect(new Set(items.map((item) => item.id)).size).toBe(types.length ? types.length * 30 : 90)
          const keys = items.map((item) => `${item.occurredAt} ${item.id}`)
          expect(keys).toEqual([...keys].sort((a, b) => (order === 'asc' ? (a < b ? -1 : 1) : a < b ? 1 : -1)))
        },
      ),
      { numRuns: 12 },
    )
  })

  it('a page cursor keeps its place when newer entries come in between', async () => {
    const api = await testApi()
    const ann = await addContact(api.connection, 'ann@x.example')
    for (let n = 0; n < 5; n++)
      await api.as(rep)(log(ann, { type: 'note', summary: `n${n}`, occurredAt: `2026-01-0${n + 1}T00:00:00Z` }))
    const first = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline`, query: { limit: '2' } })
    await api.as(rep)(log(ann, { type: 'note', summary: 'new' }))
    const second = await api.as(rep)({
      url: `/api/v1/contacts/${ann}/timeline`,
      query: { limit: '2', cursor: first.body.nextCursor },
    })
    expect([...first.body.items, ...second.body.items].map((item) => item.summary)).toEqual(['n4', 'n3', 'n2', 'n1'])
    expect(
      (await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline`, query: { cursor: 'bm9uc2Vuc2U' } })).body.type,
    ).toBe('invalid-input')
  })

  it('TL-06 TL-08 shows of a mail what its owner shares, all of it to the owner, and never who was blind-copied', async () => {
    const api = await testApi()
    const [anna] = await seedMailboxes(api.connection, ['anna'])
    if (!anna) throw new Error('no mailbox')
    const kim = await addContact(api.connection, 'kim@client.example')
    const blind = await addContact(api.connection, 'blind@client.example')
    api.graph.put(
      anna.graphUserId,
      'sentitems',
      message({
        from: anna.address,
        to: ['kim@client.example'],
        bcc: ['blind@client.example'],
        subject: 'Secret plan',
      }),
    )
    await syncMailbox(api.services, anna)
    const owner = { ...rep, oid: anna.graphUserId }
    const entry = async (person: typeof rep, contactId: string) => {
      const { body } = await api.as(person)({ url: `/api/v1/contacts/${contactId}/timeline` })
      return body.items[0]
    }
    for (const [level, shared, subject, preview] of [
      ['all', 'all', true, true],
      ['subject', 'subject', true, false],
      ['contact_only', 'contact_only', false, false],
    ] as const) {
      const changed = await api.as(owner)({
        method: 'PATCH',
        url: `/api/v1/mailboxes/${anna.id}`,
        payload: { shareLevel: level },
      })
      expect([changed.status, changed.body.shareLevel]).toEqual([200, level])
      const seen = await entry(admin, kim)
      expect([seen.details.shared, seen.summary === 'Secret plan', seen.details.preview !== null], level).toEqual([
        shared,
        subject,
        preview,
      ])
      expect(JSON.stringify(seen)).not.toContain('blind')
      expect((await entry(owner, kim)).details).toMatchObject({
        subject: 'Secret plan',
        shared: 'all',
        webLink: expect.stringContaining('https://'),
      })
      expect(seen.details.webLink).toBeNull()
    }
    expect((await entry(owner, blind)).type).toBe('email_sent')
  })
})
