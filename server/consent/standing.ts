import { type Beginning, endOfImplied, type Rule } from './rule.ts'
import type { Consent, ConsentEntry } from './schema.ts'

/** An entry of the ledger, as far as it decides. Ids are UUIDv7: their order is the order of recording. */
export interface LedgerEntry extends Beginning {
  id: string
  purpose: ConsentEntry['purpose']
  address: string | null
  status: Consent['status']
  type: Consent['type']
  gdprBasis: Consent['gdprBasis']
  effectiveAt: Date
  source: string | null
  objection: boolean
  evidence: Record<string, unknown>
  route: ConsentEntry['route']
  /** The user who recorded it. */
  recordedBy: string | null
}

/** What an entry says where nobody said anything. */
export const unsaid = {
  purpose: 'marketing',
  address: null,
  type: null,
  gdprBasis: null,
  source: null,
  event: null,
  eventAt: null,
  objection: false,
  evidence: {},
} as const satisfies Partial<LedgerEntry>

/** What the ledger of a person comes to. */
export interface Standing extends Beginning {
  status: Consent['status']
  type: Consent['type']
  gdprBasis: Consent['gdprBasis']
  date: Date | null
  source: string | null
  /** False: an opt-in without evidence, which counts as none. */
  proven: boolean
  tracking: Consent['tracking']
  objectedAt: Date | null
}

const nothing = {
  status: 'unknown',
  type: null,
  gdprBasis: null,
  date: null,
  source: null,
  proven: true,
  event: null,
  eventAt: null,
} as const

/**
 * The newest valid entry of each purpose (CO-01). An opt-out beats everything, whatever the dates (CO-07), until a new act
 * of the person lifts it (CO-08); an objection is an opt-out from profiling too. An express opt-in outlasts an implied
 * one, and of implied ones the one that ends last counts. Where implied consent ends depends on the law.
 */
export function standingOf(entries: readonly LedgerEntry[], rule: Rule | null): Standing {
  const ledger = counting(entries)
  const marketing = ledger.filter(({ purpose }) => purpose === 'marketing').toSorted(newestFirst)
  const tracking = ledger.filter(({ purpose }) => purpose === 'tracking').toSorted(newestFirst)
  const refusals = standingRefusals(ledger, 'marketing')
  const decisive = refusals.at(-1) ?? newestValid(marketing, rule)
  return {
    ...(decisive ? shown(decisive) : nothing),
    tracking: standingRefusals(ledger, 'tracking').length > 0 ? 'refused' : granted(tracking[0]),
    objectedAt: refusals.findLast(({ objection }) => objection)?.effectiveAt ?? null,
  }
}

/**
 * Without what an import recorded that was undone, as a later entry says, and without such entries themselves. Refusals
 * count whatever became of their import (CO-07); what a merge only said again goes with the merge, for it still stands
 * where it was said first.
 */
export function counting(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const voided = new Set(
    entries.flatMap(({ evidence }) => (typeof evidence.voids === 'string' ? [evidence.voids] : [])),
  )
  if (voided.size === 0) return entries
  return entries.filter(
    (entry) =>
      !voided.has(String(entry.evidence.merge ?? '')) &&
      (refuses(entry) || !(entry.evidence.voids !== undefined || voided.has(String(entry.evidence.import ?? '')))),
  )
}

/** Opt-outs of one purpose that count and that nothing has lifted, newest first. */
export function standingRefusals(entries: readonly LedgerEntry[], purpose: LedgerEntry['purpose']): LedgerEntry[] {
  const ledger = counting(entries).filter((entry) => entry.purpose === purpose)
  const opening = ledger.filter((entry) => mayLift(entry) && !setBackAfter(ledger, entry))
  return ledger
    .filter((refusal) => refuses(refusal) && !opening.some((entry) => lifts(entry, refusal)))
    .toSorted(newestFirst)
}

/** An opt-in that says what it began with or what proves it (CO-02); everything else needs no proof. */
export function isProven(entry: Pick<LedgerEntry, 'status' | 'type' | 'event' | 'eventAt' | 'evidence'>): boolean {
  if (entry.status !== 'opted_in') return true
  if (entry.type === 'explicit') return hasEvidence(entry.evidence)
  if (entry.type !== 'implied') return false
  // A published address counts only where the mail is relevant to the role: somebody has to say why (CASL s. 10(9)).
  return Boolean(entry.event && entry.eventAt && (entry.event !== 'published_address' || says(entry.evidence.note)))
}

/** What was shown or said, where, or when it was confirmed. Who was merely asked by word of mouth needs a note (CO-16). */
export function hasEvidence({ spoken, note, text, url, form, confirmedAt }: Record<string, unknown>): boolean {
  return spoken ? says(note) : [note, text, url, form, confirmedAt].some(says)
}

/** A blank proves nothing. */
const says = (said: unknown): boolean => typeof said === 'string' && said.trim() !== ''

export const refuses = ({ status, objection }: LedgerEntry): boolean => status === 'opted_out' || objection

/** Only an explicit opt-in with evidence, by a person or by a confirmed form, lifts a refusal (CO-08). */
function mayLift(entry: LedgerEntry): boolean {
  const given = entry.status === 'opted_in' && entry.type === 'explicit' && !entry.objection && isProven(entry)
  const byAct =
    (entry.route === 'person' && entry.recordedBy !== null) ||
    (entry.route === 'public' && Boolean(entry.evidence.confirmedAt))
  return given && byAct
}

/**
 * What was decided after an entry, on the calendar, and stood in the ledger already when the entry was recorded: that entry
 * lifts nothing any more (CO-07).
 */
export const setBackAfter = (
  ledger: readonly LedgerEntry[],
  { id, effectiveAt }: Pick<LedgerEntry, 'id' | 'effectiveAt'>,
): LedgerEntry | undefined =>
  ledger.find((known) => setsBack(known) && known.id < id && known.effectiveAt > effectiveAt)

/** Later than the refusal in both senses: recorded after it, and given after it. One about an address lifts what was about that. */
const lifts = (entry: LedgerEntry, refusal: LedgerEntry): boolean =>
  entry.id > refusal.id &&
  entry.effectiveAt >= refusal.effectiveAt &&
  (entry.address === null || entry.address === refusal.address)

/** What lies before a refusal, or before a person set the consent back, counts no more. */
function newestValid(entries: readonly LedgerEntry[], rule: Rule | null): LedgerEntry | undefined {
  const end = entries.findIndex((entry) => refuses(entry) || setsBack(entry))
  const counting = (end < 0 ? entries : entries.slice(0, end)).filter(({ status }) => status === 'opted_in')
  return counting.toSorted((a, b) => rank(b, rule) - rank(a, rule))[0] ?? entries.find((entry) => !refuses(entry))
}

/** A file or a form that knows nothing of a consent does not take it away; a merge says again what somebody decided. */
export const setsBack = ({ status, route }: Pick<LedgerEntry, 'status' | 'route'>): boolean =>
  status !== 'opted_in' && (route === 'person' || route === 'merge')

function rank(entry: LedgerEntry, rule: Rule | null): number {
  if (!isProven(entry)) return entry.type === 'explicit' ? -1 : -2
  if (entry.type === 'explicit') return Number.MAX_SAFE_INTEGER
  return endOfImplied(entry, rule)?.getTime() ?? Number.MAX_SAFE_INTEGER - 1
}

const granted = (newest: LedgerEntry | undefined): 'granted' | null =>
  newest?.status === 'opted_in' && newest.type === 'explicit' && isProven(newest) ? 'granted' : null

const shown = (entry: LedgerEntry): Omit<Standing, 'tracking' | 'objectedAt'> => ({
  status: refuses(entry) ? 'opted_out' : entry.status,
  type: entry.type,
  gdprBasis: entry.gdprBasis,
  date: entry.effectiveAt,
  source: entry.source,
  proven: isProven(entry),
  event: entry.event,
  eventAt: entry.eventAt,
})

export const newestFirst = (a: LedgerEntry, b: LedgerEntry): number =>
  b.effectiveAt.getTime() - a.effectiveAt.getTime() || (a.id < b.id ? 1 : -1)
