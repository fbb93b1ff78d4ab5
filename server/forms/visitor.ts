import { isIPv4, isIPv6 } from 'node:net'

/** The network of an address, not the person in it: the first three parts of IPv4, the first three groups of IPv6. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/^::ffff:/i, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return null
  const [head = '', tail] = (plain.split('%')[0] as string).split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
  return `${groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/48`
}

/** The page a form was filled in on, without what may name a person: query and fragment. */
export function pageAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000) return null
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  return `${url.origin}${url.pathname}`
}

export interface Visitor {
  network: string | null
  agent: string | null
  pageUrl: string | null
}
