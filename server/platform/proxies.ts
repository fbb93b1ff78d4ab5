import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'
import type { Logger } from 'pino'
import { networkOf } from './network.ts'

/** Who asked, behind proxies: the one place that knows whom of those in between we believe (`TRUST_PROXY`). */
export interface Proxies {
  trusts(address: string, hop: number): boolean
  /** Who asked, as far as those in between are believed. */
  addressOf(request: IncomingMessage): string
  /**
   * The network of who asked. Null where it is not to be known: a proxy that nobody told us to trust passed the request
   * on, and what it says of the asker may be made up.
   */
  networkOf(request: IncomingMessage): string | null
}

export function trustedProxies(names: readonly string[], log: Pick<Logger, 'warn'>): Proxies {
  const isNamed = proxyAddr.compile([...names])
  const trusts = (address: string | undefined, hop: number) => isNamed(withoutPort(address), hop)
  const addressOf = (request: IncomingMessage) => withoutPort(proxyAddr(request, trusts))
  let warned = false
  const warnOf = (peer: string) => {
    if (warned) return
    warned = true
    const set = [...names, peer].join(',')
    log.warn(
      { proxy: peer },
      `requests are passed on by ${peer}, which TRUST_PROXY does not name: who asks is not known, limits by address count all as one, and opens and consents are kept without a network. If this is a proxy of yours, set TRUST_PROXY=${set}`,
    )
  }
  return {
    trusts,
    addressOf,
    networkOf(request) {
      const peer = request.socket.remoteAddress
      if (peer && isPassedOn(request) && !trusts(peer, 0)) {
        warnOf(peer)
        return null
      }
      return networkOf(addressOf(request))
    },
  }
}

/** Some proxies, Azure's Application Gateway for one, say the port too. Empty for a connection that is gone. */
const withoutPort = (address = ''): string =>
  address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[([\da-f:.]+)\](?::\d+)?$/i, '$1')

const isPassedOn = ({ headers }: IncomingMessage): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined

const ranges = ['loopback', 'linklocal', 'uniquelocal']

/** Whether an entry of `TRUST_PROXY` is an address, a range of them, or the name of one. */
export function namesProxies(entry: string): boolean {
  if (ranges.includes(entry)) return true
  // A bare number would be taken for an address as well.
  if (!isIP(entry.split('/')[0] as string)) return false
  try {
    proxyAddr.compile(entry)
    return true
  } catch {
    return false
  }
}
