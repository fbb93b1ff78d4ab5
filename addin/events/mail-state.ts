/**
 * What the compose pane leaves with a message (Outlook's session data) for the handlers. They run where there is no
 * time to ask anybody, in classic Outlook without a document and in an engine of 2016: everything they say on sending
 * has been worked out before.
 */
export interface MailState {
  /** The pane was open beside the message: what it does not know was not checked. */
  attended: boolean
  /** The marketing template that was put into the message; null for mail a person writes. */
  marketing: Marketing | null
  verdict: Verdict | null
  /** The person wants opens and links tracked. */
  wantsTracking: boolean
  tracking: TrackingPlan | null
}

export interface Marketing {
  templateId: string
  name: string
  /** The beginning of its text; while that stands in the message, it is marketing. */
  sample: string
  /** Folded address of the one person whose way out went in with it; null where it went in without. */
  wayOutOf: string | null
}

/** What the server said of the recipients, for as long as it may be believed. */
export interface Verdict {
  /** Milliseconds since the epoch. */
  at: number
  /** Folded addresses it was worked out for. */
  recipients: string[]
  /** `block` is for marketing only; `warn`: somebody opted out, which a personal mail may pass over. */
  action: 'allow' | 'warn' | 'block'
  /** In the reader's language, for exactly these recipients. */
  text: string
  /** Begins the text when some of them have gone since. */
  intro: string
  /** Recipients the action is about. */
  concerns: { address: string; text: string }[]
  /** Said when somebody was added whom the verdict does not know. */
  unchecked: string
}

/** What the handlers asked the server themselves, where the pane is closed. */
export interface LookedUp {
  /** The marketing the answer is about; null when it is about mail a person writes. */
  templateId: string | null
  /** What was known before while nothing has been answered; null where that is nothing. */
  verdict: Verdict | null
}

/** A tracked copy as the server prepared it. */
export interface TrackingPlan {
  id: string
  pixel: string
  /** A link that people never see: who follows it is a machine. */
  trap: string | null
  links: TrackedLink[]
  /** Folded addresses it was prepared for: another copy must not count as theirs. */
  recipients: string[]
}

export interface TrackedLink {
  url: string
  tracked: string
}

/**
 * The pane alone writes the state, the handlers alone what they looked up and did to the body: neither overwrites the
 * other.
 */
export const stateKey = 'throughline'
export const lookedUpKey = 'throughline.looked-up'
export const appliedKey = 'throughline.applied'
/** Custom property of a message with marketing in it: a draft that is opened again has no session data left. */
export const marketingProperty = 'throughline.marketing'
/** Marks a tracked mail, so that the sent item is recognised. */
export const idHeader = 'x-throughline-id'

/** Marks a mail that went before its recipients could be looked up, so that the timeline says so (OP-07). */
export const uncheckedHeader = 'x-throughline-unchecked'

/** What was put into the body at the last attempt to send, to be taken out again before the next. */
export type Applied = Pick<TrackingPlan, 'pixel' | 'trap' | 'links'>

export const emptyState: MailState = {
  attended: false,
  marketing: null,
  verdict: null,
  wantsTracking: false,
  tracking: null,
}

/** Anything unreadable counts as nothing known. */
export function parseState(text: string | undefined): MailState {
  const found = parse(text) as Partial<MailState>
  return {
    attended: found.attended === true,
    marketing: isMarketing(found.marketing) ? found.marketing : null,
    verdict: isVerdict(found.verdict) ? found.verdict : null,
    wantsTracking: found.wantsTracking === true,
    tracking: isPlan(found.tracking) ? found.tracking : null,
  }
}

export function withMarketing(state: MailState, marketing: Marketing | null): MailState {
  const { attended, verdict, wantsTracking, tracking } = state
  return { attended, marketing, verdict, wantsTracking, tracking }
}

export function parseMarketing(text: string | undefined): Marketing | null {
  const found = parse(text)
  return isMarketing(found) ? found : null
}

export function parseLookedUp(text: string | undefined): LookedUp | null {
  const { templateId, verdict } = parse(text) as Partial<LookedUp>
  if (templateId !== null && typeof templateId !== 'string') return null
  return { templateId, verdict: isVerdict(verdict) ? verdict : null }
}

export function parseApplied(text: string | undefined): Applied | null {
  const { pixel, trap, links } = parse(text) as Partial<Applied>
  return typeof pixel === 'string' && Array.isArray(links) ? { pixel, trap: trap || null, links } : null
}

/** How addresses are compared. */
export function foldAddress(address: string): string {
  return address.trim().normalize('NFC').toLowerCase()
}

/** True for the same people, in whatever order and however often they are named. */
export function isSameList(some: string[], others: string[]): boolean {
  return some.every((one) => others.indexOf(one) >= 0) && others.every((one) => some.indexOf(one) >= 0)
}

function parse(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function isMarketing(value: unknown): value is Marketing {
  return isRecord(value) && typeof (value as Partial<Marketing>).templateId === 'string'
}

function isVerdict(value: unknown): value is Verdict {
  if (!isRecord(value)) return false
  const { at, recipients, concerns, action } = value as Partial<Verdict>
  return typeof at === 'number' && Array.isArray(recipients) && Array.isArray(concerns) && typeof action === 'string'
}

function isPlan(value: unknown): value is TrackingPlan {
  if (!isRecord(value)) return false
  const { id, pixel, links, recipients } = value as Partial<TrackingPlan>
  return typeof id === 'string' && typeof pixel === 'string' && Array.isArray(links) && Array.isArray(recipients)
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
