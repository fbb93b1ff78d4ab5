import type { BounceDetails } from '../timeline/schema.ts'
import type { Failure } from './delivery-report.ts'

export type BounceCause = BounceDetails['cause']

export interface Judgement {
  cause: BounceCause
  /** Mail to this address will never arrive: it is the address that fails, not this one mail or this one day. */
  permanent: boolean
  reason: string
}

const words: Record<BounceCause, string> = {
  unknown_address: 'The address does not exist.',
  unknown_domain: 'The domain of the address does not exist or takes no mail.',
  mailbox_disabled: 'The mailbox is closed and takes no mail.',
  mailbox_full: 'The mailbox is full.',
  too_large: 'The message was too large for the mailbox.',
  unreachable: 'The receiving server could not be reached.',
  gave_up: 'Delivery was given up after several attempts.',
  refused: 'The receiving server refused this message by its rules.',
  content: 'The receiving server could not take what the message contains.',
  other: 'The message was not delivered.',
}

/** These say something about the mail, the sender or the day; the address may be sound. */
const passing: ReadonlySet<BounceCause> = new Set([
  'mailbox_full',
  'too_large',
  'unreachable',
  'gave_up',
  'refused',
  'content',
] as const)

/** What a failure means (RFC 3463; Exchange Online's own codes: «Non-delivery reports in Exchange Online»). */
export function judgeFailure({ status, diagnostic }: Pick<Failure, 'status' | 'diagnostic'>): Judgement {
  const cause = causeOf(status, diagnostic ?? '')
  return { cause, permanent: Boolean(status?.startsWith('5')) && !passing.has(cause), reason: words[cause] }
}

const FULL = /\b(mailbox|quota|storage)\b[^.;]{0,40}\b(full|exceeded|exhausted)\b|\bover ?quota\b/i
const UNKNOWN =
  /\b(user|recipient|mailbox|address)\b[^.;]{0,40}\b(unknown|not found|does not exist|doesn't exist|unavailable)\b|\b(no such|unknown) (user|mailbox|recipient|address)\b|no mailbox here|RecipientNotFound/i
const POLICY = /\b(spam|block(ed|list(ed)?)|blacklist(ed)?|reputation|polic(y|ies)|DMARC|SPF)\b/i

function causeOf(status: string | null, diagnostic: string): BounceCause {
  const [kind = 0, subject = 0, detail = 0] = (status ?? '').split('.').map(Number)
  if ((subject === 2 && detail === 2) || FULL.test(diagnostic)) return 'mailbox_full'
  if (subject === 1) return ofTheAddress(detail)
  if (subject === 2) return ofTheMailbox(detail)
  if (subject === 3) return detail === 4 ? 'too_large' : 'other'
  if (subject === 4) return kind === 4 ? passingOnTheWay(detail) : ofTheWay(detail)
  if (subject === 6) return 'content'
  if (subject === 7) return 'refused'
  if (UNKNOWN.test(diagnostic)) return 'unknown_address'
  return POLICY.test(diagnostic) ? 'refused' : 'other'
}

/** 5.1.x: 7 and 8 are about the sender's address; Exchange Online says 20 for two senders, 90 for the sender's daily limit. */
function ofTheAddress(detail: number): BounceCause {
  if (detail === 2) return 'unknown_domain'
  return [7, 8, 20, 90].includes(detail) ? 'refused' : 'unknown_address'
}

/** 5.2.x: Exchange Online counts from 121 what goes beyond the limits of sender or recipient. */
function ofTheMailbox(detail: number): BounceCause {
  if (detail <= 1) return 'mailbox_disabled'
  if (detail === 3) return 'too_large'
  return detail >= 121 ? 'refused' : 'other'
}

const passingOnTheWay = (detail: number): BounceCause => (detail === 7 ? 'gave_up' : 'unreachable')

/**
 * 5.4.x: Exchange Online says 5.4.1 for an address it does not know, 5.4.4 or 5.4.310 for a domain, 5.4.14 for mail that goes
 * in circles, and 5.4.300 and 5.4.316 to 318 for what expired on the way.
 */
function ofTheWay(detail: number): BounceCause {
  if (detail === 1) return 'unknown_address'
  if (detail === 4 || detail === 310) return 'unknown_domain'
  if (detail === 14) return 'refused'
  return detail === 7 || detail === 300 || (detail >= 316 && detail <= 318) ? 'gave_up' : 'unreachable'
}
