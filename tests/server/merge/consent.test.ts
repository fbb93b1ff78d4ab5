import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewEntry } from '../../../server/consent/ledger.ts'
import { type LedgerEntry, standingOf, unsaid } from '../../../server/consent/standing.ts'
import { restatements, unitedStanding } from '../../../server/merge/unite-consent.ts'
import { v7 } from '../../../server/platform/ids.ts'
import { randomEntry, randomFrom } from './world.ts'

const NOW = new Date('2026-11-01T12:00:00Z')
const union = { mergeId: 'm', survivorId: 'a', now: NOW }

interface Own {
  contactId: string
  ledger: LedgerEntry[]
}

/** Entries recorded one after the other, on one or the other record, whatever they say about when. */
function ledgersFrom(seed: number): Own[] {
  const random = randomFrom(seed)
  const owns: Own[] = ['a', 'b', 'c'].slice(0, 2 + random.below(2)).map((contactId) => ({ contactId, ledger: [] }))
  for (let n = random.below(9), tick = 0; tick < n; tick++) {
    const { by, ...entry } = randomEntry(random)
    random.pick(owns).ledger.push(entryFrom({ contactId: '', ...entry }, { tick, route: by }))
  }
  return owns
}

const entryFrom = (entry: NewEntry, { tick, route }: { tick: number; route: LedgerEntry['route'] }): LedgerEntry => ({
  ...unsaid,
  ...entry,
  id: v7(Date.UTC(2026, 9, 1) + tick * 1000),
  route,
  recordedBy: route === 'person' ? 'u' : null,
})

const united = (owns: Own[]) => unitedStanding(owns, restatements(owns, union), null).standing

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

describe('consent of contacts that become one', () => {
  it('ME-07 never loosens: no refusal, objection, pending request or withdrawal of one is lifted by the other', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const owns = ledgersFrom(seed)
        const standing = united(owns)
        const own = owns.map(({ ledger }) => standingOf(ledger, null))
        if (own.some(({ status }) => status === 'opted_out')) expect(standing.status).toBe('opted_out')
        if (own.some(({ objectedAt }) => objectedAt)) expect(standing.objectedAt).not.toBeNull()
        if (own.some(({ tracking }) => tracking === 'refused')) expect(standing.tracking).toBe('refused')
        if (own.some(({ status }) => status === 'pending')) expect(['pending', 'opted_out']).toContain(standing.status)
        const withdrew = owns.some(
          ({ ledger }, n) =>
            own[n]?.status === 'unknown' &&
            ledger.some(
              (entry) => entry.purpose === 'marketing' && entry.route === 'person' && entry.status !== 'opted_in',
            ),
        )
        if (withdrew) expect(standing.status).not.toBe('opted_in')
        const tracked = owns.some(
          ({ ledger }, n) => own[n]?.tracking === null && ledger.some(({ purpose }) => purpose === 'tracking'),
        )
        if (tracked) expect(standing.tracking).not.toBe('granted')
        // And nothing is made up: who is opted in was so on one of the records.
        if (standing.status === 'opted_in') expect(own.some(({ status }) => status === 'opted_in')).toBe(true)
        if (standing.tracking === 'granted') expect(own.some(({ tracking }) => tracking === 'granted')).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('ME-07 takes nothing away either where nobody refused: an opt-in stays one beside a record that says nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [first] = ledgersFrom(seed) as [Own]
        const standing = united([first, { contactId: 'b', ledger: [] }])
        const own = standingOf(first.ledger, null)
        expect([standing.status, standing.type, standing.tracking]).toEqual([own.status, own.type, own.tracking])
        expect(restatements([first, { contactId: 'b', ledger: [] }], union)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('ME-07 says a lifted opt-out again with its own date and origin, and a later opt-in by a person lifts that', () => {
    const refusal = entryFrom(
      { contactId: '', status: 'opted_out', effectiveAt: new Date('2026-01-01Z'), source: 'Call', objection: true },
      { tick: 1, route: 'person' },
    )
    const optIn = entryFrom(
      {
        contactId: '',
        status: 'opted_in',
        type: 'explicit',
        effectiveAt: new Date('2026-05-01Z'),
        evidence: { note: 'yes' },
      },
      { tick: 2, route: 'person' },
    )
    const owns = [
      { contactId: 'a', ledger: [optIn] },
      { contactId: 'b', ledger: [refusal] },
    ]
    expect(standingOf([refusal, optIn], null).status).toBe('opted_in')
    const restated = restatements(owns, union)
    expect(restated).toMatchObject([
      {
        contactId: 'a',
        status: 'opted_out',
        objection: true,
        source: 'Call',
        effectiveAt: refusal.effectiveAt,
        evidence: { merge: 'm', restates: refusal.id, mergedFrom: 'b' },
      },
    ])
    const { standing } = unitedStanding(owns, restated, null)
    expect(standing).toMatchObject({ status: 'opted_out', date: refusal.effectiveAt, objectedAt: refusal.effectiveAt })
    const said = restated.map((entry) => entryFrom(entry, { tick: 10, route: 'merge' }))
    const anew = { ...optIn, id: v7(Date.UTC(2026, 10, 2)), effectiveAt: new Date('2026-11-02Z') }
    expect(standingOf([refusal, optIn, ...said, anew], null)).toMatchObject({ status: 'opted_in', objectedAt: null })
  })

  it('ME-14 an undo takes back what the merge said again, and no refusal of a person', () => {
    const optIn = entryFrom(
      {
        contactId: '',
        status: 'opted_in',
        type: 'explicit',
        effectiveAt: new Date('2026-05-01Z'),
        evidence: { note: 'yes' },
      },
      { tick: 2, route: 'person' },
    )
    const again = entryFrom(
      { contactId: '', status: 'opted_out', effectiveAt: new Date('2026-01-01Z'), evidence: { merge: 'm' } },
      { tick: 3, route: 'merge' },
    )
    const voids = entryFrom(
      { contactId: '', status: 'unknown', effectiveAt: NOW, evidence: { voids: 'm' } },
      { tick: 4, route: 'merge' },
    )
    expect(standingOf([optIn, again], null).status).toBe('opted_out')
    expect(standingOf([optIn, again, voids], null).status).toBe('opted_in')
    expect(standingOf([optIn, { ...again, evidence: { merge: 'other' } }, voids], null).status).toBe('opted_out')
    expect(standingOf([optIn, { ...again, evidence: { mergedFrom: 'b' } }, voids], null).status).toBe('opted_out')
  })
})
