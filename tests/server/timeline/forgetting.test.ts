import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { removeContacts } from '../../../server/contacts/remove-contacts.ts'
import { backfillContact, linkStoredMails } from '../../../server/mail/backfill.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { purgeRemoved } from '../../../server/timeline/purge-removed.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, message, seedMailboxes } from '../mail/mailboxes.ts'

const KIM = 'kim@client.example'
const PAT = 'pat@client.example'
const colleague = {
  ...rep,
  oid: '22222222-0000-4000-8000-000000000009',
  name: 'Carl Colleague',
  email: 'carl@ours.example',
}

async function stage() {
  const api = await testApi()
  const [anna] = await seedMailboxes(api.connection, ['anna'])
  if (!anna) throw new Error('a mailbox is needed')
  const call = api.as(rep)
  const entry = (contactId: string, id: string) => `/api/v1/contacts/${contactId}/activities/${id}`
  const summaries = async (contactId: string): Promise<string[]> =>
    (await call({ url: `/api/v1/contacts/${contactId}/timeline` })).body.items
      .filter(({ type }: { type: string }) => type !== 'merged')
      .map(({ summary }: { summary: string }) => summary)
  const log = async (contactId: string, payload: object = {}, headers = {}) =>
    call({
      method: 'POST',
      url: `/api/v1/contacts/${contactId}/activities`,
      payload: { type: 'note', summary: 'secret', ...payload },
      headers,
    })
  const unlog = (contactId: string, id: string, who = rep) =>
    api.as(who)({ method: 'DELETE', url: entry(contactId, id) })
  const restore = (contactId: string, id: string) => call({ method: 'POST', url: `${entry(contactId, id)}/restore` })
  const refile = (contactId: string, id: string, onto: string) =>
    call({ method: 'POST', url: `${entry(contactId, id)}/refile`, payload: { contactId: onto } })
  const mail = async (internetMessageId = '<m@x>') => {
    const parts = { from: KIM, to: [anna.address, PAT], subject: 'secret', internetMessageId }
    api.graph.put(anna.graphUserId, 'inbox', message({ ...parts, at: new Date('2026-02-01T09:00:00Z') }))
    await syncMailbox(api.services, anna)
    const [row] = await api.connection.db.execute<{ id: string }>(
      sql`select id from activities where type = 'email_received'`,
    )
    return row?.id as string
  }
  const count = async (table: 'activities' | 'activity_changes' | 'messages') =>
    (await api.connection.db.execute(sql`select 1 from ${sql.identifier(table)}`)).length
  const remove = (...ids: string[]) => api.connection.db.transaction((tx) => removeContacts(tx, ids))
  const purge = (days: number) => purgeRemoved(api.connection.db, new Date(Date.now() + days * 86_400_000))
  return { api, anna, call, summaries, log, unlog, restore, refile, mail, count, remove, purge }
}

describe('what was taken off', () => {
  it('GD-08 goes with the last contact it was taken off from', async () => {
    const { api, call, log, unlog, mail, count, remove } = await stage()
    const kim = await addContact(api.connection, KIM)
    const note = await log(kim)
    await call({ method: 'DELETE', url: `/api/v1/activities/${note.body.id}` })
    await unlog(kim, await mail())
    await remove(kim)
    expect([await count('activities'), await count('activity_changes'), await count('messages')]).toEqual([0, 0, 0])
  })

  it('is still there for an undo when the contact it was filed under goes', async () => {
    const { api, log, refile, restore, summaries, count, remove } = await stage()
    const [ann, bob] = [
      await addContact(api.connection, 'ann@x.example'),
      await addContact(api.connection, 'bob@x.example'),
    ]
    const { id } = (await log(ann)).body
    await refile(ann, id, bob)
    await remove(bob)
    expect((await restore(ann, id)).status).toBe(200)
    expect(await summaries(ann)).toEqual(['secret'])
    await remove(ann)
    expect(await count('activities')).toBe(0)
  })

  it('of mail keeps nothing it said after thirty days, does not come back, and is whole again for somebody new', async () => {
    const { api, anna, call, summaries, unlog, restore, mail, purge } = await stage()
    const kim = await addContact(api.connection, KIM)
    const id = await mail()
    await unlog(kim, id)
    expect(await purge(29)).toBe(0)
    expect(await purge(31)).toBe(1)
    expect(await purge(32)).toBe(0)
    const held = async () => JSON.stringify(await api.connection.db.execute(sql`select * from activities`))
    expect(await held()).not.toMatch(/secret|client\.example/)
    expect((await call({ url: `/api/v1/contacts/${kim}/timeline/removed` })).body.items).toEqual([])
    expect((await restore(kim, id)).body.type).toBe('not-restorable')
    api.graph.forgetLinks()
    await syncMailbox(api.services, anna)
    expect(await summaries(kim)).toEqual([])
    expect(await held()).not.toMatch(/secret|client\.example/)
    const pat = await addContact(api.connection, PAT)
    await api.connection.db.transaction((tx) => linkStoredMails(tx, api.services.secrets, pat, [PAT]))
    await backfillContact(api.services, pat)
    expect([await summaries(pat), await summaries(kim)]).toEqual([['secret'], []])
    expect(await held()).not.toContain('forgotten')
  })

  it('stays while undoing a merge would give it back', async () => {
    const { api, call, log, unlog, summaries, purge } = await stage()
    const [ann, bob] = [
      await addContact(api.connection, 'ann@x.example'),
      await addContact(api.connection, 'bob@x.example'),
    ]
    const { id } = (await log(ann, { contactIds: [bob] })).body
    await unlog(ann, id)
    const merged = await call({ method: 'POST', url: '/api/v1/merges', payload: { primaryId: ann, otherIds: [bob] } })
    expect(await summaries(ann)).toEqual([])
    expect(await purge(31)).toBe(0)
    expect((await call({ method: 'POST', url: `/api/v1/merges/${merged.body.merge.id}/undo` })).status).toBe(200)
    expect(await summaries(bob)).toEqual(['secret'])
  })

  it('TL-13 off the last timeline only its author or a manager takes a note, and the audit log tells', async () => {
    const { api, log, unlog, summaries } = await stage()
    const [ann, bob] = [
      await addContact(api.connection, 'ann@x.example'),
      await addContact(api.connection, 'bob@x.example'),
    ]
    const { id } = (await log(ann, { contactIds: [bob] })).body
    expect((await unlog(ann, id, colleague)).status).toBe(204)
    const refused = await unlog(bob, id, colleague)
    expect([refused.status, refused.body.type]).toEqual([403, 'not-the-author'])
    expect(await summaries(bob)).toEqual(['secret'])
    expect((await unlog(bob, id, admin)).status).toBe(204)
    const { body } = await api.as(admin)({ url: '/api/v1/audit?action=activity.deleted' })
    expect(body.items).toMatchObject([{ subjectId: id, details: { type: 'note', contactIds: [bob] } }])
  })

  it('a log that is sent again answers the entry, wherever it went meanwhile', async () => {
    const { api, log, unlog } = await stage()
    const ann = await addContact(api.connection, 'ann@x.example')
    const key = { 'idempotency-key': 'one-note' }
    const first = await log(ann, {}, key)
    await unlog(ann, first.body.id)
    const again = await log(ann, {}, key)
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
  })

  it('undo of filing follows a merge of the contact it was filed under', async () => {
    const { api, call, log, refile, restore, summaries } = await stage()
    const [ann, bob, cy] = [
      await addContact(api.connection, 'ann@x.example'),
      await addContact(api.connection, 'bob@x.example'),
      await addContact(api.connection, 'cy@x.example'),
    ]
    const { id } = (await log(ann)).body
    await refile(ann, id, bob)
    await call({ method: 'POST', url: '/api/v1/merges', payload: { primaryId: cy, otherIds: [bob] } })
    expect(await summaries(cy)).toEqual(['secret'])
    expect((await restore(ann, id)).status).toBe(200)
    expect([await summaries(ann), await summaries(cy)]).toEqual([['secret'], []])
  })
})
