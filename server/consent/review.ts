import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { projectionOf, type TimelineEntry, writeTimeline } from './ledger.ts'
import { type ConsentRecord, consentRecords, rulesByCountry } from './load-ledger.ts'
import { mayReceiveMarketing } from './may-receive-marketing.ts'
import type { Rule } from './rule.ts'
import type { MarketingAnswer } from './schema.ts'
import { standingOf } from './standing.ts'
import { warnOfStricterLaw } from './warnings.ts'

const AT_ONCE = 500

/**
 * Looks again at contacts whose law is another one than before (CO-15): when their implied consent ends now, and whether
 * they may still be sent marketing. Where the answer turned stricter, the timeline tells the old and the new decision, and
 * the owner is told.
 * Taken and done in one transaction, so that a kill loses no mark and two workers share none.
 * @returns how many were looked at; there may be more while it is not 0
 */
export function reviewConsents(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const marks = await takeMarks(tx)
    if (marks.size === 0) return 0
    const records = await consentRecords(tx, [...marks.keys()])
    const oldRules = await rulesByCountry(tx, [...marks.values()])
    await writeEnds(tx, records)
    const stricter = records.flatMap((record) => {
      const country = marks.get(record.contactId) ?? null
      const before = answerUnder(record, country, oldRules.get(country ?? '') ?? null, now)
      const after = mayReceiveMarketing(record, record.rule, now)
      const turned = before.decision === 'allow' && after.decision === 'block'
      return turned ? [stricterEntry(record, country, before, after, now)] : []
    })
    await writeTimeline(tx, stricter)
    await warnOfStricterLaw(
      tx,
      stricter.map(({ contactId }) => contactId),
      now,
    )
    return marks.size
  })
}

/** Contacts first, as everybody else locks them; a mark whose contact is at work elsewhere waits for the next pass. */
async function takeMarks(tx: Tx): Promise<Map<string, string | null>> {
  const rows = await tx.execute<{ contact_id: string; country: string | null }>(sql`
    with taken as (
      select c.id from contacts c join consent_reviews r on r.contact_id = c.id
       order by c.id limit ${AT_ONCE} for no key update of c skip locked)
    delete from consent_reviews r using taken where r.contact_id = taken.id returning r.contact_id, r.country`)
  return new Map(rows.map((row) => [row.contact_id, row.country]))
}

const answerUnder = (record: ConsentRecord, country: string | null, rule: Rule | null, now: Date): MarketingAnswer =>
  mayReceiveMarketing({ ...record, country, standing: standingOf(record.ledger, rule) }, rule, now)

/** The end of implied consent follows the law, like the law follows the country: no edit of the record. */
async function writeEnds(tx: Tx, records: ConsentRecord[]): Promise<void> {
  const rows = records
    .map((record) => ({ record, projection: projectionOf(record.standing, record.rule) }))
    .filter(({ record, projection }) => record.projected.expiresAt !== projection.expiresAt)
    .map(({ record, projection }) => ({ id: record.contactId, expiresAt: projection.expiresAt }))
  if (rows.length === 0) return
  await tx.execute(sql`update contacts c set consent_expires_at = r."expiresAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "expiresAt" timestamptz) where c.id = r.id`)
}

const stricterEntry = (
  { contactId, country: newCountry, rule }: ConsentRecord,
  country: string | null,
  before: MarketingAnswer,
  after: MarketingAnswer,
  now: Date,
): TimelineEntry => ({
  contactId,
  at: now,
  source: 'system',
  summary: `No marketing mail any more: the law is that of ${newCountry ?? 'no known country'} now. ${after.text}`,
  details: {
    purpose: 'marketing',
    why: 'law_changed',
    before: { country, law: before.law, decision: before.decision, reason: before.reason },
    after: { country: newCountry, law: rule?.law ?? null, decision: after.decision, reason: after.reason },
  },
  actor: { kind: 'system', userId: null, name: null, address: null },
})
