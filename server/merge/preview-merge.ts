import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { day } from '../consent/calendar.ts'
import { type ConsentRecord, consentRecords, rulesByCountry } from '../consent/load-ledger.ts'
import type { Standing } from '../consent/standing.ts'
import { type Candidate, idsOf, loadCandidates } from './candidates.ts'
import { inWords, type MergeContext, planFor } from './merge-contacts.ts'
import type { Plan } from './plan.ts'
import type { MergeContacts, MergePreview } from './schema.ts'
import { uuids } from './tables.ts'
import { restatements, unitedStanding } from './unite-consent.ts'

/**
 * What a merge would do, by the same rules as the merge. Changes nothing.
 * @throws InvalidInput, ContactNotFound, ContactMerged, StaleVersion
 */
export function previewMerge({ db, now }: MergeContext, input: MergeContacts): Promise<MergePreview> {
  const ids = idsOf(input)
  return db.transaction(
    async (tx) => {
      const candidates = await loadCandidates(tx, ids, input.versions)
      const plan = await planFor(tx, candidates, input)
      const consent = await foreseeConsent(tx, candidates, plan, now())
      return {
        primaryId: ids[0] as string,
        fields: plan.fields,
        addresses: addressesOf(candidates, plan),
        tags: [...new Set(candidates.flatMap(({ contact }) => contact.tags))].toSorted((a, b) =>
          a.toLowerCase() < b.toLowerCase() ? -1 : 1,
        ),
        consent: { status: consent.shown, text: consent.text },
        moves: await countMoves(tx, ids),
        knownAs: plan.knownAs,
        warnings: await warningsOf(tx, candidates, plan),
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

const addressesOf = (candidates: readonly Candidate[], { primaryAddress }: Plan): MergePreview['addresses'] =>
  candidates
    .flatMap(({ id, addresses }) =>
      addresses.map(({ address, display }) => ({ address: display, from: id, primary: address === primaryAddress })),
    )
    .toSorted((a, b) => Number(b.primary) - Number(a.primary))

const words: Record<Standing['status'], string> = {
  opted_in: 'Opted in',
  opted_out: 'Opted out',
  pending: 'Pending',
  unknown: 'Unknown',
}

async function foreseeConsent(tx: Tx, candidates: readonly Candidate[], plan: Plan, now: Date) {
  const ids = candidates.map(({ id }) => id)
  const records = await consentRecords(tx, ids)
  const ledgers = ids.flatMap((id) => records.find(({ contactId }) => contactId === id) ?? [])
  const restated = restatements(ledgers, { mergeId: '', survivorId: ids[0] as string, now })
  const country = await lawCountry(tx, candidates[0] as Candidate, plan)
  const rule = (await rulesByCountry(tx, [country])).get(country ?? '') ?? null
  const { standing, projected } = unitedStanding(ledgers, restated, rule)
  const expired = projected.expiresAt !== null && new Date(projected.expiresAt) <= now
  const shown = expired ? 'unknown' : standing.status
  return { shown, text: consentInWords(standing, shown, ledgers, candidates) }
}

/** As the record will have it: its own country, else that of its company, else that of its numbers. */
async function lawCountry(tx: Tx, { record }: Candidate, { columns }: Plan): Promise<string | null> {
  const after = { ...record, ...columns } as Record<string, string | null>
  if (after.country) return after.country
  const [company] = await tx.execute<{ country: string | null }>(
    sql`select country from companies where id = ${after.company_id ?? null}::uuid`,
  )
  return company?.country ?? after.phone_country ?? null
}

function consentInWords(
  standing: Standing,
  shown: Standing['status'],
  ledgers: readonly ConsentRecord[],
  candidates: readonly Candidate[],
): string {
  const differ = new Set(ledgers.map((one) => one.standing.status)).size > 1
  const said = ledgers.filter((one) => one.standing.status === standing.status).map(({ contactId }) => contactId)
  const names = candidates.filter(({ id }) => said.includes(id)).map(({ contact }) => contact.displayName)
  const since = standing.date ? ` since ${day(standing.date)}` : ''
  const objected = standing.objectedAt ? ' The objection to direct marketing stays.' : ''
  const tracking = standing.tracking === 'refused' ? ' Tracking stays refused.' : ''
  if (standing.status === 'unknown' && !differ)
    return `Unknown: nothing is recorded that allows marketing.${objected}${tracking}`
  const decided = differ && names.length > 0 ? `, by what is recorded for ${inWords(names)}; the strictest holds` : ''
  return `${words[shown]}${shown === standing.status ? since : ''}${decided}.${objected}${tracking}`
}

/** What comes to the primary beside what it has. */
async function countMoves(tx: Tx, [primaryId, ...otherIds]: readonly string[]): Promise<MergePreview['moves']> {
  const others = uuids(otherIds)
  const [row] = await tx.execute<MergePreview['moves'] & Record<string, unknown>>(sql`
    select
      (select count(distinct activity_id) from activity_contacts ac where contact_id = any(${others}) and not exists (
        select 1 from activity_contacts o where o.activity_id = ac.activity_id and o.contact_id = ${primaryId}::uuid))::int as activities,
      (select count(*) from consent_entries where contact_id = any(${others}))::int as "consentEntries",
      (select count(distinct segment_id) from segment_members s where contact_id = any(${others}) and not exists (
        select 1 from segment_members o where o.segment_id = s.segment_id and o.contact_id = ${primaryId}::uuid))::int as segments,
      (select count(distinct deal_id) from deal_contacts d where contact_id = any(${others}) and not exists (
        select 1 from deal_contacts o where o.deal_id = d.deal_id and o.contact_id = ${primaryId}::uuid))::int as deals,
      (select count(*) from form_submissions where contact_id = any(${others}))::int as forms,
      (select count(*) from tracked_mails where contact_id = any(${others}))::int as "trackedMails",
      (select count(*) from contact_changes where contact_id = any(${others}))::int as changes`)
  return row as MergePreview['moves']
}

async function warningsOf(tx: Tx, candidates: readonly Candidate[], plan: Plan): Promise<string[]> {
  const ids = uuids(candidates.map(({ id }) => id))
  const dismissed = await tx.execute(sql`
    select 1 from duplicate_pairs where state = 'dismissed' and first_id = any(${ids}) and second_id = any(${ids}) limit 1`)
  const owners = plan.fields.find(({ field, asks }) => field === 'ownerId' && asks)
  return [
    ...(dismissed.length > 0 ? ['Somebody said that these are different people.'] : []),
    ...(owners
      ? [`They have different owners: ${inWords(owners.values.map(({ text }) => text))}. Choose who keeps the contact.`]
      : []),
  ]
}
