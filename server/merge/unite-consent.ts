import { type NewEntry, projectionOf } from '../consent/ledger.ts'
import type { ConsentRecord, Projected } from '../consent/load-ledger.ts'
import type { Rule } from '../consent/rule.ts'
import { consentPurposes } from '../consent/schema.ts'
import {
  counting,
  type LedgerEntry,
  newestFirst,
  type Standing,
  setsBack,
  standingOf,
  standingRefusals,
  unsaid,
} from '../consent/standing.ts'
import { v7 } from '../platform/ids.ts'

type Own = Pick<ConsentRecord, 'contactId' | 'ledger'>

interface Union {
  mergeId: string
  survivorId: string
  now: Date
}

/**
 * What has to be said again so that the strictest of several ledgers holds once they are one (ME-07). In one ledger a later
 * opt-in lifts an earlier opt-out; one that was given on another record must not, whatever its date. A consent that is
 * pending, or that a person set back, withholds too. A record of which nobody ever said anything takes nothing away.
 */
export function restatements(own: readonly Own[], union: Union): NewEntry[] {
  const united = own.flatMap(({ ledger }) => ledger)
  const refusals = own.flatMap((one) => liftedByOthers(one, united, union))
  const withRefusals = [...united, ...refusals.map(asRecorded)]
  return [
    ...refusals,
    ...own
      .flatMap((one) => withheld(one, withRefusals, union))
      .toSorted(strictestFirst)
      .slice(0, 1),
    ...own.flatMap((one) => untracked(one, withRefusals, union)).slice(0, 1),
  ]
}

function liftedByOthers({ contactId, ledger }: Own, united: readonly LedgerEntry[], union: Union): NewEntry[] {
  return consentPurposes.flatMap((purpose) => {
    const still = new Set(standingRefusals(united, purpose).map(({ id }) => id))
    return standingRefusals(ledger, purpose)
      .filter(({ id }) => !still.has(id))
      .map((refusal) => again(refusal, contactId, union, refusal.effectiveAt))
  })
}

function again(entry: LedgerEntry, contactId: string, { mergeId, survivorId }: Union, effectiveAt: Date): NewEntry {
  const { purpose, address, status, gdprBasis, source, objection } = entry
  return {
    contactId: survivorId,
    ...{ purpose, address, status, gdprBasis, source, objection, effectiveAt },
    evidence: { merge: mergeId, restates: entry.id, mergedFrom: contactId },
  }
}

/** How much a ledger withholds beside refusals: 2 pending, 1 set back by a person. */
function withholding(ledger: readonly LedgerEntry[]): 0 | 1 | 2 {
  const { status } = standingOf(ledger, null)
  if (status === 'pending') return 2
  return status === 'unknown' && marketingOf(ledger).some(setsBack) ? 1 : 0
}

const marketingOf = (ledger: readonly LedgerEntry[]): LedgerEntry[] =>
  counting(ledger)
    .filter(({ purpose }) => purpose === 'marketing')
    .toSorted(newestFirst)

function withheld({ contactId, ledger }: Own, united: readonly LedgerEntry[], union: Union): NewEntry[] {
  if (standingOf(united, null).status === 'opted_out' || withholding(ledger) <= withholding(united)) return []
  const { status } = standingOf(ledger, null)
  const entry = marketingOf(ledger).find((one) => one.status === status)
  return entry ? [again(entry, contactId, union, afterAll(united, union.now))] : []
}

/** It has to be the newest to count; a file may have dated something ahead. */
const afterAll = (ledger: readonly LedgerEntry[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...ledger.map(({ effectiveAt }) => effectiveAt.getTime())))

const strictestFirst = (a: NewEntry, b: NewEntry): number =>
  Number(b.status === 'pending') - Number(a.status === 'pending')

/** Consent to tracking that a person took back on one record is not given on the other. */
function untracked({ contactId, ledger }: Own, united: readonly LedgerEntry[], union: Union): NewEntry[] {
  const entry = counting(ledger)
    .filter(({ purpose }) => purpose === 'tracking')
    .toSorted(newestFirst)[0]
  const loosened = standingOf(united, null).tracking === 'granted' && standingOf(ledger, null).tracking === null
  if (!entry || !loosened) return []
  return [{ ...again(entry, contactId, union, afterAll(united, union.now)), status: 'unknown' }]
}

/** An entry as it will stand in the ledger. */
const asRecorded = (entry: NewEntry): LedgerEntry => ({
  ...unsaid,
  ...entry,
  id: v7(),
  route: 'merge',
  recordedBy: null,
})

/** What the ledgers come to as one, under the law that will count. */
export function unitedStanding(
  own: readonly Own[],
  restated: readonly NewEntry[],
  rule: Rule | null,
): { standing: Standing; projected: Projected } {
  const standing = standingOf([...own.flatMap(({ ledger }) => ledger), ...restated.map(asRecorded)], rule)
  return { standing, projected: projectionOf(standing, rule) }
}
