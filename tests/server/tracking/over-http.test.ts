import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { testApi } from '../api.ts'
import { addContact, ask, CHROME, sentMail, stored, turnOn } from './mails.ts'

describe('the image over a real connection', () => {
  it('is answered as it is by the route, and a proxy on this machine is believed who asked', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    await api.app.listen({ host: '127.0.0.1', port: 0 })
    const base = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
    const path = new URL(mail.pixel).pathname
    const get = (address: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(base + address, { method, headers: { 'user-agent': CHROME, ...headers } })
    const routed = await ask(api, mail.pixel)
    const direct = await get(path, { 'x-forwarded-for': '198.51.100.9, 203.0.113.7, 127.0.0.1' })
    expect(direct.status).toBe(200)
    expect(Buffer.from(await direct.arrayBuffer())).toEqual(routed.rawPayload)
    for (const name of ['content-type', 'cache-control', 'content-length', 'cross-origin-resource-policy'])
      expect(direct.headers.get(name)).toBe(String(routed.headers[name]))
    expect(direct.headers.get('set-cookie')).toBeNull()
    expect((await get(path.replace(/.(?=\.gif)/, (letter) => (letter === 'A' ? 'B' : 'A')))).status).toBe(200)
    expect((await get(path, {}, 'HEAD')).status).toBe(200)
    expect((await get(path, {}, 'POST')).status).toBe(404)
    expect((await get('/livez')).status).toBe(200)
    const rows = await stored(api, 3)
    expect(rows.map((row) => [row.method, row.network, row.class])).toEqual([
      ['GET', '203.0.113.0/24', 'person'],
      ['GET', '203.0.113.0/24', 'person'],
      ['HEAD', '127.0.0.0/24', 'own'],
    ])
  })
})
