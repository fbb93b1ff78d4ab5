import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { attachSentMails, markSent } from '../../../server/tracking/sent.ts'
import { storeHits } from '../../../server/tracking/store-hits.ts'
import { forgetHits, judgeEverything } from '../../../server/tracking/upkeep.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, ask, entriesOf, meet, prepare, sentMail, stored, summaryOf, turnOn } from './mails.ts'

const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'

describe('tracking settings', () => {
  it('is off until an administrator turns it on, and the audit log says who did', async () => {
    const api = await testApi()
    const [call, manage] = [api.as(rep), api.as(admin)]
    const url = '/api/v1/tracking-settings'
    expect((await call({ url })).body).toEqual({ enabled: false, keepDays: 90, updatedAt: null, updatedBy: null })
    expect((await call({ method: 'PUT', url, payload: { enabled: true } })).status).toBe(403)
    expect((await manage({ method: 'PUT', url, payload: { enabled: true, keepDays: 0 } })).status).toBe(422)
    const set = await manage({ method: 'PUT', url, payload: { enabled: true, keepDays: 30 } })
    expect(set.body).toMatchObject({ enabled: true, keepDays: 30, updatedBy: { name: 'Adam Admin' } })
    const { body } = await manage({ url: '/api/v1/audit', query: { action: 'tracking.changed' } })
    expect(body.items).toMatchObject([
      { action: 'tracking.changed', details: { before: { enabled: false }, after: { enabled: true, keepDays: 30 } } },
    ])
  })
})

describe('who is tracked', () => {
  it('nobody while tracking is off', async () => {
    const api = await testApi()
    await addContact(api)
    expect(await prepare(api, ['ann@x.example'])).toEqual({
      id: null,
      pixel: null,
      trap: null,
      links: [{ url: 'https://shop.example/a', tracked: null }],
      reasons: [{ address: 'ann@x.example', reason: 'An administrator has not turned tracking on.' }],
    })
  })

  it('CO-14 nobody whose law or own choice forbids it, nobody unknown, no colleague; one of them is enough', async () => {
    const api = await testApi()
    await turnOn(api)
    await api.connection.sql`insert into organisation_domains (domain) values ('ours.example')`
    await addContact(api)
    await addContact(api, { firstName: 'Fay', email: 'fay@f.example', country: 'FR' })
    const gus = await addContact(api, { firstName: 'Gus', email: 'gus@d.example', country: 'DE' })
    const ray = await addContact(api, { firstName: 'Ray', email: 'ray@u.example', country: 'US' })
    const consent = (id: string, payload: object) =>
      api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload })
    const evidence = { note: 'Ticked the box on the form of the fair.' }
    await consent(gus, { purpose: 'tracking', status: 'opted_in', evidence })
    await consent(ray, { purpose: 'tracking', status: 'opted_out' })
    const refused = async (...addresses: string[]) =>
      (await prepare(api, addresses)).reasons.map(({ address }) => address)
    expect(await refused('ann@x.example')).toEqual([])
    expect(await refused('Gus <gus@d.example>')).toEqual([])
    expect(await refused('fay@f.example')).toEqual(['fay@f.example'])
    expect(await refused('ray@u.example')).toEqual(['ray@u.example'])
    expect(await refused('who@knows.example')).toEqual(['who@knows.example'])
    expect(await refused('max@ours.example')).toEqual(['max@ours.example'])
    expect(await refused('ann@x.example', 'fay@f.example')).toEqual(['fay@f.example'])
    const { reasons } = await prepare(api, ['fay@f.example'])
    expect(reasons[0]?.reason).toContain('consent of the person in FR')
    expect(await api.connection.sql`select recipients, contact_id is null as several from tracked_mails`).toHaveLength(
      2,
    )
  })

  it('TR-06 a colleague in the copy makes it one for several', async () => {
    const api = await testApi()
    await turnOn(api)
    await api.connection.sql`insert into organisation_domains (domain) values ('ours.example')`
    await addContact(api)
    await prepare(api, ['ann@x.example', 'max@ours.example'])
    expect(await api.connection.sql`select recipients, contact_id from tracked_mails`).toEqual([
      { recipients: 2, contact_id: null },
    ])
  })
})

describe('the image', () => {
  it('TR-01 is kept raw, with its class and reason, and stands on the timeline under its mail', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    const answer = await ask(api, mail.pixel, { headers: { referer: 'https://mail.example/inbox?id=7' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/gif',
      'cache-control': 'no-store, no-cache, must-revalidate, private, max-age=0',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.rawPayload.subarray(0, 6).toString()).toBe('GIF89a')
    expect(await stored(api, 1)).toMatchObject([
      {
        kind: 'open',
        class: 'person',
        reason: 'Opened in a mail program or browser.',
        network: '203.0.113.0/24',
        referrer: 'mail.example',
        method: 'GET',
        rules: 2,
      },
    ])
    expect(await entriesOf(api, ann)).toMatchObject([
      { type: 'email_opened', source: 'tracking', actor: { kind: 'contact' }, details: { class: 'person', count: 1 } },
    ])
    const [folded] = await api.connection.sql`
      select a.parent_id, ac.folded from activities a join activity_contacts ac on ac.activity_id = a.id where a.type = 'email_opened'`
    expect(folded).toEqual({ parent_id: mail.activityId, folded: true })
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'opened', opens: 1, clicks: 0, recipients: 1 })
  })

  it('TR-08 a forged token is answered alike, letter for letter, and nothing is stored', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    const real = await ask(api, mail.pixel)
    await stored(api, 1)
    const changed = mail.pixel.replace(/.(?=\.gif)/, (letter) => (letter === 'A' ? 'B' : 'A'))
    for (const address of [
      changed,
      '/t/o/x.gif',
      `/t/o/${'A'.repeat(44)}.gif`,
      mail.pixel.replace('.gif', '.png'),
      '/t/o/%00.gif',
    ]) {
      const forged = await ask(api, address)
      const { date: _, ...headers } = forged.headers
      const { date: __, ...expected } = real.headers
      expect([forged.statusCode, headers, forged.rawPayload]).toEqual([200, expected, real.rawPayload])
    }
    await sleep(600)
    expect(await stored(api, 1)).toHaveLength(1)
  })

  it('TR-02 TR-03 TR-04 own, scanners and proxies are kept and do not count; TL-10 they move nothing', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await api.connection.sql`update contact_engagement set last_activity_at = null`
    await ask(api, mail.pixel, { from: '127.0.0.1' })
    await ask(api, mail.pixel, { method: 'HEAD' })
    await ask(api, mail.pixel, { headers: { 'user-agent': 'Mozilla/5.0' } })
    await ask(api, mail.pixel, { headers: { 'user-agent': 'curl/8.1' } })
    await ask(api, mail.pixel, { headers: { 'user-agent': 'Unheard/1.0' } })
    const rows = await stored(api, 5)
    // Hits of one millisecond have no order.
    expect(rows.map((row) => row.class).toSorted()).toEqual(['own', 'privacy_proxy', 'scanner', 'scanner', 'unknown'])
    expect(await entriesOf(api, ann)).toEqual([])
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'not_measurable', opens: 0, machines: 5 })
    expect(await api.connection.sql`select last_activity_at from contact_engagement`).toEqual([
      { last_activity_at: null },
    ])
    await ask(api, mail.pixel, { headers: { 'user-agent': GMAIL } })
    await stored(api, 6)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'opened', opens: 1 })
    const [engagement] = await api.connection.sql`select last_activity_at from contact_engagement`
    expect(engagement?.last_activity_at).not.toBeNull()
  })

  it('opens in a row are one entry with a count', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
    const mail = await sentMail(api, ['ann@x.example'], { sentAt: new Date(`${day}T08:00:00Z`) })
    const at = (time: string, n: number) => ({
      id: `0190a1b2-c3d4-7e5f-8a9b-00000000000${n}`,
      kind: 'open' as const,
      target: mail.id,
      at: Date.parse(`${day}T${time}Z`),
      method: 'GET',
      network: '203.0.113.0/24',
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0',
      referrer: null,
    })
    const hits = [at('10:01:00', 1), at('10:12:00', 2), at('10:29:59', 3), at('14:00:00', 4)]
    const { db } = api.connection
    await storeHits(db, hits.slice(1), new Date())
    await storeHits(db, hits.slice(0, 1), new Date())
    // A batch that comes again, as after a kill.
    await storeHits(db, hits, new Date())
    const entries = await entriesOf(api, ann)
    expect(
      entries.map((entry: { occurredAt: string; details: object }) => [entry.occurredAt, entry.details]),
    ).toMatchObject([
      [`${day}T14:00:00.000Z`, { count: 1 }],
      [`${day}T10:01:00.000Z`, { count: 3, lastAt: `${day}T10:29:59.000Z` }],
    ])
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ opens: 4, lastOpenAt: `${day}T14:00:00.000Z` })
  })

  it('TR-09 nothing is stored once the person refuses; the image still comes, for mails sent before too', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await ask(api, mail.pixel)
    await stored(api, 1)
    await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${ann}/consent`,
      payload: { purpose: 'tracking', status: 'opted_out' },
    })
    expect((await ask(api, mail.pixel)).statusCode).toBe(200)
    const click = await ask(api, mail.links[0]?.tracked as string)
    expect([click.statusCode, click.headers.location]).toEqual([302, 'https://shop.example/a'])
    await sleep(700)
    expect(await stored(api, 1)).toHaveLength(1)
    expect(await entriesOf(api, ann)).toHaveLength(1)
  })

  it('keeps nothing while tracking is off again, nor of mail whose contact is gone', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await turnOn(api, { enabled: false })
    expect((await ask(api, mail.pixel)).statusCode).toBe(200)
    await sleep(600)
    await turnOn(api)
    await api.connection.sql`delete from contacts`
    expect((await ask(api, mail.pixel)).statusCode).toBe(200)
    expect((await ask(api, mail.links[0]?.tracked as string)).statusCode).toBe(404)
    await sleep(600)
    expect(await stored(api, 0)).toEqual([])
  })
})

describe('links', () => {
  it('TR-08 lead where they led when the mail was written, and nowhere else', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const url = 'https://shop.example/a?x=1&y=ü#part'
    const mail = await sentMail(api, ['ann@x.example'], { links: [url] })
    const tracked = mail.links[0]?.tracked as string
    const answer = await ask(api, `${tracked}?url=https://evil.example`)
    expect([answer.statusCode, answer.headers.location]).toEqual([302, 'https://shop.example/a?x=1&y=%C3%BC#part'])
    expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', pragma: 'no-cache' })
    expect(answer.headers['set-cookie']).toBeUndefined()
    for (const address of [tracked.slice(0, -1), `${tracked}A`, '/t/c/x', tracked.replace('/t/c/', '/t/c/A')]) {
      const forged = await ask(api, address, { headers: { 'accept-language': 'de' } })
      expect(forged.statusCode).toBe(404)
      expect(forged.headers['content-type']).toContain('text/html')
      expect(forged.headers['content-security-policy']).toContain("default-src 'none'")
      expect(forged.body).toContain('<html lang="de">')
    }
    await stored(api, 1)
    const entries: { type: string }[] = await entriesOf(api, ann)
    expect(entries.toSorted((x, y) => x.type.localeCompare(y.type))).toMatchObject([
      { type: 'email_clicked', summary: url, details: { class: 'person', link: url } },
      { type: 'email_opened', details: { class: 'person', implied: true, count: 1 } },
    ])
  })

  it('whoever guesses links is told to wait; right ones are never held back', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    const codes = []
    for (let n = 0; n < 70; n++) codes.push((await ask(api, `/t/c/${'A'.repeat(44)}`)).statusCode)
    expect(codes.slice(0, 60)).toEqual(Array(60).fill(404))
    expect(codes.at(-1)).toBe(429)
    expect((await ask(api, mail.links[0]?.tracked as string)).statusCode).toBe(302)
  })

  it('TR-05 a click implies one open, which gives way to a real one', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    const tracked = mail.links[0]?.tracked as string
    await ask(api, tracked)
    await ask(api, tracked)
    await stored(api, 2)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'clicked', opens: 1, clicks: 2 })
    await ask(api, mail.pixel)
    await stored(api, 3)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'clicked', opens: 1, clicks: 2 })
    const opened = (await entriesOf(api, ann)).filter(({ type }: { type: string }) => type === 'email_opened')
    expect(opened).toHaveLength(1)
    expect(opened[0].details.implied).toBeUndefined()
  })

  it('TR-03 a scanner that follows all links takes its first clicks back', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const links = ['https://shop.example/a', 'https://shop.example/b', 'https://shop.example/c']
    const mail = await sentMail(api, ['ann@x.example'], { links })
    const [a, b, c] = mail.links.map(({ tracked }) => tracked as string)
    await ask(api, a as string)
    await stored(api, 1)
    expect(await entriesOf(api, ann)).toHaveLength(2)
    await ask(api, b as string)
    await ask(api, c as string)
    await stored(api, 3)
    expect(await entriesOf(api, ann)).toEqual([])
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'not_measurable', machines: 3 })
  })

  it('TR-03 the hidden link is followed by machines alone', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await ask(api, mail.trap)
    await ask(api, mail.pixel)
    expect((await stored(api, 2)).map((row) => row.class)).toEqual(['scanner', 'scanner'])
    expect(await entriesOf(api, ann)).toEqual([])
  })

  it('still lead on while the database is away, once they were asked for', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'], { links: ['https://shop.example/a', 'https://shop.example/b'] })
    const [a, b] = mail.links.map(({ tracked }) => tracked as string)
    await ask(api, a as string)
    await stored(api, 1)
    const { execute } = api.connection.db
    api.connection.db.execute = (() => Promise.reject(new Error('away'))) as never
    const [known, unknown] = [await ask(api, a as string), await ask(api, b as string)]
    api.connection.db.execute = execute
    expect([known.statusCode, known.headers.location]).toEqual([302, 'https://shop.example/a'])
    expect([unknown.statusCode, unknown.headers['retry-after']]).toEqual([503, '5'])
    // Neither click is lost.
    expect(await stored(api, 3)).toHaveLength(3)
  })
})

describe('mail for several', () => {
  it('TR-06 somebody opened it: on the timelines of all, scored for none', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const bob = await addContact(api, { firstName: 'Bob', email: 'bob@x.example' })
    const mail = await sentMail(api, ['ann@x.example', 'bob@x.example'])
    await ask(api, mail.pixel)
    await stored(api, 1)
    for (const id of [ann, bob])
      expect(await entriesOf(api, id)).toMatchObject([
        { type: 'email_opened', actor: { kind: 'external' }, details: { class: 'somebody' } },
      ])
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'opened', recipients: 2, opens: 1 })
  })

  it('TR-09 one who refuses later keeps the copy from being tracked', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const bob = await addContact(api, { firstName: 'Bob', email: 'bob@x.example' })
    const mail = await sentMail(api, ['ann@x.example', 'bob@x.example'])
    await ask(api, mail.pixel)
    expect(await stored(api, 1)).toHaveLength(1)
    await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${bob}/consent`,
      payload: { status: 'opted_out', objection: true },
    })
    await ask(api, mail.pixel)
    await sleep(700)
    expect(await stored(api, 1)).toHaveLength(1)
  })
})

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
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
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
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
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
