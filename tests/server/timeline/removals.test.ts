import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { backfillContact, linkStoredMails } from '../../../server/mail/backfill.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { rep, type TestApi, testApi } from '../api.ts'
import { addContact, message, seedMailboxes } from '../mail/mailboxes.ts'

const KIM = 'kim@client.example'

async function stage() {
  const api = await testApi()
  const [anna, ben] = await seedMailboxes(api.connection, ['anna', 'ben'])
  if (!anna || !ben) throw new Error('two mailboxes are needed')
  const call = api.as(rep)
  const items = async (contactId: string) =>
    (
      (await call({ url: `/api/v1/contacts/${contactId}/timeline` })).body.items as {
        id: string
        type: string
        summary: string
      }[]
    ).filter(({ type }) => type !== 'merged')
  const remove = (contactId: string, id: string) =>
    call({ method: 'DELETE', url: `/api/v1/contacts/${contactId}/activities/${id}` })
  const restore = (contactId: string, id: string) =>
    call({ method: 'POST', url: `/api/v1/contacts/${contactId}/activities/${id}/restore` })
  const refile = (contactId: string, id: string, onto: string) =>
    call({ method: 'POST', url: `/api/v1/contacts/${contactId}/activities/${id}/refile`, payload: { contactId: onto } })
  const contact = async (id: string) => (await call({ url: `/api/v1/contacts/${id}` })).body
  return { api, call, anna, ben, items, remove, restore, refile, contact }
}

const mail = (anna: { address: string }, parts: { id?: string; at: string; subject: string; mid: string }) =>
  message({
    from: KIM,
    to: [anna.address],
    subject: parts.subject,
    at: new Date(parts.at),
    internetMessageId: `<${parts.mid}@x>`,
    ...(parts.id ? { id: parts.id } : {}),
  })

async function scoreIsDue({ connection }: TestApi, contactId: string): Promise<boolean> {
  const [row] = await connection.db.execute<{ due: boolean }>(
    sql`select score_due_at is not null as due from contact_engagement where contact_id = ${contactId}`,
  )
  return row?.due ?? false
}

describe('an entry taken off a timeline', () => {
  it('unlogs with one call, counts no more, and comes back with undo; last contact goes back and forth', async () => {
    const { api, call, anna, items, remove, restore, contact } = await stage()
    const kim = await addContact(api.connection, KIM)
    for (const [at, subject, mid] of [
      ['2026-01-01T09:00:00Z', 'first', 'a'],
      ['2026-03-01T09:00:00Z', 'wrong', 'b'],
    ] as const)
      api.graph.put(anna.graphUserId, 'inbox', mail(anna, { at, subject, mid }))
    await syncMailbox(api.services, anna)
    expect((await contact(kim)).lastContactedAt).toBe('2026-03-01T09:00:00.000Z')
    const [wrong] = await items(kim)
    await api.connection.db.execute(sql`update contact_engagement set score_due_at = null`)
    expect((await remove(kim, wrong?.id as string)).status).toBe(204)
    expect((await items(kim)).map(({ summary }) => summary)).toEqual(['first'])
    expect(await contact(kim)).toMatchObject({
      lastContactedAt: '2026-01-01T09:00:00.000Z',
      lastActivityAt: '2026-01-01T09:00:00.000Z',
    })
    expect(await scoreIsDue(api, kim)).toBe(true)
    expect((await remove(kim, wrong?.id as string)).status).toBe(204)
    const removed = await call({ url: `/api/v1/contacts/${kim}/timeline/removed` })
    expect(removed.body.items).toMatchObject([
      { activity: { id: wrong?.id, summary: 'wrong' }, reason: 'unlogged', removedBy: { name: 'Rita Rep' } },
    ])
    const back = await restore(kim, wrong?.id as string)
    expect([back.status, back.body.id]).toEqual([200, wrong?.id])
    expect((await contact(kim)).lastContactedAt).toBe('2026-03-01T09:00:00.000Z')
    expect((await call({ url: `/api/v1/contacts/${kim}/timeline/removed` })).body.items).toEqual([])
    expect((await restore(kim, wrong?.id as string)).body.type).toBe('not-restorable')
    const history = await call({ url: `/api/v1/activities/${wrong?.id}/history` })
    expect(history.body.items.map((item: { action: string }) => item.action)).toEqual(['restored', 'unlogged'])
  })

  it('stays off when another copy, another mailbox, a resync or back-fill brings the mail again', async () => {
    const { api, anna, ben, items, remove } = await stage()
    const kim = await addContact(api.connection, KIM)
    const pat = await addContact(api.connection, 'pat@client.example')
    const both = {
      from: KIM,
      to: [anna.address, 'pat@client.example'],
      subject: 'Offer',
      at: new Date('2026-02-01T09:00:00Z'),
      internetMessageId: '<offer@x>',
    }
    api.graph.put(anna.graphUserId, 'inbox', message(both))
    await syncMailbox(api.services, anna)
    const [entry] = await items(kim)
    await remove(kim, entry?.id as string)
    api.graph.put(anna.graphUserId, 'inbox', message({ ...both, id: 'a-copy' }))
    api.graph.put(ben.graphUserId, 'inbox', message(both))
    await syncMailbox(api.services, anna)
    await syncMailbox(api.services, ben)
    api.graph.forgetLinks()
    await syncMailbox(api.services, anna)
    // As when the address were given anew: by what is stored, and by asking the mailboxes.
    await api.connection.db.transaction((tx) => linkStoredMails(tx, api.services.secrets, kim, [KIM]))
    await backfillContact(api.services, kim)
    expect(await items(kim)).toEqual([])
    expect((await items(pat)).map(({ id }) => id)).toEqual([entry?.id])
    expect(api.graph.violations).toEqual([])
  })

  it('stays off when a copy is being stored in the same moment', async () => {
    const { api, anna, ben, items, remove } = await stage()
    const kim = await addContact(api.connection, KIM)
    for (let n = 0; n < 12; n++) {
      const one = {
        from: KIM,
        to: [anna.address],
        internetMessageId: `<race${n}@x>`,
        at: new Date(Date.UTC(2026, 1, n + 1)),
      }
      api.graph.put(anna.graphUserId, 'inbox', message(one))
      await syncMailbox(api.services, anna)
      const [entry] = await items(kim)
      api.graph.put(ben.graphUserId, 'inbox', message(one))
      await Promise.all([
        remove(kim, entry?.id as string),
        syncMailbox(api.services, ben),
        api.connection.db.transaction((tx) => linkStoredMails(tx, api.services.secrets, kim, [KIM])),
      ])
      expect(await items(kim)).toEqual([])
    }
  })

  it('stays off when only hashes of the address point at it', async () => {
    const { api, anna, items, remove } = await stage()
    const pat = await addContact(api.connection, 'pat@client.example')
    api.graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'pat@client.example', to: [anna.address, KIM], internetMessageId: '<late@x>' }),
    )
    await syncMailbox(api.services, anna)
    const kim = await addContact(api.connection, KIM)
    const link = () => api.connection.db.transaction((tx) => linkStoredMails(tx, api.services.secrets, kim, [KIM]))
    await link()
    const [entry] = await items(kim)
    await remove(kim, entry?.id as string)
    await link()
    await backfillContact(api.services, kim)
    expect(await items(kim)).toEqual([])
    expect(await items(pat)).toHaveLength(1)
  })

  it('files an entry under another contact for good, takes it back with undo, and touches both', async () => {
    const { api, anna, items, refile, restore, contact } = await stage()
    const kim = await addContact(api.connection, KIM)
    const lee = await addContact(api.connection, 'lee@client.example')
    api.graph.put(anna.graphUserId, 'inbox', mail(anna, { at: '2026-02-01T09:00:00Z', subject: 'Offer', mid: 'o' }))
    await syncMailbox(api.services, anna)
    const [entry] = await items(kim)
    const id = entry?.id as string
    expect((await refile(kim, id, kim)).body.type).toBe('same-timeline')
    expect((await refile(kim, id, '00000000-0000-7000-8000-000000000000')).body.type).toBe('contact-not-found')
    expect((await items(kim)).length).toBe(1)
    const moved = await refile(kim, id, lee)
    expect([moved.status, moved.body.id]).toEqual([200, id])
    expect([await items(kim), (await items(lee)).length]).toEqual([[], 1])
    expect((await contact(kim)).lastContactedAt).toBeNull()
    expect((await contact(lee)).lastContactedAt).toBe('2026-02-01T09:00:00.000Z')
    api.graph.put(
      anna.graphUserId,
      'inbox',
      mail(anna, { id: 'again', at: '2026-02-01T09:00:00Z', subject: 'Offer', mid: 'o' }),
    )
    await syncMailbox(api.services, anna)
    expect(await items(kim)).toEqual([])
    expect((await restore(kim, id)).status).toBe(200)
    expect([(await items(kim)).length, await items(lee)]).toEqual([1, []])
    expect((await contact(lee)).lastContactedAt).toBeNull()
  })

  it('undo of filing leaves an entry where it stood before, and a chain of moves is undone step by step', async () => {
    const { api, items, refile, restore, call } = await stage()
    const [ann, bob, cy] = await Promise.all(
      ['ann@x.example', 'bob@x.example', 'cy@x.example'].map((address) => addContact(api.connection, address)),
    )
    const note = await call({
      method: 'POST',
      url: `/api/v1/contacts/${ann}/activities`,
      payload: { type: 'note', summary: 'both', contactIds: [bob] },
    })
    const { id } = note.body
    await refile(ann as string, id, bob as string)
    await restore(ann as string, id)
    expect([(await items(ann as string)).length, (await items(bob as string)).length]).toEqual([1, 1])
    await refile(ann as string, id, cy as string)
    await refile(cy as string, id, ann as string)
    expect([(await items(ann as string)).length, (await items(cy as string)).length]).toEqual([1, 0])
    await restore(cy as string, id)
    expect([(await items(ann as string)).length, (await items(cy as string)).length]).toEqual([0, 1])
  })

  it('takes opens and clicks along with their mail, and refuses what the product wrote down', async () => {
    const { api, anna, items, remove, restore, refile } = await stage()
    const kim = await addContact(api.connection, KIM)
    const lee = await addContact(api.connection, 'lee@client.example')
    api.graph.put(anna.graphUserId, 'sentitems', message({ from: anna.address, to: [KIM], internetMessageId: '<s@x>' }))
    await syncMailbox(api.services, anna)
    const [sent] = await items(kim)
    const [open] = await api.connection.db.execute<{ id: string }>(sql`
      with made as (insert into activities (type, occurred_at, source, actor_kind, parent_id, details)
        values ('email_opened', now(), 'tracking', 'contact', ${sent?.id}::uuid, '{"class":"person"}') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, folded)
        select id, ${kim}::uuid, occurred_at, 'email_opened', true from made returning activity_id as id`)
    const opens = async (contactId: string) =>
      (await api.as(rep)({ url: `/api/v1/contacts/${contactId}/timeline?type=email_opened` })).body.items.length
    expect((await remove(kim, open?.id as string)).body.type).toBe('entry-stays')
    await remove(kim, sent?.id as string)
    expect([await opens(kim), (await items(kim)).length]).toEqual([0, 0])
    await restore(kim, sent?.id as string)
    expect([await opens(kim), (await items(kim)).length]).toEqual([1, 1])
    await refile(kim, sent?.id as string, lee)
    expect([await opens(kim), await opens(lee)]).toEqual([0, 1])
    const consent = await api.connection.db.execute<{ id: string }>(sql`
      with made as (insert into activities (type, occurred_at, source, actor_kind) values ('consent_changed', now(), 'person', 'user') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${kim}::uuid, occurred_at, 'consent_changed' from made returning activity_id as id`)
    expect((await remove(kim, consent[0]?.id as string)).status).toBe(409)
    expect((await remove(kim, '00000000-0000-7000-8000-000000000000')).body.type).toBe('activity-not-found')
  })

  it('a merge does not bring back what was taken off, and keeps what was filed under the other', async () => {
    const { api, call, anna, items, remove, refile } = await stage()
    const kim = await addContact(api.connection, KIM)
    const double = await addContact(api.connection, 'k@private.example')
    for (const mid of ['off', 'filed', 'kept'])
      api.graph.put(
        anna.graphUserId,
        'inbox',
        message({
          from: KIM,
          to: [anna.address],
          cc: ['k@private.example'],
          subject: mid,
          internetMessageId: `<${mid}@x>`,
        }),
      )
    await syncMailbox(api.services, anna)
    const idOf = async (subject: string) => (await items(kim)).find(({ summary }) => summary === subject)?.id as string
    const [off, filed] = [await idOf('off'), await idOf('filed')]
    await remove(kim, off)
    await remove(double, filed)
    await refile(kim, filed, double)
    expect((await items(kim)).map(({ summary }) => summary)).toEqual(['kept'])
    const merged = await call({
      method: 'POST',
      url: '/api/v1/merges',
      payload: { primaryId: kim, otherIds: [double] },
    })
    expect(merged.status).toBe(200)
    expect((await items(kim)).map(({ summary }) => summary).sort()).toEqual(['filed', 'kept'])
    const undone = await call({ method: 'POST', url: `/api/v1/merges/${merged.body.merge.id}/undo` })
    expect(undone.status).toBe(200)
    expect((await items(double)).map(({ summary }) => summary).sort()).toEqual(['filed', 'kept', 'off'])
    expect((await items(kim)).map(({ summary }) => summary)).toEqual(['kept'])
  })

  it('OP-06 tells of a mail whether it is logged, or who took it off', async () => {
    const { api, call, anna, items, remove } = await stage()
    const kim = await addContact(api.connection, KIM)
    api.graph.put(anna.graphUserId, 'inbox', mail(anna, { at: '2026-02-01T09:00:00Z', subject: 'Offer', mid: 'o' }))
    await syncMailbox(api.services, anna)
    const logged = async (messageId: string) =>
      (await call({ url: `/api/v1/contacts/${kim}/timeline/logged`, query: { messageId } })).body
    const [entry] = await items(kim)
    expect(await logged('<o@x>')).toMatchObject({ activity: { id: entry?.id }, removed: null })
    await remove(kim, entry?.id as string)
    expect(await logged('o@x')).toMatchObject({ activity: null, removed: { removedBy: { name: 'Rita Rep' } } })
    expect(await logged('<none@x>')).toEqual({ activity: null, removed: null })
  })

  it('TL-02 says when no mailbox holds a mail any more, but not when it only moved', async () => {
    const { api, anna, ben, items } = await stage()
    const kim = await addContact(api.connection, KIM)
    const one = { from: KIM, to: [anna.address, ben.address], internetMessageId: '<b@x>', at: new Date('2026-02-01Z') }
    const [inAnna, inBen] = [message(one), message(one)]
    api.graph.put(anna.graphUserId, 'inbox', inAnna)
    api.graph.put(ben.graphUserId, 'inbox', inBen)
    await syncMailbox(api.services, anna)
    await syncMailbox(api.services, ben)
    const leftAt = async () =>
      ((await items(kim))[0] as unknown as { details: { leftAt: string | null } }).details.leftAt
    api.graph.put(anna.graphUserId, 'inbox', inAnna, 'removed')
    await syncMailbox(api.services, anna)
    expect(await leftAt()).toBeNull()
    // Moved to another folder that is read, whichever of the two changes is seen first.
    api.graph.put(ben.graphUserId, 'sentitems', inBen)
    await syncMailbox(api.services, ben)
    api.graph.put(ben.graphUserId, 'inbox', inBen, 'removed')
    await syncMailbox(api.services, ben)
    expect(await leftAt()).toBeNull()
    api.graph.put(ben.graphUserId, 'sentitems', inBen, 'removed')
    await syncMailbox(api.services, ben)
    expect(Date.parse((await leftAt()) as string)).toBeGreaterThan(Date.now() - 60_000)
    api.graph.put(ben.graphUserId, 'inbox', inBen)
    await syncMailbox(api.services, ben)
    expect(await leftAt()).toBeNull()
  })

  it('TL-07 of a mail in the name of a mailbox, the colleague who wrote it is who did it', async () => {
    const { api, anna, ben, items } = await stage()
    const kim = await addContact(api.connection, KIM)
    api.graph.put(anna.graphUserId, 'sentitems', {
      ...message({ from: anna.address, to: [KIM] }),
      sender: { emailAddress: { name: 'ben', address: ben.address } },
    })
    await syncMailbox(api.services, anna)
    expect((await items(kim))[0]).toMatchObject({
      actor: { kind: 'user', name: 'ben', address: ben.address },
      details: { from: { address: anna.address }, sender: { address: ben.address } },
    })
  })
})
