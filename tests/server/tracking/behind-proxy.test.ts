import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { rep } from '../api.ts'
import { annsMail, ask, stored } from './mails.ts'

const networks = ({ connection }: Awaited<ReturnType<typeof annsMail>>['api']) =>
  connection.sql`select network from user_networks order by 1`.then((rows) => rows.map(({ network }) => network))

it('TR-02 a proxy that nobody named makes no open one of ours: its network is nobody’s', async () => {
  const { api, mail } = await annsMail()
  await api.connection.sql`delete from user_networks`
  const through = (proxy: string, asker: string) => ({
    remoteAddress: proxy,
    headers: { 'x-forwarded-for': asker },
  })
  await api.as(rep)({ url: '/api/v1/me', ...through('172.18.0.5', '198.51.100.7') })
  await sleep(200)
  expect(await networks(api)).toEqual([])
  // Noted before requests that were passed on were told apart.
  await api.connection.sql`insert into user_networks (user_id, network, seen_at)
    select id, '172.18.0.0/24', now() from users limit 1`
  await ask(api, mail.pixel, { from: '172.18.0.5', headers: { 'x-forwarded-for': '203.0.113.9' } })
  await ask(api, mail.pixel, { from: '172.18.0.5' })
  expect((await stored(api, 2)).map((row) => [row.network, row.class])).toEqual([
    [null, 'person'],
    ['172.18.0.0/24', 'own'],
  ])
  // Behind a proxy that is named, the asker's own network counts.
  await api.as(rep)({ url: '/api/v1/me', ...through('127.0.0.1', '198.51.100.7') })
  await expect.poll(() => networks(api)).toContain('198.51.100.0/24')
})
