import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths } from '../../../server/consent/calendar.ts'
import { type MarketingFacts, mayReceiveMarketing } from '../../../server/consent/may-receive-marketing.ts'
import type { Rule } from '../../../server/consent/rule.ts'
import {
  consentEvents,
  consentStatuses,
  consentTypes,
  gdprBases,
  marketingRules,
} from '../../../server/consent/schema.ts'
import { type LedgerEntry, standingOf } from '../../../server/consent/standing.ts'

const at = (text: string) => new Date(text)
const rule = (parts: Partial<Rule> = {}): Rule => ({
  country: 'CA',
  law: 'CASL',
  businessRule: 'opt_in_or_relation',
  personalRule: 'opt_in_or_relation',
  purchaseMonths: 24,
  inquiryMonths: 6,
  tracking: 'individual',
  source: 'a source',
  ...parts,
})
let serial = 0
const entry = (parts: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: `00000000-0000-7000-8000-${String(++serial).padStart(12, '0')}`,
  purpose: 'marketing',
  address: null,
  status: 'opted_in',
  type: 'explicit',
  gdprBasis: null,
  effectiveAt: at('2026-01-01T00:00:00Z'),
  source: null,
  event: null,
  eventAt: null,
  objection: false,
  evidence: { note: 'said so' },
  route: 'person',
  recordedBy: 'somebody',
  ...parts,
})
const implied = (event: string, eventAt: string, parts: Partial<LedgerEntry> = {}) =>
  entry({ type: 'implied', event, eventAt: at(eventAt), effectiveAt: at(eventAt), ...parts })

const company = { freeMail: false, bouncedAt: null }
const answer = (
  ledger: LedgerEntry[],
  law: Rule | null = rule(),
  { now = '2026-11-23T00:00:00Z', ...facts }: Partial<MarketingFacts> & { now?: string } = {},
) =>
  mayReceiveMarketing(
    { standing: standingOf(ledger, law), address: company, country: law?.country ?? null, ...facts },
    law,
    at(now),
  )

describe('calendar months', () => {
  it.each([
    ['2026-08-31T10:30:15.123Z', 6, '2027-02-28T10:30:15.123Z'],
    ['2027-08-31T23:59:59.999Z', 6, '2028-02-29T23:59:59.999Z'],
    ['2024-02-29T00:00:00.000Z', 24, '2026-02-28T00:00:00.000Z'],
    ['2024-02-29T00:00:00.000Z', 48, '2028-02-29T00:00:00.000Z'],
    ['2026-02-28T12:00:00.000Z', 24, '2028-02-28T12:00:00.000Z'],
    ['2026-12-31T00:00:00.000Z', 2, '2027-02-28T00:00:00.000Z'],
    ['2026-03-30T00:00:00.000Z', 6, '2026-09-30T00:00:00.000Z'],
  ])('CO-04 %s and %i months is %s', (from, months, to) => {
    expect(addMonths(at(from), months).toISOString()).toBe(to)
  })
})

describe('may receive marketing', () => {
  it.each([
    ['purchase', '2024-11-23T00:00:00.001Z', 'allow', 'implied_consent'],
    ['purchase', '2024-11-23T00:00:00.000Z', 'block', 'implied_expired'],
    ['contract', '2024-11-23T00:00:00.001Z', 'allow', 'implied_consent'],
    ['inquiry', '2026-05-23T00:00:00.001Z', 'allow', 'implied_consent'],
    ['inquiry', '2026-05-23T00:00:00.000Z', 'block', 'implied_expired'],
    ['application', '2026-05-22T23:59:59.999Z', 'block', 'implied_expired'],
    ['published_address', '2010-01-01T00:00:00.000Z', 'allow', 'implied_consent'],
  ])('CO-04 %s of %s in Canada: %s, %s', (event, eventAt, decision, reason) => {
    expect(answer([implied(event, eventAt)])).toMatchObject({ decision, reason })
  })

  it('what forbids comes before what was given', () => {
    const given = [entry()]
    expect(answer(given, rule(), { address: null })).toMatchObject({ decision: 'block', reason: 'no_address' })
    const bounced = { freeMail: false, bouncedAt: at('2026-10-01T00:00:00Z') }
    expect(answer(given, rule(), { address: bounced })).toMatchObject({ decision: 'block', reason: 'hard_bounce' })
    const refused = entry({ status: 'opted_out', type: null, effectiveAt: at('2026-02-01T00:00:00Z') })
    expect(answer([...given, refused])).toMatchObject({ decision: 'block', reason: 'opted_out' })
    const asked = entry({ status: 'pending', type: null, effectiveAt: at('2026-02-01T00:00:00Z') })
    expect(answer([...given, asked], rule({ businessRule: 'opt_out' }))).toMatchObject({ reason: 'pending' })
  })

  it('CO-02 an opt-in without evidence counts as none', () => {
    const unproven = [entry({ evidence: {}, route: 'import' })]
    expect(answer(unproven)).toMatchObject({ decision: 'block', reason: 'unproven_consent' })
    expect(answer(unproven, rule({ businessRule: 'opt_out' }))).toMatchObject({
      decision: 'allow',
      reason: 'opt_out_country',
    })
    const silent = [implied('published_address', '2026-01-01T00:00:00Z', { evidence: {} })]
    expect(answer(silent)).toMatchObject({ decision: 'block', reason: 'unproven_consent' })
  })

  it('CO-07 a consent given before it was set back lifts no opt-out that still stood then', () => {
    const lenient = rule({ businessRule: 'opt_out' })
    const out = entry({ status: 'opted_out', type: null, effectiveAt: at('2026-03-01T00:00:00Z') })
    const setBack = entry({ status: 'unknown', type: null, effectiveAt: at('2026-06-01T00:00:00Z') })
    const between = entry({ effectiveAt: at('2026-05-01T00:00:00Z') })
    const since = entry({ effectiveAt: at('2026-07-01T00:00:00Z') })
    expect(answer([out, setBack, between], lenient)).toMatchObject({ decision: 'block', reason: 'opted_out' })
    expect(answer([out, setBack, between, since], lenient)).toMatchObject({ reason: 'express_consent' })
    const recordedInTime = { ...between, id: `${out.id}a` }
    expect(answer([out, recordedInTime, setBack], lenient)).toMatchObject({ reason: 'opt_out_country' })
  })

  it('CO-06 imported consent blocks until a basis or evidence is there', () => {
    const imported = entry({ status: 'unknown', type: 'imported', evidence: {}, route: 'import' })
    const free = rule({ businessRule: 'opt_out' })
    expect(answer([imported], free)).toMatchObject({ decision: 'block', reason: 'imported_consent' })
    const basis = entry({ status: 'unknown', type: null, gdprBasis: 'legitimate_interest' })
    expect(answer([imported, basis], free)).toMatchObject({ decision: 'allow', reason: 'opt_out_country' })
    expect(answer([imported, entry()], rule({ businessRule: 'opt_in' }))).toMatchObject({ reason: 'express_consent' })
  })

  it('CR-07 an unknown country or law is the strictest', () => {
    expect(answer([], null)).toMatchObject({ decision: 'block', reason: 'unknown_country', law: null })
    expect(answer([], null, { country: 'KP' })).toMatchObject({ decision: 'block', reason: 'unknown_law' })
    expect(answer([implied('purchase', '2026-11-01T00:00:00Z')], null)).toMatchObject({ decision: 'block' })
    expect(answer([entry()], null)).toMatchObject({ decision: 'allow', tracking: 'aggregate' })
  })

  it('a free-mail address counts as a person, not as a company', () => {
    const british = rule({ country: 'GB', businessRule: 'opt_out', personalRule: 'opt_in', tracking: 'consent' })
    expect(answer([], british)).toMatchObject({ decision: 'allow', reason: 'opt_out_country' })
    const freeMail = { freeMail: true, bouncedAt: null }
    expect(answer([], british, { address: freeMail })).toMatchObject({ decision: 'block', reason: 'needs_consent' })
  })

  it('where consent is asked for, implied consent counts only for as long as the law names', () => {
    const purchase = [implied('purchase', '2026-11-01T00:00:00Z')]
    const german = rule({
      country: 'DE',
      businessRule: 'opt_in',
      personalRule: 'opt_in',
      purchaseMonths: null,
      inquiryMonths: null,
    })
    expect(answer(purchase, german)).toMatchObject({ decision: 'block', reason: 'needs_consent' })
    const korean = rule({
      country: 'KR',
      businessRule: 'opt_in',
      personalRule: 'opt_in',
      purchaseMonths: 6,
      inquiryMonths: null,
    })
    expect(answer(purchase, korean)).toMatchObject({ decision: 'allow', until: '2027-05-01T00:00:00.000Z' })
    expect(answer([implied('inquiry', '2026-11-01T00:00:00Z')], korean)).toMatchObject({ decision: 'block' })
    const lenient = rule({ businessRule: 'opt_out' })
    expect(answer(purchase, lenient)).toMatchObject({ decision: 'allow', reason: 'implied_consent', until: null })
  })

  it('CO-14 no tracking of a person without consent where the law asks for it, whatever the table says', () => {
    const relaxed = (country: string) => rule({ country, businessRule: 'opt_out', tracking: 'individual' })
    for (const country of ['FR', 'IT', 'DE', 'GB', 'CH', 'NO', 'RE'])
      expect(answer([entry()], relaxed(country)).tracking, country).toBe('aggregate')
    expect(answer([], relaxed('US')).tracking).toBe('individual')
    const agreed = entry({ purpose: 'tracking' })
    const refused = entry({
      purpose: 'tracking',
      status: 'opted_out',
      type: null,
      effectiveAt: at('2025-01-01T00:00:00Z'),
    })
    expect(answer([agreed], relaxed('FR')).tracking).toBe('individual')
    expect(answer([agreed], rule({ tracking: 'aggregate' })).tracking).toBe('aggregate')
    expect(answer([agreed, refused], relaxed('US')).tracking).toBe('aggregate')
    expect(answer([entry({ status: 'opted_out', type: null, objection: true }), agreed], relaxed('US')).tracking).toBe(
      'aggregate',
    )
  })
})

const instants = fc.integer({ min: Date.UTC(2022, 0, 1), max: Date.UTC(2026, 10, 1) }).map((ms) => new Date(ms))
const entries: fc.Arbitrary<LedgerEntry> = fc
  .record({
    purpose: fc.constantFrom('marketing' as const, 'marketing' as const, 'tracking' as const),
    status: fc.constantFrom(...consentStatuses),
    type: fc.constantFrom(null, ...consentTypes),
    gdprBasis: fc.constantFrom(null, ...gdprBases),
    effectiveAt: instants,
    event: fc.constantFrom(null, ...consentEvents),
    eventAt: fc.option(instants),
    evidence: fc.constantFrom({}, { note: 'said so' }, { spoken: true }, { confirmedAt: '2026-01-01T00:00:00Z' }),
    route: fc.constantFrom('person' as const, 'import' as const, 'sync' as const, 'merge' as const, 'public' as const),
    recordedBy: fc.constantFrom(null, 'somebody'),
    objection: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map((parts) => entry(parts))
const purchases = instants.map((eventAt) => implied('purchase', eventAt.toISOString()))
const ledgers = fc
  .array(fc.oneof({ weight: 3, arbitrary: entries }, { weight: 1, arbitrary: purchases }), { maxLength: 8 })
  .map((list) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
const laws = fc.option(
  fc
    .record({
      country: fc.constantFrom('CA', 'US', 'DE', 'FR', 'AU'),
      businessRule: fc.constantFrom(...marketingRules),
      personalRule: fc.constantFrom(...marketingRules),
      purchaseMonths: fc.constantFrom(null, 6, 24),
      inquiryMonths: fc.constantFrom(null, 6),
      tracking: fc.constantFrom('individual' as const, 'consent' as const, 'aggregate' as const),
    })
    .map(rule),
)
const addresses = fc.record({
  freeMail: fc.boolean(),
  bouncedAt: fc.constantFrom(null, null, at('2026-01-01T00:00:00Z')),
})
const later = (ledger: LedgerEntry[]) => Math.max(0, ...ledger.map(({ effectiveAt }) => effectiveAt.getTime()))

describe('properties', () => {
  it('CO-07 an opt-out that came last in both senses always blocks, whatever stands before', () => {
    fc.assert(
      fc.property(ledgers, laws, addresses, (ledger, law, address) => {
        const out = entry({ status: 'opted_out', type: null, effectiveAt: new Date(later(ledger) + 1) })
        expect(answer([...ledger, out], law, { address }).decision).toBe('block')
      }),
    )
  })

  it('CO-07 whatever its date, an opt-out blocks until a person or a confirmed form lifts it', () => {
    fc.assert(
      fc.property(ledgers, ledgers, instants, laws, addresses, (before, after, effectiveAt, law, address) => {
        const out = entry({ status: 'opted_out', type: null, effectiveAt })
        const loose = after.filter(({ route }) => route !== 'person' && route !== 'public')
        const recordedLater = loose.map((one) => ({ ...one, id: entry().id }))
        expect(answer([...before, out, ...recordedLater], law, { address }).decision).toBe('block')
      }),
    )
  })

  it('CO-07 an older permissive entry never loosens what was decided after it', () => {
    const decisions = fc.constantFrom('opted_out' as const, 'unknown' as const, 'pending' as const)
    fc.assert(
      fc.property(ledgers, entries, decisions, laws, addresses, (ledger, permissive, status, law, address) => {
        const older = { ...permissive, status: 'opted_in' as const, objection: false, purpose: 'marketing' as const }
        const effectiveAt = new Date(later([...ledger, older]) + 1000)
        const decided = entry({ status, type: null, effectiveAt })
        const before = answer([...ledger, decided], law, { address })
        const after = answer([...ledger, decided, { ...older, id: entry().id }], law, { address })
        if (before.decision === 'block') expect(after.decision).toBe('block')
      }),
      { numRuns: 500 },
    )
  })

  it('the answer does not depend on the order in which a ledger is read', () => {
    fc.assert(
      fc.property(ledgers, laws, addresses, (ledger, law, address) => {
        expect(answer(ledger.toReversed(), law, { address })).toEqual(answer(ledger, law, { address }))
      }),
    )
  })

  it('the answer changes by itself at `until`, and only there', () => {
    const times = fc.integer({ min: Date.UTC(2026, 10, 1), max: Date.UTC(2030, 0, 1) })
    fc.assert(
      fc.property(ledgers, laws, addresses, times, times, (ledger, law, address, one, other) => {
        const [now, then] = [new Date(Math.min(one, other)), new Date(Math.max(one, other))]
        const first = answer(ledger, law, { address, now: now.toISOString() })
        const second = answer(ledger, law, { address, now: then.toISOString() })
        const until = first.until ? at(first.until) : null
        if (until) expect(until > now).toBe(true)
        if (!until || then < until) expect(second.decision).toBe(first.decision)
        else expect(second.decision).not.toBe(first.decision)
      }),
      { numRuns: 500 },
    )
  })

  it('whoever may be sent marketing without a basis of the country gave consent with proof', () => {
    fc.assert(
      fc.property(ledgers, laws, addresses, (ledger, law, address) => {
        const found = answer(ledger, law, { address })
        expect(found.oneToOne).toBe(found.decision === 'allow' ? 'fine' : 'inform')
        if (found.decision === 'block') return
        expect(['express_consent', 'implied_consent', 'opt_out_country']).toContain(found.reason)
        if (found.reason === 'opt_out_country') return
        const standing = standingOf(ledger, law)
        expect([standing.status, standing.proven]).toEqual(['opted_in', true])
      }),
    )
  })
})
