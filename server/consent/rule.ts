import { addMonths } from './calendar.ts'
import type { Jurisdiction } from './schema.ts'

/** What the table of jurisdictions says about a country. */
export type Rule = Pick<
  Jurisdiction,
  'country' | 'law' | 'businessRule' | 'personalRule' | 'purchaseMonths' | 'inquiryMonths' | 'tracking' | 'source'
>

/** What began implied consent, and when. */
export interface Beginning {
  event: string | null
  eventAt: Date | null
}

const transactions = new Set(['purchase', 'contract'])
const inquiries = new Set(['inquiry', 'application'])

/** How many months an event counts under a law; null where the law names none. */
function monthsOf(event: string | null, rule: Rule | null): number | null {
  if (!event || !rule) return null
  if (inquiries.has(event)) return rule.inquiryMonths
  return transactions.has(event) || event === 'relationship' ? rule.purchaseMonths : null
}

/** When implied consent ends by itself under a law, to the instant; null where it has no end there. */
export function endOfImplied({ event, eventAt }: Beginning, rule: Rule | null): Date | null {
  const months = monthsOf(event, rule)
  return eventAt && months !== null ? addMonths(eventAt, months) : null
}

/**
 * Whether a law knows implied consent from such an event at all: where a relation is enough, from every event; where
 * consent is asked for, only from a deal or an inquiry for which the law names its months (Korea, Art. 50).
 */
export function countsAsImplied({ event }: Beginning, rule: Rule | null, asks: Rule['businessRule']): boolean {
  if (!event || !rule) return false
  if (asks !== 'opt_in') return true
  return (transactions.has(event) || inquiries.has(event)) && monthsOf(event, rule) !== null
}

/**
 * EU, EEA, United Kingdom, Switzerland and the overseas parts under their law: nobody is tracked there without consent of
 * the person (ePrivacy Directive Art. 5(3), EDPB Guidelines 2/2023; CNIL 2026-042; Garante 284/2026), whatever the table
 * says.
 */
export const trackingNeedsConsent: ReadonlySet<string> = new Set(
  (
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH ' +
    'AX GP MQ RE GF YT MF'
  ).split(' '),
)
