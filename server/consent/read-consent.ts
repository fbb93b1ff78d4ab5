import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import { readContact } from '../contacts/read-contact.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { type ConsentRecord, consentRecords } from './load-ledger.ts'
import { mayReceiveMarketing } from './may-receive-marketing.ts'
import { endOfImplied } from './rule.ts'
import type { ConsentEntry, ConsentPanel } from './schema.ts'
import { isProven, type LedgerEntry } from './standing.ts'

const DAY = 86_400_000

const DISCLAIMER =
  'Not legal advice. The rules come from a table of public sources; an administrator can change each with counsel.'

/** Everything about the consent of a contact: the block, the answer, the clock, the ledger. @throws ContactNotFound */
export async function readConsent(
  { db, sql: raw }: { db: Database; sql: postgres.Sql },
  contactId: string,
  now: Date,
): Promise<ConsentPanel> {
  const [contact, [record], entries] = await Promise.all([
    readContact(raw, contactId),
    consentRecords(db, [contactId]),
    readEntries(db, contactId),
  ])
  const found = record as ConsentRecord
  const { expiresAt } = contact.consent
  const expired = expiresAt !== null && new Date(expiresAt) <= now
  return {
    consent: { ...contact.consent, status: expired ? 'unknown' : found.projected.status },
    marketing: mayReceiveMarketing(found, found.rule, now),
    clock: clockOf(found, now),
    entries,
    disclaimer: DISCLAIMER,
  }
}

function clockOf({ standing, rule }: ConsentRecord, now: Date): ConsentPanel['clock'] {
  const { status, type, event, eventAt } = standing
  const end = endOfImplied(standing, rule)
  if (status !== 'opted_in' || type !== 'implied' || !eventAt || !end || end <= now) return null
  return {
    event: event as NonNullable<ConsentPanel['clock']>['event'],
    eventAt: eventAt.toISOString(),
    expiresAt: end.toISOString(),
    daysLeft: Math.floor((end.getTime() - now.getTime()) / DAY),
    askBefore: true,
  }
}

interface EntryRow extends Record<string, unknown> {
  id: string
  purpose: ConsentEntry['purpose']
  address: string | null
  status: ConsentEntry['status']
  type: ConsentEntry['type']
  gdpr_basis: ConsentEntry['gdprBasis']
  effective_at: string
  source: string | null
  event: ConsentEntry['event']
  event_at: string | null
  expires_at: string | null
  objection: boolean
  evidence: LedgerEntry['evidence']
  recorded_by: ConsentEntry['recordedBy']
  route: ConsentEntry['route']
  created_at: string
}

async function readEntries(db: Database, contactId: string): Promise<ConsentEntry[]> {
  const rows = await db.execute<EntryRow>(sql`
    select e.id, e.purpose, e.address, e.status, e.type, e.gdpr_basis, e.effective_at, e.source, e.event, e.event_at,
        e.expires_at, e.objection, e.evidence, e.route, e.created_at,
        (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = e.recorded_by)
          as recorded_by
      from consent_entries e where e.contact_id = ${contactId} order by e.effective_at desc, e.id desc`)
  return rows.map(entryFrom)
}

const entryFrom = ({ gdpr_basis, effective_at, event_at, expires_at, recorded_by, created_at, ...row }: EntryRow) => ({
  ...row,
  gdprBasis: gdpr_basis,
  effectiveAt: isoInstant(effective_at),
  eventAt: isoInstantOrNull(event_at),
  expiresAt: isoInstantOrNull(expires_at),
  proven: isProven({ ...row, eventAt: event_at ? new Date(event_at) : null }),
  recordedBy: recorded_by,
  createdAt: isoInstant(created_at),
})
