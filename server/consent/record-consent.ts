import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { normalAddress } from '../platform/address.ts'
import { once } from '../platform/idempotency.ts'
import { v7 } from '../platform/ids.ts'
import { InvalidInput } from '../platform/problem.ts'
import { day } from './calendar.ts'
import { type NewEntry, recordConsents } from './ledger.ts'
import { consentRecords } from './load-ledger.ts'
import { ConsentNeedsEvidence, OptOutStands } from './problems.ts'
import type { RecordConsent } from './schema.ts'
import { hasEvidence, isProven, setBackAfter, standingRefusals } from './standing.ts'

/** Clocks of clients run a little ahead; what they call now is not the future. */
const CLOCK_SKEW = 5 * 60_000

/**
 * A person records what somebody said about marketing mail or tracking. Once for a key.
 * @throws ContactNotFound, InvalidInput, ConsentNeedsEvidence, OptOutStands; nothing is recorded then.
 */
export async function recordConsent(
  db: Database,
  actor: Actor,
  contactId: string,
  input: RecordConsent,
  now: Date,
  key?: string,
): Promise<void> {
  await once(db, actor, key, { contactId, input }, async (tx) => {
    const entry = entryFrom(contactId, input, now)
    requireSense(entry, now)
    requireEvidence(entry)
    await lockContact(tx, contactId)
    if (entry.address) await requireOwnAddress(tx, contactId, entry.address)
    await refuseLoosening(tx, entry)
    await recordConsents(tx, { actor, route: actor.route, drawnFor: input.drawnFor }, [entry])
    return { recorded: true }
  })
}

type FullEntry = Required<NewEntry>

function entryFrom(contactId: string, input: RecordConsent, now: Date): FullEntry {
  const given = input.effectiveAt ? new Date(input.effectiveAt) : now
  const early = given > now && given.getTime() - now.getTime() <= CLOCK_SKEW
  const type = input.type ?? (input.purpose === 'tracking' && input.status === 'opted_in' ? 'explicit' : null)
  return {
    contactId,
    purpose: input.purpose,
    status: input.status,
    type,
    gdprBasis: input.gdprBasis ?? (type === 'explicit' && input.status === 'opted_in' ? 'consent' : null),
    effectiveAt: early ? now : given,
    source: input.source?.normalize('NFKC') || null,
    event: input.event ?? null,
    eventAt: input.eventAt ? new Date(input.eventAt) : null,
    objection: input.objection ?? false,
    address: input.address ? (normalAddress(input.address) ?? input.address) : null,
    evidence: input.evidence ?? {},
  }
}

function requireSense(entry: FullEntry, now: Date): void {
  const { purpose, status, type, effectiveAt, objection, event, eventAt, evidence } = entry
  const wrong = (path: string, message: string) => new InvalidInput([{ path, message }])
  if (effectiveAt > now) throw wrong('effectiveAt', 'This lies in the future. Record it when it has happened.')
  // A contract may end later: its clock runs from the end.
  if (eventAt && eventAt > now && event !== 'contract')
    throw wrong('eventAt', 'This lies in the future. Record it when it has happened.')
  if (objection && status !== 'opted_out')
    throw wrong('objection', 'Who objects to direct marketing is opted out. Send the status opted_out with it.')
  if (objection && purpose !== 'marketing')
    throw wrong(
      'objection',
      'An objection is to direct marketing, tracking included. Send the purpose marketing with it.',
    )
  if (typeof evidence.confirmedAt === 'string' && Date.parse(evidence.confirmedAt) > now.getTime() + CLOCK_SKEW)
    throw wrong('evidence.confirmedAt', 'This lies in the future. Record it when it has happened.')
  if (status !== 'opted_in') return
  if (type === null || type === 'imported')
    throw wrong('type', 'Say whether the person agreed (explicit) or a deal or inquiry implies it (implied).')
  if (purpose === 'tracking' && type !== 'explicit')
    throw wrong('type', 'Consent to tracking is never implied. Record an explicit one.')
}

function requireEvidence(entry: FullEntry): void {
  const { status, type, event, eventAt, evidence } = entry
  if (status !== 'opted_in') return
  if (evidence.spoken && !hasEvidence(evidence))
    throw new ConsentNeedsEvidence(
      'evidence.note',
      'Consent that was spoken needs a note: who said what, when and to whom.',
    )
  if (type === 'explicit' && !hasEvidence(evidence))
    throw new ConsentNeedsEvidence(
      'evidence',
      'An opt-in needs evidence: the wording that was shown, the form or page, or a note of what was said.',
    )
  if (type === 'implied' && !(event && eventAt))
    throw new ConsentNeedsEvidence(
      event ? 'eventAt' : 'event',
      'Implied consent needs the event it began with and its date: a purchase, a contract, an inquiry …',
    )
  if (!isProven(entry))
    throw new ConsentNeedsEvidence(
      'evidence.note',
      'A published address counts only for mail about the person’s work. Note where it is published and why the mail fits.',
    )
}

async function lockContact(tx: Tx, contactId: string): Promise<void> {
  const found = await tx.execute(sql`select 1 from contacts where id = ${contactId} for no key update`)
  if (found.length === 0) throw new ContactNotFound()
}

async function requireOwnAddress(tx: Tx, contactId: string, address: string): Promise<void> {
  const found = await tx.execute(
    sql`select 1 from contact_addresses where contact_id = ${contactId} and address = ${address}`,
  )
  if (found.length === 0)
    throw new InvalidInput([
      { path: 'address', message: 'The contact does not have this address. Leave it out to mean all.' },
    ])
}

/** While an opt-out stands, only a new explicit opt-in is recorded, one given after it (CO-07, CO-08). */
async function refuseLoosening(
  tx: Tx,
  { contactId, purpose, status, type, effectiveAt, address }: FullEntry,
): Promise<void> {
  if (status === 'opted_out') return
  const [record] = await consentRecords(tx, [contactId])
  const ledger = record?.ledger ?? []
  const [last] = standingRefusals(ledger, purpose)
  if (!last) return
  const since = `The person opted out on ${day(last.effectiveAt)}.`
  if (status !== 'opted_in' || type !== 'explicit')
    throw new OptOutStands(last.effectiveAt, `${since} Only a new explicit opt-in with evidence lifts that.`)
  if (effectiveAt < last.effectiveAt)
    throw new OptOutStands(last.effectiveAt, `${since} A consent given before that does not lift it.`)
  if (address !== null && address !== last.address)
    throw new OptOutStands(
      last.effectiveAt,
      `${since} That was not about this address alone, so consent for this address does not lift it.`,
    )
  const setBack = setBackAfter(
    ledger.filter((entry) => entry.purpose === purpose),
    { id: v7(), effectiveAt },
  )
  if (setBack)
    throw new OptOutStands(
      last.effectiveAt,
      `${since} The consent was set back on ${day(setBack.effectiveAt)}: one given before that does not lift the opt-out.`,
    )
}
