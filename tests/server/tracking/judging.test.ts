import { describe, expect, it } from 'vitest'
import { attachSentMails, markSent } from '../../../server/tracking/sent.ts'
import { forgetHits, judgeEverything } from '../../../server/tracking/upkeep.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, annsMail, ask, entriesOf, meet, prepare, sentMail, stored, summaryOf, turnOn } from './mails.ts'

describe('in any order', () => {
  it('what came before the mail was known to be sent is judged anew when it is', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const { id, pixel } = await prepare(api, ['ann@x.example'])
    await ask(api, pixel as string)
    expect(await stored(api, 1)).toMatchObject([{ class: 'own' }])
    await api.connection.db.transaction((tx) =>
      markSent(tx, { trackedMailId: id as string, sentAt: new Date(Date.now() - 60_000) }),
    )
    expect(await stored(api, 1)).toMatchObject([{ class: 'person' }])
    expect(await entriesOf(api, ann)).toHaveLength(1)
  })

  it('an open is put under its mail when the sync meets it later', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const sentAt = new Date(Date.now() - 3_600_000)
    const mail = await sentMail(api, ['ann@x.example'], { sentAt, met: false })
    await ask(api, mail.pixel)
    await stored(api, 1)
    const placed = () =>
      api.connection
        .sql`select a.parent_id, ac.folded from activities a join activity_contacts ac on ac.activity_id = a.id
        where a.type = 'email_opened'`
    expect(await placed()).toEqual([{ parent_id: null, folded: false }])
    const { activityId } = await meet(api, mail.id, ['ann@x.example'], sentAt)
    expect(await attachSentMails(api.connection.db)).toBe(1)
    expect(await attachSentMails(api.connection.db)).toBe(0)
    expect(await placed()).toEqual([{ parent_id: activityId, folded: true }])
    expect(await entriesOf(api, ann)).toHaveLength(1)
  })

  it('nobody tells of another one’s mail', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const { id } = await prepare(api, ['ann@x.example'])
    const told = await api.as(admin)({ method: 'POST', url: `/api/v1/tracked-mails/${id}/sent`, payload: {} })
    expect(told.status).toBe(404)
  })

  it('TR-01 classes are worked out again, timelines follow, and no hit is lost', async () => {
    const { api, ann, mail } = await annsMail()
    await ask(api, mail.pixel)
    await stored(api, 1)
    expect(await entriesOf(api, ann)).toHaveLength(1)
    // The network turns out to be one of ours.
    await api.connection.sql`insert into user_networks (user_id, network, seen_at)
      select id, '203.0.113.0/24', now() from users limit 1`
    expect((await api.as(rep)({ method: 'POST', url: '/api/v1/tracking/judge-again' })).status).toBe(403)
    expect((await api.as(admin)({ method: 'POST', url: '/api/v1/tracking/judge-again' })).status).toBe(202)
    expect(await judgeEverything(api.connection.db, true)).toBe(1)
    expect(await stored(api, 1)).toMatchObject([{ class: 'own' }])
    expect(await entriesOf(api, ann)).toEqual([])
    await api.connection.sql`delete from user_networks where network = '203.0.113.0/24'`
    await judgeEverything(api.connection.db, true)
    expect(await entriesOf(api, ann)).toHaveLength(1)
    expect(await judgeEverything(api.connection.db, false)).toBe(0)
  })

  it('TR-10 hits are forgotten in time; the timeline and its counts stay', async () => {
    const api = await testApi()
    await turnOn(api, { keepDays: 10 })
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await ask(api, mail.pixel)
    await stored(api, 1)
    expect(await forgetHits(api.connection.db, new Date())).toBe(0)
    expect(await forgetHits(api.connection.db, new Date(Date.now() + 11 * 86_400_000))).toBe(1)
    await judgeEverything(api.connection.db, true)
    expect(await entriesOf(api, ann)).toHaveLength(1)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'opened', opens: 1, events: [] })
  })

  it('an entry that somebody took off the timeline stays off', async () => {
    const { api, ann, mail } = await annsMail()
    await ask(api, mail.pixel)
    await stored(api, 1)
    await api.connection.sql`with gone as (delete from activity_contacts where type = 'email_opened' returning *)
      insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason)
      select activity_id, contact_id, occurred_at, type, blind, folded, 'unlogged' from gone`
    await ask(api, mail.pixel)
    await stored(api, 2)
    expect(await entriesOf(api, ann)).toEqual([])
  })

  it('of mail that was filed under another contact is theirs, and of mail that was removed nobody’s', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const bob = await addContact(api, { firstName: 'Bob', email: 'bob@x.example' })
    const [filed, removed] = [await sentMail(api, ['ann@x.example']), await sentMail(api, ['ann@x.example'])]
    const entry = (id: string) => `/api/v1/contacts/${ann}/activities/${id}`
    const payload = { contactId: bob }
    await api.as(rep)({ method: 'POST', url: `${entry(filed.activityId)}/refile`, payload })
    await api.as(rep)({ method: 'DELETE', url: entry(removed.activityId) })
    await ask(api, filed.pixel)
    await ask(api, removed.pixel)
    await stored(api, 2)
    expect([(await entriesOf(api, ann)).length, (await entriesOf(api, bob)).length]).toEqual([0, 1])
  })

  it('mail nobody tracked says so', async () => {
    const api = await testApi()
    await addContact(api)
    const { activityId } = await meet(api, 'plain', ['ann@x.example'], new Date())
    expect(await summaryOf(api, activityId)).toMatchObject({ state: 'not_tracked', events: [] })
    expect(
      (await api.as(rep)({ url: '/api/v1/activities/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b/tracking' })).status,
    ).toBe(404)
  })
})

describe('score', () => {
  it('LS-05 only what a person did scores, and a merge takes it along', async () => {
    const api = await testApi()
    await turnOn(api)
    const [ann, other] = [await addContact(api), await addContact(api, { firstName: 'Anne', email: 'anne@x.example' })]
    const mail = await sentMail(api, ['ann@x.example'])
    await ask(api, mail.pixel)
    await stored(api, 1)
    const [due] = await api.connection
      .sql`select score_due_at is not null as due from contact_engagement where contact_id = ${ann}`
    expect(due).toEqual({ due: true })
    const merged = await api.as(rep)({
      method: 'POST',
      url: '/api/v1/merges',
      payload: { primaryId: other, otherIds: [ann] },
    })
    expect([merged.status, merged.body.detail]).toEqual([200, undefined])
    expect(await entriesOf(api, other)).toHaveLength(1)
    await ask(api, mail.pixel)
    await stored(api, 2)
    expect(await entriesOf(api, other)).toMatchObject([{ details: { count: 2 } }])
  })
})
