import { type Address, parseAddress } from '../platform/address.ts'
import type { OwnAddresses } from '../users/organisation.ts'
import type { BlockList } from './block-list.ts'
import type { Mail } from './mail.ts'

/** Why a mail is not stored. Each has its text and its remedy where "Why is this mail not here?" is answered. */
export type KeptOut = 'blocked' | 'draft' | 'private' | 'before_start' | 'no_sender' | 'internal'

export interface Participant {
  address: Address
  /** Blind-copied: not named on the timelines of others (TL-06). */
  blind: boolean
}

export type Verdict =
  | { store: false; reason: KeptOut }
  | { store: true; direction: 'sent' | 'received'; external: Participant[] }

/**
 * Decides about a mail before anything of it is kept. Sent or received goes by the From address against our own
 * addresses and aliases, never by the folder; mail among ourselves is not stored.
 */
export function judge(mail: Mail, own: OwnAddresses, syncFrom: Date | null, blocked: BlockList): Verdict {
  const reason = keptOut(mail, syncFrom, blocked)
  if (reason) return { store: false, reason }
  if (!mail.from) return { store: false, reason: 'no_sender' }
  const external = externalParticipants(mail, own)
  if (external.length === 0) return { store: false, reason: 'internal' }
  return { store: true, direction: own.isOwn(mail.from.address) ? 'sent' : 'received', external }
}

/** What holds for every message, whoever is on it. */
export function keptOut(mail: Mail, syncFrom: Date | null, blocked: BlockList): KeptOut | null {
  if (mail.isDraft) return 'draft'
  if (mail.isPrivate) return 'private'
  if (blocked.blocks(mail)) return 'blocked'
  return syncFrom && mail.receivedAt < syncFrom && mail.sentAt < syncFrom ? 'before_start' : null
}

function externalParticipants(mail: Mail, own: OwnAddresses): Participant[] {
  const named = [mail.from, ...mail.to, ...mail.cc].filter((person) => person !== null)
  const found = new Map<string, Participant>()
  for (const [people, blind] of [
    [named, false],
    [mail.bcc, true],
  ] as const) {
    for (const person of people) {
      const address = parseAddress(person.address)
      if (address && !own.isOwn(person.address) && !found.has(address.normal))
        found.set(address.normal, { address, blind })
    }
  }
  return [...found.values()]
}

/** The instant on the timeline: sent mail when it left, received mail when it came in (senders' clocks err). */
export const occurredAt = (mail: Mail, direction: 'sent' | 'received'): Date =>
  direction === 'sent' ? mail.sentAt : mail.receivedAt
