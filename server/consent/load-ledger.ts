import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isFreeMail } from '../companies/free-mail.ts'
import { parseAddress } from '../platform/address.ts'
import { type MarketingFacts, mayReceiveMarketing } from './may-receive-marketing.ts'
import type { Rule } from './rule.ts'
import type { MarketingAnswer } from './schema.ts'
import { type LedgerEntry, type Standing, standingOf } from './standing.ts'

/** A contact's ledger with what else decides about mail to it. */
export interface ConsentRecord extends MarketingFacts {
  contactId: string
  ledger: LedgerEntry[]
  rule: Rule | null
  /** What stands on the record now, as the projection wrote it. */
  projected: Projected
}

/** The consent columns of the record; instants are ISO. */
export interface Projected {
  status: Standing['status']
  type: Standing['type']
  date: string | null
  source: string | null
  gdprBasis: Standing['gdprBasis']
  expiresAt: string | null
  proven: boolean
  tracking: Standing['tracking']
  objectedAt: string | null
}

interface Row extends Record<string, unknown> {
  id: string
  law_country: string | null
  rule: Rule | null
  address: string | null
  bounced_at: string | null
  ledger: (Omit<LedgerEntry, 'effectiveAt' | 'eventAt'> & { effectiveAt: string; eventAt: string | null })[] | null
  projected: Projected
}

const ruleAsJson = (row: string) => `json_build_object('country', ${row}.country, 'law', ${row}.law,
  'businessRule', ${row}.business_rule, 'personalRule', ${row}.personal_rule, 'purchaseMonths', ${row}.purchase_months,
  'inquiryMonths', ${row}.inquiry_months, 'tracking', ${row}.tracking, 'source', ${row}.source)`

/** The ledgers of these contacts, one statement for all. Contacts that are gone are left out. */
export async function consentRecords(tx: Tx, contactIds: readonly string[]): Promise<ConsentRecord[]> {
  const rows = await tx.execute<Row>(sql`
    select c.id, c.law_country, case when j.country is not null then ${sql.raw(ruleAsJson('j'))} end as rule,
        a.address, a.bounced_at,
        json_build_object('status', c.consent_status, 'type', c.consent_type, 'date', c.consent_date, 'source', c.consent_source,
          'gdprBasis', c.gdpr_basis, 'expiresAt', c.consent_expires_at, 'proven', c.consent_proven,
          'tracking', c.tracking_consent, 'objectedAt', c.objected_at) as projected,
        (select json_agg(json_build_object('id', e.id, 'purpose', e.purpose, 'address', e.address, 'status', e.status,
            'type', e.type, 'gdprBasis', e.gdpr_basis, 'effectiveAt', e.effective_at, 'source', e.source, 'event', e.event,
            'eventAt', e.event_at, 'objection', e.objection, 'evidence', e.evidence, 'route', e.route,
            'recordedBy', e.recorded_by))
           from consent_entries e where e.contact_id = c.id) as ledger
      from contacts c
      left join jurisdictions j on j.country = c.law_country
      left join contact_addresses a on a.contact_id = c.id and a.is_primary
     where c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb))`)
  return rows.map(recordFrom)
}

/** The rules kept for these countries, by country. */
export async function rulesByCountry(tx: Tx, countries: readonly (string | null)[]): Promise<Map<string, Rule>> {
  const rows = await tx.execute<{ rule: Rule }>(sql`
    select ${sql.raw(ruleAsJson('j'))} as rule from jurisdictions j
     where j.country in (select value from jsonb_array_elements_text(${JSON.stringify(countries)}::jsonb))`)
  return new Map(rows.map(({ rule }) => [rule.country, rule]))
}

/** The one question for many contacts at once, for sequences and bulk sends. */
export async function marketingAnswers(
  tx: Tx,
  contactIds: readonly string[],
  now: Date,
): Promise<Map<string, MarketingAnswer>> {
  const records = await consentRecords(tx, contactIds)
  return new Map(records.map((record) => [record.contactId, mayReceiveMarketing(record, record.rule, now)]))
}

function recordFrom(row: Row): ConsentRecord {
  const ledger = (row.ledger ?? []).map((entry) => ({
    ...entry,
    effectiveAt: new Date(entry.effectiveAt),
    eventAt: entry.eventAt ? new Date(entry.eventAt) : null,
  }))
  return {
    contactId: row.id,
    ledger,
    rule: row.rule,
    country: row.law_country,
    standing: standingOf(ledger, row.rule),
    address: row.address
      ? {
          freeMail: isFreeMail(parseAddress(row.address)?.domain ?? ''),
          bouncedAt: row.bounced_at ? new Date(row.bounced_at) : null,
        }
      : null,
    projected: {
      ...row.projected,
      date: iso(row.projected.date),
      expiresAt: iso(row.projected.expiresAt),
      objectedAt: iso(row.projected.objectedAt),
    },
  }
}

const iso = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString())
