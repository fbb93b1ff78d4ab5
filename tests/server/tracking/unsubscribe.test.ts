import { describe, expect, it } from 'vitest'
import { unsubscribeLink, unsubscribeUrl } from '../../../server/tracking/unsubscribe.ts'
import { rep, type TestApi, testApi } from '../api.ts'
import { merge, undo } from '../merge/people.ts'
import { addContact } from './mails.ts'

const linkFor = ({ services }: TestApi, id: string, address = 'ann@x.example') => unsubscribeUrl(services, id, address)

const path = (url: string) => url.replace('https://crm.ours.example', '')

const open = ({ app }: TestApi, url: string, headers: Record<string, string> = {}) =>
  app.inject({ url: path(url), headers })

const post = ({ app }: TestApi, url: string, payload: string, type = 'application/x-www-form-urlencoded') =>
  app.inject({
    method: 'POST',
    url: path(url),
    payload,
    remoteAddress: '203.0.113.77',
    headers: { 'content-type': type, 'user-agent': 'Provider/1.0' },
  })

const ledger = async ({ as }: TestApi, id: string) =>
  (await as(rep)({ url: `/api/v1/contacts/${id}/consent` })).body.entries

describe('unsubscribe', () => {
  it('CO-09 RFC 8058: one POST opts out at once, with evidence; again changes nothing', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const url = linkFor(api, ann)
    expect((await post(api, url, 'List-Unsubscribe=One-Click')).statusCode).toBe(200)
    expect((await post(api, url, 'List-Unsubscribe=One-Click')).statusCode).toBe(200)
    const entries = await ledger(api, ann)
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      purpose: 'marketing',
      status: 'opted_out',
      address: 'ann@x.example',
      source: 'One-click unsubscribe',
      route: 'public',
      recordedBy: null,
      evidence: { form: path(url), ip: '203.0.113.0/24', agent: 'Provider/1.0' },
    })
    const { body: contact } = await api.as(rep)({ url: `/api/v1/contacts/${ann}` })
    expect(contact).toMatchObject({ status: 'unsubscribed', consent: { status: 'opted_out' } })
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline` })
    expect(body.items).toMatchObject([{ type: 'consent_changed', actor: { kind: 'contact' } }])
  })

  it('RFC 8058 reads multipart forms too', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const body = '--b1\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b1--\r\n'
    expect((await post(api, linkFor(api, ann), body, 'multipart/form-data; boundary=b1')).statusCode).toBe(200)
    expect(await ledger(api, ann)).toHaveLength(1)
  })

  it('CO-09 GET and HEAD show a page and change nothing, however often scanners come', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const url = linkFor(api, ann)
    const page = await open(api, url)
    expect(page.statusCode).toBe(200)
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    expect(String(page.headers['content-security-policy'])).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.body).toContain('a•••@x.example')
    expect(page.body).not.toContain('ann@x.example')
    expect(page.body).not.toContain('<script')
    expect((await api.app.inject({ method: 'HEAD', url: path(url) })).statusCode).toBe(200)
    expect(await ledger(api, ann)).toEqual([])
  })

  it('speaks the language of the browser', async () => {
    const api = await testApi()
    const url = linkFor(api, await addContact(api))
    for (const [language, title] of Object.entries({
      en: 'Unsubscribe',
      de: 'Abmelden',
      fr: 'Se désabonner',
      es: 'Cancelar la suscripción',
    })) {
      const { body } = await open(api, url, { 'accept-language': language })
      expect(body).toContain(`<html lang="${language}">`)
      expect(body).toContain(`<h1>${title}</h1>`)
    }
  })

  it('stops marketing, tracking or both, as chosen', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const url = linkFor(api, ann)
    expect((await post(api, url, '')).body).toContain('Nothing was chosen')
    expect(await ledger(api, ann)).toEqual([])
    expect((await post(api, url, 'tracking=stop')).body).toContain('no longer noted')
    expect((await ledger(api, ann)).map(({ purpose }: { purpose: string }) => purpose)).toEqual(['tracking'])
    expect((await open(api, url)).body).toContain('Whether you open email is not noted.')
    await post(api, url, 'marketing=stop&tracking=stop')
    expect((await ledger(api, ann)).map(({ purpose }: { purpose: string }) => purpose).sort()).toEqual([
      'marketing',
      'tracking',
    ])
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann}` })
    expect(body.consent).toMatchObject({ status: 'opted_out', tracking: 'refused' })
    expect((await open(api, url)).body).not.toContain('<form')
  })

  it('tells nobody whether a link is made up or its contact was erased', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const url = linkFor(api, ann)
    const forged = `${url.slice(0, -1)}${url.endsWith('A') ? 'Q' : 'A'}`
    await api.connection.sql`delete from contacts where id = ${ann}`
    for (const method of ['GET', 'POST'] as const) {
      const answers = []
      for (const address of [url, forged, '/u/x', `/u/${'A'.repeat(55)}`]) {
        const payload = method === 'POST' ? 'List-Unsubscribe=One-Click' : undefined
        const headers = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
        const { statusCode, body } = await api.app.inject({
          method,
          url: path(address),
          headers,
          ...(payload ? { payload } : {}),
        })
        answers.push({ statusCode, body })
      }
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0]).toMatchObject({ statusCode: 200 })
      expect(answers[0]?.body).toContain('Nothing to unsubscribe')
    }
  })

  it('ME-13 the link of a merged contact opts the survivor out', async () => {
    const api = await testApi()
    const loser = await addContact(api)
    const survivor = await addContact(api, { firstName: 'Anne', email: 'anne@x.example' })
    const url = linkFor(api, loser)
    const merged = await api.as(rep)({
      method: 'POST',
      url: '/api/v1/merges',
      payload: { primaryId: survivor, otherIds: [loser] },
    })
    expect([merged.status, merged.body.detail]).toEqual([200, undefined])
    expect((await open(api, url)).body).toContain('a•••@x.example')
    await post(api, url, 'List-Unsubscribe=One-Click')
    expect(await ledger(api, survivor)).toMatchObject([{ status: 'opted_out', address: 'ann@x.example' }])
  })

  it('ME-14 opts out who stands apart again, though the merge had said the opt-out of the other', async () => {
    const api = await testApi()
    const [ann, bob] = [await addContact(api), await addContact(api, { firstName: 'Bob', email: 'bob@x.example' })]
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${bob}/consent`, payload: { status: 'opted_out' } })
    const optIn = { status: 'opted_in', type: 'explicit', evidence: { note: 'yes' } }
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${ann}/consent`, payload: optIn })
    const { merge: made } = await merge(api, ann, [bob])
    await undo(api, made.id)
    const status = async () => (await api.as(rep)({ url: `/api/v1/contacts/${ann}` })).body.consent.status
    expect(await status()).toBe('opted_in')
    await post(api, linkFor(api, ann), 'List-Unsubscribe=One-Click')
    expect(await status()).toBe('opted_out')
  })

  it('the link is found by address, a tagged one too; nobody’s address has none', async () => {
    const api = await testApi()
    const ann = await addContact(api)
    const url = linkFor(api, ann)
    expect(await unsubscribeLink(api.services, 'Ann <ANN@x.example>')).toBe(url)
    expect(await unsubscribeLink(api.services, 'ann+news@x.example')).toBe(url)
    expect(await unsubscribeLink(api.services, 'who@knows.example')).toBeNull()
  })

  it('takes no more than people and providers ask', async () => {
    const api = await testApi()
    const url = linkFor(api, await addContact(api))
    let last = 200
    for (let n = 0; n < 301 && last === 200; n++) last = (await open(api, url)).statusCode
    expect(last).toBe(429)
  })
})
