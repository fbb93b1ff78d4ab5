import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { namesProxies, trustedProxies } from '../../../server/platform/proxies.ts'

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage

function proxies(...names: string[]) {
  const warnings: string[] = []
  const log = { warn: (_: object, message: string) => void warnings.push(message) }
  return { warnings, ...trustedProxies(names, log as never) }
}

const forwarded = (hops: string) => ({ 'x-forwarded-for': hops })

describe('who asked, behind proxies', () => {
  it.each([
    [['loopback'], '127.0.0.1', '198.51.100.9, 203.0.113.7, 127.0.0.1', '203.0.113.0/24'],
    [['172.18.0.5'], '172.18.0.5', '203.0.113.7', '203.0.113.0/24'],
    [['172.16.0.0/12'], '::ffff:172.18.0.5', '203.0.113.7', '203.0.113.0/24'],
    [['loopback', 'uniquelocal'], '127.0.0.1', '203.0.113.7, 10.1.2.3', '203.0.113.0/24'],
    [['loopback'], '127.0.0.1', '203.0.113.7, 10.1.2.3', '10.1.2.0/24'],
    [['10.0.0.0/8'], '10.0.0.4', '203.0.113.7:51234, 10.0.0.9:443', '203.0.113.0/24'],
    [['10.0.0.0/8'], '10.0.0.4', '[2001:db8:1::9]:51234', '2001:db8:1::/48'],
    [['fd00::/8'], 'fd00::5', '2001:db8:1::9', '2001:db8:1::/48'],
  ])('with %s, of %s, passed on for %s, it is %s', (names, peer, hops, network) => {
    expect(proxies(...names).networkOf(request(peer, forwarded(hops)))).toBe(network)
  })

  it('is not known where a proxy that is not named passes a request on; the log says once what to set', () => {
    const { networkOf, warnings } = proxies('loopback')
    expect(networkOf(request('172.18.0.5', forwarded('203.0.113.7')))).toBeNull()
    expect(networkOf(request('172.18.0.6', { forwarded: 'for=203.0.113.8' }))).toBeNull()
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('set TRUST_PROXY=loopback,172.18.0.5')
    expect(warnings[0]).not.toContain('203.0.113')
    expect(networkOf(request('172.18.0.5'))).toBe('172.18.0.0/24')
  })

  it.each(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', 'loopback', 'linklocal', 'uniquelocal', '10.0.0.0/255.0.0.0'])(
    '%s names proxies',
    (entry) => expect(namesProxies(entry)).toBe(true),
  )

  it.each(['', 'true', '1', 'proxy.example', '10.0.0.0/33', '10.0.0/8', '0.0.0.0/0', 'fd00::/129', '10.0.0.1/x'])(
    '%s names none',
    (entry) => expect(namesProxies(entry)).toBe(false),
  )
})
