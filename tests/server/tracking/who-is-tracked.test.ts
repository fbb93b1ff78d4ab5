import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { addContact, ask, entriesOf, prepare, sentMail, stored, summaryOf, turnOn } from './mails.ts'

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
