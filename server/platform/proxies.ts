import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'
import type { Logger } from 'pino'
import { networkOf } from './network.ts'

/** Who asked, behind proxies: the one place that knows whom of those in between we believe (`TRUST_PROXY`). */
export interface Proxies {
  trusts(address: string, hop: number): boolean
  /**
   * The network of who asked. Null where it is not to be known: a proxy that nobody told us to trust passed the request
   * on, and what it says of the asker may be made up.
   */
  networkOf(request: IncomingMessage): string | null
}

export function trustedProxies(names: readonly string[], log: Pick<Logger, 'warn'>): Proxies {
  const trusts = proxyAddr.compile([...names])
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
    networkOf(request) {
      const peer = request.socket.remoteAddress
      if (peer && isPassedOn(request) && !trusts(peer, 0)) {
        warnOf(peer)
        return null
      }
      return networkOf(proxyAddr(request, trusts))
    },
  }
}

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
