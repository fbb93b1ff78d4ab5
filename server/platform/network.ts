import { isIP } from 'node:net'

/**
 * The part of an IP address that names a network and no household: the first 24 bits of an IPv4, the first 48 of an IPv6
 * address (TR-10). Null for what is no address.
 */
export function networkOf(ip: string | undefined): string | null {
  if (!ip) return null
  const plain = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  if (family === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (family === 6) return `${groups(plain).slice(0, 3).join(':')}::/48`
  return null
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groups(ip: string): string[] {
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const missing = Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''))
}
