import { isSameList, type LookedUp, type MailState, type Verdict } from './mail-state.ts'

/** How long what was known of consent may be believed without asking again. */
const lifetime = 12 * 60 * 60_000
/** A clock that was set back in between must not make a verdict eternal. */
const skew = 5 * 60_000
/** Outlook shows no more of an alert. */
const longestAlert = 500
/** Nor of a bar above the message. */
const longestNotice = 150

export type Answer = { kind: 'allow' } | { kind: 'warn' | 'block'; text: string }

const allow: Answer = { kind: 'allow' }

/**
 * What is known of sending the message to `recipients` (folded) now. Only marketing is ever blocked; a verdict that is
 * missing, too old, or about other people says nothing. What it says of one person stays true whoever else was added
 * or taken away since.
 */
export function answerFor({ marketing, verdict }: MailState, recipients: string[], now: number): Answer {
  if (!verdict || verdict.action === 'allow') return allow
  if (verdict.action === 'block' && !marketing) return allow
  if (!isFresh(verdict, now)) return allow
  const present = verdict.concerns.filter(({ address }) => recipients.indexOf(address) >= 0)
  if (present.length === 0) return allow
  const same = isSameList(verdict.recipients, recipients)
  const text = same && verdict.text ? verdict.text : said(verdict.intro, present)
  return { kind: verdict.action, text: cut(text, longestAlert) }
}

/**
 * What a bar above the message says while it is written: who opted out, whom marketing must not go to, or that somebody
 * was added to marketing who has not been looked up. Null when there is nothing to say.
 */
export function noticeFor(state: MailState, recipients: string[], now: number): string | null {
  const answer = answerFor(state, recipients, now)
  if (answer.kind !== 'allow') return cut(answer.text, longestNotice)
  const { marketing, verdict } = state
  if (!marketing || !verdict || recipients.every((address) => verdict.recipients.indexOf(address) >= 0)) return null
  return cut(verdict.unchecked, longestNotice)
}

/**
 * True when the recipients were to be looked up, by the pane or the handlers, and still nothing is known of somebody it goes to now: the server was
 * not there, or Send came first.
 */
export function isUnchecked({ attended, verdict }: MailState, recipients: string[], now: number): boolean {
  if (!attended) return false
  return recipients.length > 0 && !knows(verdict, recipients, now)
}

/** True when the verdict may still be believed and is about everybody the message goes to now. */
export function knows(verdict: Verdict | null, recipients: string[], now: number): boolean {
  if (!verdict || !isFresh(verdict, now)) return false
  return recipients.every((address) => verdict.recipients.indexOf(address) >= 0)
}

/**
 * The state with what the handlers looked up where the pane, if there was one, knows less. An answer about other
 * marketing than is in the message now says nothing.
 */
export function withLookedUp(state: MailState, found: LookedUp | null, recipients: string[], now: number): MailState {
  if (!found || found.templateId !== templateOf(state)) return state
  const { marketing, wantsTracking, tracking } = state
  const useful = !knows(state.verdict, recipients, now) && (!state.verdict || knows(found.verdict, recipients, now))
  return { attended: true, marketing, verdict: useful ? found.verdict : state.verdict, wantsTracking, tracking }
}

export function templateOf({ marketing }: MailState): string | null {
  return marketing ? marketing.templateId : null
}

function isFresh({ at }: Verdict, now: number): boolean {
  return now - at <= lifetime && at - now <= skew
}

function said(intro: string, people: { text: string }[]): string {
  return [intro].concat(people.map(({ text }) => text)).join(' ')
}

/** A text within what there is room for. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
