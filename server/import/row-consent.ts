import type { NewEntry } from '../consent/ledger.ts'
import type { KnownContact } from './book.ts'
import { type Issue, ofRow } from './issues.ts'
import type { MappedRow, RowConsent } from './mapped-row.ts'
import type { Mapping } from './schema.ts'

export interface ConsentRules {
  importId: string
  /** What stands for the source where the row names none. */
  source: string
  knownAs: string | null
  defaults: Mapping['defaults']
  attestation: Mapping['attestation']
  /** Who vouches. */
  attestedBy: string
  now: Date
}

type Entry = Omit<NewEntry, 'contactId'>

const nothing: RowConsent = {
  status: null,
  type: null,
  at: null,
  source: null,
  basis: null,
  confirmedAt: null,
  ip: null,
  text: null,
}

/**
 * The ledger of a new contact begins with what the row says, else with the defaults; Imported is its type unless the row or
 * a person vouches for an opt-in (IM-11).
 */
export function firstConsent(row: MappedRow, rules: ConsentRules): { entry: Entry; issues: Issue[] } {
  const said = row.consent ?? nothing
  const issues: Issue[] = []
  const wanted = statusOf(said, row, issues) ?? rules.defaults.consentStatus ?? 'unknown'
  if (wanted === 'opted_in') {
    const entry = optIn(row, said, rules, issues)
    if (entry) return { entry, issues }
    issues.push(ofRow('opt-in-without-evidence', 'warning'))
  }
  const status = wanted === 'opted_in' ? 'unknown' : wanted
  const type = status === 'opted_out' ? (said.type ?? rules.defaults.consentType ?? 'imported') : 'imported'
  return { entry: plainEntry(row, said, rules, status, type, issues), issues }
}

/**
 * What a row adds to the ledger of a contact that is there: it may tighten always, and loosen only what nobody decided yet,
 * with evidence. An opt-out stays, whatever a file says (CO-07).
 */
export function furtherConsent(
  row: MappedRow,
  contact: Pick<KnownContact, 'consent'>,
  rules: ConsentRules,
  overwrites: boolean,
): { entry: Entry | null; issues: Issue[] } {
  const { consent } = row
  const issues: Issue[] = []
  const entry = consent ? further(row, consent, contact.consent, rules, overwrites, issues) : null
  return { entry, issues }
}

function further(
  row: MappedRow,
  said: RowConsent,
  now: KnownContact['consent'],
  rules: ConsentRules,
  overwrites: boolean,
  issues: Issue[],
): Entry | null {
  const wanted = statusOf(said, row, issues)
  if (wanted === 'opted_out') {
    return now.status === 'opted_out'
      ? null
      : plainEntry(row, said, rules, 'opted_out', said.type ?? 'imported', issues)
  }
  if (now.status === 'opted_out') {
    if (wanted === 'opted_in' || wanted === 'pending') issues.push(ofRow('opt-out-stands', 'warning'))
    return null
  }
  if (wanted === 'opted_in' && now.status !== 'opted_in') {
    const entry = optIn(row, said, rules, issues)
    if (entry) return entry
    issues.push(ofRow('opt-in-without-evidence', 'warning'))
  }
  if (wanted === 'pending' && now.status === 'unknown')
    return plainEntry(row, said, rules, 'pending', 'imported', issues)
  const basis = said.basis !== null && said.basis !== now.basis && (overwrites || now.basis === null)
  if (!basis || now.status === 'opted_in') return null
  return plainEntry(row, said, rules, now.status as Entry['status'], (now.type as Entry['type']) ?? 'imported', issues)
}

/** Who confirmed a double opt-in has opted in, whether a column says so or not; nobody has at an address that bounces. */
function statusOf({ status, confirmedAt }: RowConsent, { bounced }: MappedRow, issues: Issue[]) {
  const said = status ?? (confirmedAt ? 'opted_in' : null)
  if (said !== 'opted_in' || !bounced) return said
  issues.push(ofRow('bounced-opt-in'))
  return 'unknown'
}

/** An opt-in with what proves it: the row itself, or the person who imports. Null without either. */
function optIn(row: MappedRow, said: RowConsent, rules: ConsentRules, issues: Issue[]): Entry | null {
  const { attestation, knownAs, importId } = rules
  const form = said.source ?? knownAs ?? rules.source
  const own = said.confirmedAt
    ? { confirmedAt: said.confirmedAt.toISOString(), form }
    : said.text
      ? { text: said.text, form }
      : said.ip && said.at
        ? { form }
        : null
  const vouched = attestation ? { note: attestation.text, attestedBy: rules.attestedBy } : null
  if (!own && !vouched) return null
  const at = said.confirmedAt ?? said.at ?? (attestation ? new Date(attestation.date) : rules.now)
  return {
    status: 'opted_in',
    type: 'explicit',
    gdprBasis: said.basis ?? 'consent',
    effectiveAt: notLater(at, rules.now, issues),
    source: said.source ?? attestation?.source ?? rules.defaults.consentSource ?? rules.source,
    evidence: { ...(own ?? vouched), ...(said.ip ? { ip: said.ip } : {}), import: importId, row: row.row },
  }
}

function plainEntry(
  row: MappedRow,
  said: RowConsent,
  rules: ConsentRules,
  status: Entry['status'],
  type: Entry['type'] & string,
  issues: Issue[],
): Entry {
  return {
    status,
    type,
    gdprBasis: said.basis,
    effectiveAt: notLater(status === 'unknown' ? rules.now : (said.at ?? rules.now), rules.now, issues),
    source: said.source ?? rules.defaults.consentSource ?? rules.source,
    evidence: { import: rules.importId, row: row.row },
  }
}

function notLater(at: Date, now: Date, issues: Issue[]): Date {
  if (at <= now) return at
  issues.push(ofRow('consent-in-future', 'warning'))
  return now
}
