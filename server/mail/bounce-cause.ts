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

const FULL = new RegExp(
  [
    String.raw`\b(mailbox|quota|storage)\b[^.;]{0,40}\b(full|exceeded|exhausted)\b`,
    String.raw`\bover ?quota\b|\bexceed(s|ed|ing)?\b[^.;]{0,40}\b(quota|storage allocation)\b`,
    String.raw`\b(postfach|mailbox)\b[^.;]{0,40}\b(voll|überfüllt|ueberfuellt)\b`,
    String.raw`\bbo[iî]te\b[^.;]{0,40}\b(pleine|satur[ée]e)`,
    String.raw`\bbuz[oó]n\b[^.;]{0,40}\blleno|\bcasella\b[^.;]{0,40}\bpiena|\bcaixa\b[^.;]{0,40}\bcheia|\bpostvak\b[^.;]{0,40}\bvol\b`,
  ].join('|'),
  'i',
)
const TOO_LARGE =
  /\b(message|mail|size)\b[^.;]{0,40}\b(too (large|big)|exceed(s|ed)|larger than)\b|\bsize limit\b|\bmaximum[^.;]{0,20}\bsize\b/i
const UNKNOWN =
  /\b(user|recipient|mailbox|address)\b[^.;]{0,40}\b(unknown|not found|does not exist|doesn't exist|unavailable)\b|\b(no such|unknown) (user|mailbox|recipient|address)\b|no mailbox here|RecipientNotFound/i
const POLICY = /\b(spam|block(ed|list(ed)?)|blacklist(ed)?|reputation|polic(y|ies)|DMARC|SPF)\b/i
/** About the one who sent, or how much: another mail on another day may pass. */
const SENDER =
  /\bsender\b[^.;]{0,40}\b(reject(ed)?|denied|invalid|verif(y|ication)|blocked|not allowed)\b|\brelay(ing)?\b[^.;]{0,30}\b(denied|not (permitted|allowed)|prohibited)\b|\btoo many (recipients|hops|connections|messages)\b|\breceiving mail (at a rate|too quickly)\b/i
const CONTENT =
  /\b(virus|malware|phishing)\b|\battachments?\b[^.;]{0,40}\b(not (allowed|permitted|accepted)|blocked|prohibited)\b/i
const GAVE_UP = /\bretry time(out)?\b|\btimed? ?out\b|\bdelivery time expired\b|\btoo long in the queue\b/i

function causeOf(status: string | null, diagnostic: string): BounceCause {
  const [kind = 0, subject = 0, detail = 0] = (status ?? '').split('.').map(Number)
  if ((subject === 2 && detail === 2) || FULL.test(diagnostic)) return 'mailbox_full'
  if (subject === 1 && !(detail === 0 && SENDER.test(diagnostic))) return ofTheAddress(detail)
  if (subject === 2) return detail === 1 && SENDER.test(diagnostic) ? 'refused' : ofTheMailbox(detail)
  if (subject === 3 && detail === 4) return 'too_large'
  if (subject === 4) return kind === 4 ? passingOnTheWay(detail) : ofTheWay(detail)
  if (subject === 6) return 'content'
  if (subject === 7) return 'refused'
  return inWords(diagnostic)
}

/** Where the code says nothing more than that it failed. */
function inWords(diagnostic: string): BounceCause {
  if (TOO_LARGE.test(diagnostic)) return 'too_large'
  if (SENDER.test(diagnostic)) return 'refused'
  if (UNKNOWN.test(diagnostic)) return 'unknown_address'
  if (CONTENT.test(diagnostic)) return 'content'
  if (POLICY.test(diagnostic)) return 'refused'
  // A reply of 552 alone: the mailbox or the mail is beyond its bounds (RFC 5321, 4.2.3).
  if (/^\s*552\b/.test(diagnostic)) return 'mailbox_full'
  return GAVE_UP.test(diagnostic) ? 'gave_up' : 'other'
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
