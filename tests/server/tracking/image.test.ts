import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { storeHits } from '../../../server/tracking/store-hits.ts'
import { rep, testApi } from '../api.ts'
import { addContact, annsMail, ask, entriesOf, sentMail, stored, summaryOf, turnOn } from './mails.ts'

const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'

describe('the image', () => {
  it('TR-01 is kept raw, with its class and reason, and stands on the timeline under its mail', async () => {
    const { api, ann, mail } = await annsMail()
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
        rules: 3,
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
    const { api, ann, mail } = await annsMail()
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
    const { api, ann, mail } = await annsMail()
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
