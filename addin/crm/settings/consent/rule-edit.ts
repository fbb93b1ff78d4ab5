import type { Jurisdiction } from '../../../../server/consent/schema.ts'

/** What an administrator sets of a country's rule; texts and numbers as they are typed. */
export interface RuleDraft {
  country: string
  law: string
  businessRule: Jurisdiction['businessRule']
  personalRule: Jurisdiction['personalRule']
  purchaseMonths: string
  inquiryMonths: string
  tracking: Jurisdiction['tracking']
  optOutWithin: string
  note: string
  source: string
  reviewedOn: string
}

/** What is written of a rule. */
export type Rule = Omit<Jurisdiction, 'country' | 'changed' | 'contacts' | 'version'>

export type DraftFault = 'country' | 'law' | 'purchaseMonths' | 'inquiryMonths' | 'source' | 'reviewedOn'
export type Loosening = 'businessRule' | 'personalRule' | 'purchaseMonths' | 'inquiryMonths' | 'tracking'

/** A country nobody listed begins with the strictest rule. */
export function newDraft(today: string): RuleDraft {
  return {
    country: '',
    law: '',
    businessRule: 'opt_in',
    personalRule: 'opt_in',
    purchaseMonths: '',
    inquiryMonths: '',
    tracking: 'aggregate',
    optOutWithin: '',
    note: '',
    source: '',
    reviewedOn: today,
  }
}

export function draftOf(rule: Jurisdiction): RuleDraft {
  return {
    country: rule.country,
    law: rule.law,
    businessRule: rule.businessRule,
    personalRule: rule.personalRule,
    purchaseMonths: rule.purchaseMonths === null ? '' : String(rule.purchaseMonths),
    inquiryMonths: rule.inquiryMonths === null ? '' : String(rule.inquiryMonths),
    tracking: rule.tracking,
    optOutWithin: rule.optOutWithin ?? '',
    note: rule.note ?? '',
    source: rule.source,
    reviewedOn: rule.reviewedOn,
  }
}

/** Which fields are not fit to be sent. */
export function draftFaults(draft: RuleDraft): DraftFault[] {
  const months = (text: string) => text.trim() === '' || (/^\d{1,3}$/.test(text.trim()) && inRange(Number(text)))
  const faults: [DraftFault, boolean][] = [
    ['country', !/^[A-Z]{2}$/.test(draft.country)],
    ['law', draft.law.trim() === ''],
    ['purchaseMonths', !months(draft.purchaseMonths)],
    ['inquiryMonths', !months(draft.inquiryMonths)],
    ['source', draft.source.trim() === ''],
    ['reviewedOn', !/^\d{4}-\d{2}-\d{2}$/.test(draft.reviewedOn)],
  ]
  return faults.filter(([, wrong]) => wrong).map(([field]) => field)
}

const inRange = (months: number) => months >= 1 && months <= 120

/** The rule as it goes to the server. */
export function toRule(draft: RuleDraft): Rule {
  const months = (text: string) => (text.trim() === '' ? null : Number(text))
  return {
    law: draft.law.trim(),
    businessRule: draft.businessRule,
    personalRule: draft.personalRule,
    purchaseMonths: months(draft.purchaseMonths),
    inquiryMonths: months(draft.inquiryMonths),
    tracking: draft.tracking,
    optOutWithin: draft.optOutWithin.trim() || null,
    note: draft.note.trim() || null,
    source: draft.source.trim(),
    reviewedOn: draft.reviewedOn,
  }
}

type Lax = Pick<Rule, Loosening>
const ruleLaxity = { opt_in: 0, opt_in_or_relation: 1, opt_out: 2 } as const
const trackingLaxity = { aggregate: 0, consent: 1, individual: 2 } as const

/** What a change would allow that was not allowed before: for these somebody has to stand up. */
export function loosened(before: Lax, after: Lax): Loosening[] {
  const found: [Loosening, boolean][] = [
    ['businessRule', ruleLaxity[after.businessRule] > ruleLaxity[before.businessRule]],
    ['personalRule', ruleLaxity[after.personalRule] > ruleLaxity[before.personalRule]],
    ['purchaseMonths', monthsLaxity(after, 'purchaseMonths') > monthsLaxity(before, 'purchaseMonths')],
    ['inquiryMonths', monthsLaxity(after, 'inquiryMonths') > monthsLaxity(before, 'inquiryMonths')],
    ['tracking', trackingLaxity[after.tracking] > trackingLaxity[before.tracking]],
  ]
  return found.filter(([, looser]) => looser).map(([field]) => field)
}

/** Without a number of months a relation never ends where relations count, and never counts where consent is asked for. */
function monthsLaxity(rule: Lax, field: 'purchaseMonths' | 'inquiryMonths'): number {
  const asksAlways = rule.businessRule === 'opt_in' && rule.personalRule === 'opt_in'
  return rule[field] ?? (asksAlways ? 0 : Number.POSITIVE_INFINITY)
}

export type RuleColumn = 'country' | 'contacts'

/** The rules whose country, law or code holds the text, in the order asked for. */
export function shownRules(
  rules: readonly Jurisdiction[],
  search: string,
  by: RuleColumn,
  nameOf: (country: string) => string,
): Jurisdiction[] {
  const fold = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const sought = fold(search.trim())
  const names = new Map(rules.map(({ country }) => [country, nameOf(country)]))
  const name = (rule: Jurisdiction) => names.get(rule.country) ?? rule.country
  return rules
    .filter((rule) => fold(`${name(rule)} ${rule.country} ${rule.law}`).includes(sought))
    .sort((a, b) => (by === 'contacts' ? b.contacts - a.contacts : 0) || name(a).localeCompare(name(b)))
}
