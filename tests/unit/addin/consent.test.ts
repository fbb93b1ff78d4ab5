import { describe, expect, it } from 'vitest'
import { complaintsOf, emptyConsent, isLifting, toEntry } from '../../../addin/features/consent/consent-form.ts'
import { type Consent, RecordConsent } from '../../../server/consent/schema.ts'

const consent: Consent = {
  status: 'unknown',
  type: null,
  date: null,
  source: null,
  gdprBasis: null,
  country: 'CA',
  jurisdiction: 'CASL',
  jurisdictionBasis: { country: 'CA', from: 'contact' },
  expiresAt: null,
  proven: true,
  tracking: null,
  objected: false,
}
const optedOut: Consent = { ...consent, status: 'opted_out' }
const implied = { ...emptyConsent, type: 'implied' as const, eventAt: '2026-01-31' }

describe('recording consent', () => {
  it('CO-02 asks for evidence of an explicit yes', () => {
    expect(complaintsOf(emptyConsent, consent)).toEqual({ text: 'needEvidence' })
    expect(complaintsOf({ ...emptyConsent, url: 'https://halden.example/form' }, consent)).toEqual({})
  })

  it('CO-04 asks when the event was that implied consent follows from, and lets none lie ahead', () => {
    expect(complaintsOf({ ...implied, eventAt: '' }, consent)).toEqual({ eventAt: 'needEvent' })
    expect(complaintsOf(implied, consent, Date.parse('2026-01-01'))).toEqual({ eventAt: 'future' })
    expect(complaintsOf(implied, consent, Date.parse('2026-03-01'))).toEqual({})
  })

  it('CO-08 takes nothing but an explicit yes with evidence to lift an opt-out', () => {
    expect(isLifting(implied, optedOut)).toBe(true)
    expect(complaintsOf(implied, optedOut)).toMatchObject({ text: 'needEvidence' })
    expect(toEntry({ ...implied, text: 'Yes, please' }, optedOut)).toMatchObject({
      status: 'opted_in',
      type: 'explicit',
      evidence: { text: 'Yes, please' },
    })
  })

  it('CO-16 asks for a note where somebody was told', () => {
    const spoken = { ...emptyConsent, spoken: true }
    expect(complaintsOf(spoken, consent)).toMatchObject({ note: 'needNote' })
    const entry = toEntry({ ...spoken, note: 'Told Ann on the phone' }, consent, '<m@x>')
    expect(entry.evidence).toEqual({ spoken: true, note: 'Told Ann on the phone' })
    expect(entry.drawnFor).toBe('<m@x>')
  })

  it('CO-13 sends an objection only with an opt-out', () => {
    expect(toEntry({ ...emptyConsent, objection: true, note: 'x' }, consent).objection).toBeUndefined()
    expect(toEntry({ ...emptyConsent, status: 'opted_out', objection: true }, consent).objection).toBe(true)
  })

  it('sends what the API takes', () => {
    for (const form of [implied, { ...emptyConsent, text: 'x', effectiveAt: '2026-01-02T10:30', source: ' fair ' }]) {
      expect(RecordConsent.safeParse(toEntry(form, consent)).error).toBeUndefined()
    }
    expect(toEntry(implied, consent)).toMatchObject({ type: 'implied', event: 'purchase' })
  })
})
