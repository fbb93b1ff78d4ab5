import { day } from './calendar.ts'
import { countsAsImplied, endOfImplied, type Rule, trackingNeedsConsent } from './rule.ts'
import type { MarketingAnswer } from './schema.ts'
import type { Standing } from './standing.ts'

/** What the answer is made from. */
export interface MarketingFacts {
  standing: Standing
  /** The primary address; null when there is none to write to. */
  address: { freeMail: boolean; bouncedAt: Date | null } | null
  /** The country whose law counts, also where the table has no row for it. */
  country: string | null
}

type Verdict = Pick<MarketingAnswer, 'decision' | 'reason' | 'text'> & { until?: Date | null }

/**
 * May this person be sent marketing email now, and why? The one place that answers. What forbids comes first, then what
 * the person gave, then what the law of the country allows without it. `until` is the instant at which the answer changes
 * with nobody touching the record.
 * @param rule the row of the table for the country; null (nobody knows the country or its law) is the strictest.
 */
export function mayReceiveMarketing(facts: MarketingFacts, rule: Rule | null, now: Date): MarketingAnswer {
  const verdict =
    whatForbids(facts) ??
    whatWasGiven(facts, rule, now) ??
    whatTheLawAllows(facts, rule) ??
    whatIsMissing(facts, rule, now)
  const { decision, reason, text, until = null } = verdict
  return {
    decision,
    reason,
    text,
    law: rule?.law ?? null,
    lawSource: rule?.source ?? null,
    until: until?.toISOString() ?? null,
    oneToOne: decision === 'allow' ? 'fine' : 'inform',
    ...trackingAnswer(facts, rule),
  }
}

const block = (reason: string, text: string): Verdict => ({ decision: 'block', reason, text })
const allow = (reason: string, text: string, until: Date | null = null): Verdict => ({
  decision: 'allow',
  reason,
  text,
  until,
})

const since = (date: Date | null): string => (date ? ` on ${day(date)}` : '')

function whatForbids({ standing, address }: MarketingFacts): Verdict | null {
  const { status, type, gdprBasis, date, objectedAt } = standing
  if (!address) return block('no_address', 'The record has no email address to write to.')
  if (address.bouncedAt)
    return block('hard_bounce', `Mail to the primary address is refused for good since ${day(address.bouncedAt)}.`)
  if (status === 'opted_out')
    return block(
      'opted_out',
      `Opted out${since(date)}${objectedAt ? ' and objected to direct marketing' : ''}. Only a new opt-in with evidence lifts this.`,
    )
  if (objectedAt) return block('objected', `Objected to direct marketing${since(objectedAt)}.`)
  if (status === 'pending') return block('pending', `Consent was asked for${since(date)} and is not confirmed yet.`)
  if (type === 'imported' && gdprBasis === null)
    return block(
      'imported_consent',
      'The consent came with an import and nobody verified it. Record evidence of consent, or another basis.',
    )
  return null
}

function whatWasGiven({ standing, address }: MarketingFacts, rule: Rule | null, now: Date): Verdict | null {
  const { status, type, proven, date, source, event, eventAt } = standing
  if (status !== 'opted_in' || !proven) return null
  if (type === 'explicit') return allow('express_consent', `Opted in${since(date)}${source ? ` (${source})` : ''}.`)
  const asks = askedOf(address, rule)
  if (type !== 'implied' || !eventAt || !countsAsImplied(standing, rule, asks)) return null
  const end = endOfImplied(standing, rule)
  if (end && end <= now) return null
  const text = `Implied consent from the ${words(event)} of ${day(eventAt)}${end ? `, until ${day(end)}` : ''}.`
  return allow('implied_consent', text, asks === 'opt_out' ? null : end)
}

function whatTheLawAllows({ address }: MarketingFacts, rule: Rule | null): Verdict | null {
  if (askedOf(address, rule) !== 'opt_out') return null
  return allow(
    'opt_out_country',
    `${rule?.law} (${rule?.country}) asks for no consent before mail to ${whom(address)}, only for a way out in each.`,
  )
}

function whatIsMissing({ standing, address, country }: MarketingFacts, rule: Rule | null, now: Date): Verdict {
  const { status, type, proven, event, eventAt } = standing
  const end = endOfImplied(standing, rule)
  if (status === 'opted_in' && !proven)
    return block('unproven_consent', 'The opt-in has no evidence, so it counts as none. Record what proves it.')
  if (type === 'implied' && end && eventAt && end <= now)
    return block('implied_expired', `Implied consent from the ${words(event)} of ${day(eventAt)} ended on ${day(end)}.`)
  if (!country)
    return block('unknown_country', 'No country is known, so the strictest rule counts: consent has to be given first.')
  if (!rule)
    return block(
      'unknown_law',
      `No rule is kept for ${country}, so the strictest counts: consent has to be given first.`,
    )
  const relation = askedOf(address, rule) === 'opt_in_or_relation' ? 'consent or a business relation' : 'consent'
  return block('needs_consent', `${rule.law} (${rule.country}) asks for ${relation} before mail to ${whom(address)}.`)
}

const askedOf = (address: MarketingFacts['address'], rule: Rule | null): Rule['businessRule'] =>
  (address?.freeMail === false ? rule?.businessRule : rule?.personalRule) ?? 'opt_in'

const whom = (address: MarketingFacts['address']): string =>
  address?.freeMail ? 'a person at a free-mail address' : 'a person at a company'

const words = (event: string | null): string => (event ?? 'event').replaceAll('_', ' ')

type TrackingAnswer = Pick<MarketingAnswer, 'tracking' | 'trackingReason'>

/** Individual opens and clicks, or numbers only (CO-14). */
function trackingAnswer({ standing, country }: MarketingFacts, rule: Rule | null): TrackingAnswer {
  const aggregate = (trackingReason: string): TrackingAnswer => ({ tracking: 'aggregate', trackingReason })
  if (standing.tracking === 'refused') return aggregate('The person refused tracking.')
  if (standing.objectedAt) return aggregate('The person objected to direct marketing, profiling included.')
  if (rule?.tracking === 'aggregate') return aggregate(`No individual tracking in ${rule.country}.`)
  if (standing.tracking === 'granted')
    return { tracking: 'individual', trackingReason: 'The person agreed to tracking.' }
  if (!country || !rule) return aggregate('No law is known for this person, so tracking needs consent.')
  if (rule.tracking === 'consent' || trackingNeedsConsent.has(country))
    return aggregate(`Tracking needs the consent of the person in ${country}.`)
  return { tracking: 'individual', trackingReason: `No consent to tracking is asked for in ${country}.` }
}
