import { gatewayOf, imageProxyOf, isMailFilterNetwork, isOfficeItself, isReader, machineOf } from './agents.ts'
import type { HitClass } from './schema.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'

/** Version of these rules, kept with each hit. Count it up with each change; what is stored can be judged anew (TR-01). */
export const RULES = 3

/** A hit as it came. */
export interface Hit {
  id: string
  kind: 'open' | 'click'
  at: Date
  method: string
  network: string | null
  agent: string | null
  /** The host that referred to us. */
  referrer: string | null
  linkId: string | null
  /** The link is hidden from people. */
  trap: boolean
}

export interface Circumstances {
  /** Null while the mail is not known to have been sent. */
  sentAt: Date | null
  /** Links of the mail that people see. */
  links: number
  /** Whether one of us used the product from this network lately. */
  isOwn(network: string, at: Date): boolean
}

export interface Verdict {
  class: HitClass
  /** In words, for people. */
  reason: string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
/** Nobody has opened, read and clicked by then. */
const TOO_SOON = 10 * SECOND
/** Later than this a first load by Gmail's proxy is no longer the delivery. */
const LONG_AFTER = 5 * MINUTE

/**
 * What the hits of one mail are: the only place that decides. Whatever can be a machine is not a person; each verdict says
 * why. Pure: the same hits under the same circumstances give the same verdicts, in any order they come.
 */
export function classify(hits: readonly Hit[], circumstances: Circumstances): Map<string, Verdict> {
  const around = surroundingsOf(hits, circumstances.links)
  return new Map(hits.map((hit) => [hit.id, verdictOn(hit, around, circumstances)]))
}

function verdictOn(hit: Hit, around: Surroundings, circumstances: Circumstances): Verdict {
  return (
    ours(hit, circumstances) ??
    machine(hit) ??
    besideMachine(hit, around) ??
    proxied(hit, around, circumstances) ??
    tooSoon(hit, circumstances) ??
    reader(hit, around)
  )
}

const own = (reason: string): Verdict => ({ class: 'own', reason })
const scanner = (reason: string): Verdict => ({ class: 'scanner', reason })
const proxy = (reason: string): Verdict => ({ class: 'privacy_proxy', reason })
const person = (reason: string): Verdict => ({ class: 'person', reason })
const unknown = (reason: string): Verdict => ({ class: 'unknown', reason })

/** TR-02: the sender's own window, Sent Items, a colleague who is copied in. */
function ours({ network, at }: Hit, { sentAt, isOwn }: Circumstances): Verdict | null {
  if (!sentAt) return own('The mail was not known to be sent yet: a preview of the sender.')
  if (at < sentAt) return own('Before the mail was sent: a preview of the sender.')
  if (network && isOwn(network, at)) return own('From a network that one of us uses.')
  return null
}

/** TR-03: security scanners, link previews, scripts. */
function machine({ method, agent, referrer, network, trap, kind }: Hit): Verdict | null {
  if (method !== 'GET') return scanner(`Only asked whether it is there (${method}).`)
  if (trap) return scanner('Followed a link that people do not see.')
  const gateway = referrer ? gatewayOf(referrer) : null
  if (gateway) return scanner(`Came through ${gateway}, which looks at links itself.`)
  const named = agent ? machineOf(agent) : null
  if (named) return scanner(`The program says it is ${named}.`)
  if (network && isMailFilterNetwork(network)) return scanner('From a network of Microsoft’s mail filters.')
  if (kind === 'click' && agent && isOfficeItself(agent))
    return scanner('Office looked at the link by itself; people follow it in a browser.')
  return null
}

/** What the same machine did at the same time gives it away. */
function besideMachine(hit: Hit, around: Surroundings): Verdict | null {
  if (around.trapFollowedNear(hit))
    return scanner('At the same time the same network followed a link that people do not see.')
  if (around.onlyAskedNear(hit))
    return scanner('At the same time the same program only asked whether something is there.')
  if (hit.kind === 'click' && around.isOfBurst(hit)) return scanner('Several links within ten seconds.')
  if (hit.kind === 'open' && around.burstNear(hit))
    return scanner('At the same time the same network followed several links within ten seconds.')
  return null
}

/** TR-04: somebody's program loaded the image, whether anybody looked is not to be known. */
function proxied(hit: Hit, { firstByGmail }: Surroundings, { sentAt }: Circumstances): Verdict | null {
  const which = hit.agent ? imageProxyOf(hit.agent) : null
  if (!which) return null
  if (which === 'apple') return proxy('Apple Mail loads every image by itself: loaded, reader unknown.')
  if (which === 'yahoo') return proxy('Loaded by Yahoo’s image proxy: reader unknown.')
  if (which === 'gmail_prefetch') return proxy('Loaded by Gmail before anybody looked: reader unknown.')
  const waited = hit.at.getTime() - (sentAt?.getTime() ?? 0)
  const isFirst = !firstByGmail || firstByGmail.at >= hit.at
  if (isFirst && waited >= LONG_AFTER)
    return person(`First loaded by Gmail’s image proxy ${lasting(waited)} after the mail was sent: somebody opened it.`)
  return proxy(
    isFirst
      ? 'Loaded by Gmail’s image proxy soon after the mail was sent: reader unknown.'
      : 'Loaded again by Gmail’s image proxy: reader unknown.',
  )
}

function tooSoon({ at, kind }: Hit, { sentAt }: Circumstances): Verdict | null {
  const waited = at.getTime() - (sentAt?.getTime() ?? 0)
  if (waited >= TOO_SOON) return null
  const seconds = Math.floor(waited / SECOND)
  return scanner(
    `${seconds === 1 ? '1 second' : `${seconds} seconds`} after the mail was sent: too soon for somebody who ${kind === 'open' ? 'reads' : 'clicks'}.`,
  )
}

/** TR-07: whether a mail was handed on cannot be known; where it was opened from elsewhere, the reason says so. */
function reader(hit: Hit, { firstReader }: Surroundings): Verdict {
  if (!hit.agent) return unknown('The program does not say what it is.')
  if (!isReader(hit.agent)) return unknown('No program that people are known to read mail with.')
  const first = firstReader[hit.kind]
  if (first && first.at < hit.at && first.network !== hit.network && first.agent !== hit.agent)
    return person(
      'A mail program or browser, another one and elsewhere than the first time: it may have been passed on.',
    )
  return person(hit.kind === 'open' ? 'Opened in a mail program or browser.' : 'Followed in a browser.')
}

function lasting(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE)
  if (minutes < 120) return `${minutes} minutes`
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1440)} days`
}
