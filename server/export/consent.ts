import { sql } from 'drizzle-orm'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { colleagueOrNull, short, type UserRow } from './exporter.ts'

interface EntryRow extends Record<string, unknown> {
  purpose: string
  channel: string
  address: string | null
  status: string
  type: string | null
  gdpr_basis: string | null
  effective_at: string
  source: string | null
  event: string | null
  event_at: string | null
  expires_at: string | null
  objection: boolean
  evidence: Record<string, unknown>
  route: string
  created_at: string
  by: UserRow | null
}

export const consent = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<EntryRow>(sql`
    select e.*, (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = e.recorded_by) as by
      from consent_entries e where e.contact_id = ${contactId}::uuid order by e.effective_at, e.id`)
  return rows.map((row) => ({
    purpose: row.purpose,
    channel: row.channel,
    address: row.address,
    status: row.status,
    type: row.type,
    gdprBasis: row.gdpr_basis,
    effectiveAt: isoInstant(row.effective_at),
    source: row.source,
    event: row.event,
    eventAt: isoInstantOrNull(row.event_at),
    expiresAt: isoInstantOrNull(row.expires_at),
    objection: row.objection,
    evidence: row.evidence,
    recordedBy: colleagueOrNull(row.by),
    route: row.route,
    createdAt: isoInstant(row.created_at),
  }))
})

interface WarningRow extends Record<string, unknown> {
  expires_at: string
  days_before: number
  created_at: string
  seen_at: string | null
  told: UserRow | null
}

export const consentWarnings = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<WarningRow>(sql`
    select w.expires_at, w.days_before, w.created_at, w.seen_at,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = w.owner_id) as told
      from consent_warnings w where w.contact_id = ${contactId}::uuid order by w.created_at, w.id`)
  return rows.map((row) => ({
    consentEnds: isoInstant(row.expires_at),
    daysBefore: row.days_before,
    told: colleagueOrNull(row.told),
    at: isoInstant(row.created_at),
    seenAt: isoInstantOrNull(row.seen_at),
  }))
})
