import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { countPlanned } from '../../../server/timeline/engagement.ts'
import { purgeRemoved } from '../../../server/timeline/purge-removed.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact } from '../mail/mailboxes.ts'

const colleague = {
  ...rep,
  oid: '22222222-0000-4000-8000-000000000009',
  name: 'Carl Colleague',
  email: 'carl@ours.example',
}

async function stage() {
  const api = await testApi()
  const ann = await addContact(api.connection, 'ann@x.example')
  const bob = await addContact(api.connection, 'bob@x.example')
  const log = async (payload: object) =>
    (await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${ann}/activities`, payload })).body
  const patch = (id: string, payload: object, who = rep, headers = {}) =>
    api.as(who)({ method: 'PATCH', url: `/api/v1/activities/${id}`, payload, headers })
  const remove = (id: string, who = rep) => api.as(who)({ method: 'DELETE', url: `/api/v1/activities/${id}` })
  const restore = (id: string, who = rep) => api.as(who)({ method: 'POST', url: `/api/v1/activities/${id}/restore` })
  const summaries = async (contactId: string) =>
    (await api.as(rep)({ url: `/api/v1/contacts/${contactId}/timeline` })).body.items.map(
      (item: { summary: string }) => item.summary,
    )
  const contact = async (id: string) => (await api.as(rep)({ url: `/api/v1/contacts/${id}` })).body
  return { api, ann, bob, log, patch, remove, restore, summaries, contact }
}

describe('a call, meeting or note', () => {
  it('TL-13 is edited by its author, shows since when, and keeps what it said', async () => {
    const { api, bob, ann, log, patch, summaries, contact } = await stage()
    const call = await log({
      type: 'call',
      summary: 'Prise',
      occurredAt: '2026-02-01T10:00:00Z',
      details: { durationMinutes: 5 },
    })
    expect(call.editedAt).toBeNull()
    const edited = await patch(call.id, {
      editedAt: null,
      summary: 'Price',
      occurredAt: '2026-01-05T10:00:00+01:00',
      details: { durationMinutes: 15, direction: 'outbound' },
      contactIds: [ann, bob],
    })
    expect([edited.status, edited.headers.etag]).toEqual([200, `"${edited.body.editedAt}"`])
    expect(edited.body).toMatchObject({
      summary: 'Price',
      occurredAt: '2026-01-05T09:00:00.000Z',
      details: { durationMinutes: 15, direction: 'outbound' },
      contacts: expect.arrayContaining([
        { id: ann, name: 'ann' },
        { id: bob, name: 'bob' },
      ]),
    })
    expect([await summaries(ann), await summaries(bob)]).toEqual([['Price'], ['Price']])
    expect((await contact(ann)).lastContactedAt).toBe('2026-01-05T09:00:00.000Z')
    expect((await contact(bob)).lastContactedAt).toBe('2026-01-05T09:00:00.000Z')
    const { body } = await api.as(admin)({ url: `/api/v1/activities/${call.id}/history` })
    expect(body.items).toMatchObject([
      {
        action: 'edited',
        by: { name: 'Rita Rep' },
        before: { summary: 'Prise', occurredAt: '2026-02-01T10:00:00.000Z', details: { durationMinutes: 5 } },
      },
    ])
    const off = await patch(call.id, { editedAt: edited.body.editedAt, contactIds: [bob] })
    expect([off.status, await summaries(ann), (await contact(ann)).lastContactedAt]).toEqual([200, [], null])
  })

  it('is refused when stale, to others without the right, and for what was not written by hand', async () => {
    const { api, ann, log, patch, remove } = await stage()
    const note = await log({ type: 'note', summary: 'one' })
    const first = await patch(note.id, { editedAt: null, summary: 'two' })
    const stale = await patch(note.id, { editedAt: null, summary: 'three' })
    expect([stale.status, stale.body.type, stale.body.current.summary]).toEqual([409, 'stale-activity', 'two'])
    const byTag = await patch(note.id, { summary: 'three' }, rep, { 'if-match': String(first.headers.etag) })
    expect(byTag.status).toBe(200)
    expect((await patch(note.id, { summary: 'four' })).body.type).toBe('invalid-input')
    expect((await patch(note.id, { editedAt: byTag.body.editedAt, summary: '  ' })).status).toBe(422)
    expect((await patch(note.id, { editedAt: byTag.body.editedAt, details: { durationMinutes: 3 } })).status).toBe(422)
    expect(
      (await patch(note.id, { editedAt: byTag.body.editedAt, contactIds: ['00000000-0000-7000-8000-000000000000'] }))
        .body.type,
    ).toBe('contact-not-found')
    for (const attempt of [
      patch(note.id, { editedAt: byTag.body.editedAt, summary: 'x' }, colleague),
      remove(note.id, colleague),
    ])
      expect((await attempt).body.type).toBe('not-the-author')
    expect((await patch(note.id, { editedAt: byTag.body.editedAt, summary: 'by admin' }, admin)).status).toBe(200)
    const unchanged = await patch(note.id, {
      editedAt: (await patch(note.id, { summary: 'x' }, rep, { 'if-match': '"untouched"' })).body.current.editedAt,
      summary: 'by admin',
    })
    const { body } = await api.as(rep)({ url: `/api/v1/activities/${note.id}/history` })
    expect([unchanged.status, body.items.length]).toEqual([200, 3])
    const [mail] = await api.connection.db.execute<{ id: string }>(sql`
      with made as (insert into activities (type, occurred_at, source, actor_kind) values ('email_received', now(), 'm365', 'contact') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${ann}::uuid, occurred_at, 'email_received' from made returning activity_id as id`)
    expect((await remove(mail?.id as string, admin)).body.type).toBe('not-editable')
    expect((await remove('00000000-0000-7000-8000-000000000000')).body.type).toBe('activity-not-found')
  })

  it('TL-13 is deleted with a stub in the audit log, and put back for thirty days', async () => {
    const { api, ann, bob, log, remove, restore, summaries, contact, patch } = await stage()
    const call = await log({ type: 'call', summary: 'secret price', contactIds: [bob] })
    expect((await remove(call.id)).status).toBe(204)
    expect((await remove(call.id)).status).toBe(204)
    expect([await summaries(ann), await summaries(bob)]).toEqual([[], []])
    expect(await contact(ann)).toMatchObject({ lastContactedAt: null, lastActivityAt: null })
    expect((await patch(call.id, { editedAt: null, summary: 'x' })).body.type).toBe('activity-not-found')
    const { body: audit } = await api.as(admin)({ url: '/api/v1/audit?action=activity.deleted' })
    expect(audit.items).toHaveLength(1)
    expect(audit.items[0]).toMatchObject({ subjectId: call.id, details: { type: 'call' } })
    expect(JSON.stringify(audit.items)).not.toContain('secret')
    const soon = new Date(Date.now() + 29 * 86_400_000)
    expect(await purgeRemoved(api.connection.db, soon)).toBe(0)
    expect((await restore(call.id, colleague)).body.type).toBe('not-the-author')
    expect((await restore(call.id)).status).toBe(200)
    expect([await summaries(ann), await summaries(bob)]).toEqual([['secret price'], ['secret price']])
    expect((await contact(bob)).lastContactedAt).not.toBeNull()
    expect((await restore(call.id)).body.type).toBe('not-restorable')
    await remove(call.id)
    expect(await purgeRemoved(api.connection.db, new Date(Date.now() + 31 * 86_400_000))).toBe(1)
    expect((await restore(call.id)).status).toBe(404)
  })

  it('is never purged while it stands on another timeline', async () => {
    const { api, ann, bob, log, summaries } = await stage()
    const note = await log({ type: 'note', summary: 'both', contactIds: [bob] })
    await api.as(rep)({ method: 'DELETE', url: `/api/v1/contacts/${ann}/activities/${note.id}` })
    expect(await purgeRemoved(api.connection.db, new Date(Date.now() + 90 * 86_400_000))).toBe(0)
    expect(await summaries(bob)).toEqual(['both'])
  })

  it('TL-11 in the future is planned, and counts as contact once it is over', async () => {
    const { api, ann, log, contact } = await stage()
    await log({ type: 'meeting', summary: 'Demo', occurredAt: new Date(Date.now() + 3_600_000).toISOString() })
    expect((await contact(ann)).lastContactedAt).toBeNull()
    const now = new Date()
    await countPlanned(api.connection.db, now, new Date(now.getTime() - 86_400_000))
    expect((await contact(ann)).lastContactedAt).toBeNull()
    const later = new Date(now.getTime() + 7_200_000)
    await countPlanned(api.connection.db, later, now)
    await countPlanned(api.connection.db, later, now)
    expect(Date.parse((await contact(ann)).lastContactedAt)).toBeGreaterThan(now.getTime())
  })

  it('tells the colleagues a note names, until they put it away, and never whom it does not name any more', async () => {
    const { api, ann, log, patch, remove, restore } = await stage()
    const { body: me } = await api.as(colleague)({ url: '/api/v1/me' })
    const mentions = async (who = colleague) => (await api.as(who)({ url: '/api/v1/mentions' })).body.items
    const note = await log({ type: 'note', summary: '@Carl please call', mentions: [me.id] })
    expect(await mentions()).toMatchObject([
      { activityId: note.id, summary: '@Carl please call', by: 'Rita Rep', contact: { id: ann, name: 'ann' } },
    ])
    expect(await mentions(rep)).toEqual([])
    await remove(note.id)
    expect(await mentions()).toEqual([])
    await restore(note.id)
    const edited = await patch(note.id, { editedAt: null, summary: 'done', mentions: [] })
    expect([edited.status, await mentions()]).toEqual([200, []])
    await patch(note.id, { editedAt: edited.body.editedAt, mentions: [me.id] })
    const seen = (who = colleague) => api.as(who)({ method: 'POST', url: `/api/v1/mentions/${note.id}/seen` })
    expect((await seen(rep)).status).toBe(404)
    expect([(await seen()).status, await mentions()]).toEqual([204, []])
    expect((await log({ type: 'note', summary: 'x', mentions: [ann] })).type).toBe('invalid-input')
  })
})
