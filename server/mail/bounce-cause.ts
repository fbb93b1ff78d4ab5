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

function causeOf(status: string | null, diagnostic: string): BounceCause {
  const [kind = 0, subject = 0, detail = 0] = (status ?? '').split('.').map(Number)
  if ((subject === 2 && detail === 2) || FULL.test(diagnostic)) return 'mailbox_full'
  if (subject === 1)
    return detail === 2 ? 'unknown_domain' : detail === 7 || detail === 8 ? 'refused' : 'unknown_address'
  if (subject === 2) return detail === 3 ? 'too_large' : detail <= 1 ? 'mailbox_disabled' : 'other'
  if (subject === 3) return detail === 4 ? 'too_large' : 'other'
  if (subject === 4) return kind === 4 ? passingOnTheWay(detail) : ofTheWay(detail)
  if (subject === 6) return 'content'
  if (subject === 7) return 'refused'
  return UNKNOWN.test(diagnostic) ? 'unknown_address' : 'other'
}

const passingOnTheWay = (detail: number): BounceCause => (detail === 7 ? 'gave_up' : 'unreachable')

/** 5.4.x: Exchange Online says 5.4.1 for an address it does not know, and 5.4.4 or 5.4.310 for a domain. */
function ofTheWay(detail: number): BounceCause {
  if (detail === 1) return 'unknown_address'
  if (detail === 4 || detail === 310) return 'unknown_domain'
  return detail === 7 ? 'gave_up' : 'unreachable'
}
