import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { appendAndProject, type NewEntry } from '../consent/ledger.ts'
import { consentRecords } from '../consent/load-ledger.ts'
import { consentPurposes } from '../consent/schema.ts'
import { standingRefusals } from '../consent/standing.ts'
import type { Contact } from '../contacts/schema.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { NotFound } from '../platform/problem.ts'
import { retrying } from '../platform/retrying.ts'
import { spokenWith } from '../timeline/engagement.ts'
import { userNames } from '../users/user-names.ts'
import { type Candidate, loadCandidates, lockContacts } from './candidates.ts'
import { fieldKinds } from './fields.ts'
import { giveBackPairs, giveBackRows, tablesWithParts } from './give-back.ts'
import { inWords, type MergeContext, mergeResult } from './merge-contacts.ts'
import type { Movement } from './move-rows.ts'
import { NotUndoable } from './problems.ts'
import { laterMerge, UNDO_DAYS } from './read-merges.ts'
import { putIdsBack } from './replace-ids.ts'
import {
  keptRecords,
  makeRecords,
  restoredFields,
  type StoredMerge,
  type Undoable,
  withPlace,
} from './restore-records.ts'
import type { MergeResult } from './schema.ts'
import { compareAgain, takeBackVerdicts } from './settle-duplicates.ts'
import { uuids } from './tables.ts'
import {
  addressChanges,
  type ChangeLine,
  makePrimary,
  tagChanges,
  tagNames,
  tellTimelines,
  writeColumns,
  writeHistory,
} from './write-survivor.ts'

/**
 * Takes a merge apart again (ME-14): who was merged away is there as before, with id, fields and all that was theirs; the
 * survivor has back what the merge changed. What came since stays with the survivor, and so does what somebody edited
 * since, which is told. No opt-out is lost: one that was recorded since holds for all of them.
 * @throws NotFound, NotUndoable; nothing is changed then.
 */
export async function undoMerge({ db, now }: MergeContext, actor: Actor, mergeId: string): Promise<MergeResult> {
  await retrying(() =>
    db.transaction(async (tx) => {
      await lockAddressBook(tx)
      const merge = await lockMerge(tx, mergeId, now())
      await takeApart(tx, actor, merge, now())
    }),
  )
  return mergeResult(db, mergeId, now())
}

async function lockMerge(tx: Tx, id: string, now: Date): Promise<Undoable> {
  const [merge] = await tx.execute<StoredMerge>(sql`
    select m.id, m.survivor_id, m.choices, m.before, m.after, m.created_at, m.undone_at, ${laterMerge(sql`m`)} as later
      from merges m where m.id = ${id}::uuid for update of m`)
  if (!merge) throw new NotFound('such merge')
  if (merge.undone_at) throw new NotUndoable('This merge was undone already.')
  const tooOld = Date.parse(merge.created_at) <= now.getTime() - UNDO_DAYS * 86_400_000
  if (tooOld || !merge.before || !merge.after)
    throw new NotUndoable(`A merge can be undone for ${UNDO_DAYS} days; this one is older.`)
  if (merge.later)
    throw new NotUndoable('This contact was merged again later. Undo that merge first.', { laterMergeId: merge.later })
  return merge as Undoable
}

async function takeApart(tx: Tx, actor: Actor, merge: Undoable, now: Date): Promise<void> {
  const survivorId = merge.survivor_id
  const formerIds = merge.choices.formers.map(({ id }) => id)
  const movement: Movement = { mergeId: merge.id, survivorId, formerIds }
  await lockContacts(tx, [survivorId])
  const [survivor] = (await loadCandidates(tx, [survivorId])) as [Candidate]
  const kinds = fieldKinds(await fieldDefinitions(tx, 'contact'), await userNames(tx))
  const fields = restoredFields(merge, survivor, kinds)
  // First the survivor: a value that only one may have is free then.
  const columns = await withPlace(tx, fields.columns)
  if (columns !== fields.columns) fields.conflicts.push('The company from before the merge is gone since.')
  await writeColumns(tx, survivorId, columns)
  const records = await keptRecords(tx, merge.id, formerIds)
  const lost = await makeRecords(tx, records, kinds)
  await tx.execute(
    sql`update contact_addresses set is_primary = false where contact_id = ${survivorId}::uuid and is_primary`,
  )
  const tables = await tablesWithParts(tx, merge.id)
  const edited = await giveBackRows(tx, tables, movement)
  await putIdsBack(tx, movement)
  const missing = await restorePrimaries(tx, merge, survivor)
  await takeBackVerdicts(tx, movement)
  await giveBackPairs(tx, tables, movement)
  await restoreEngagement(tx, merge)
  await tx.execute(sql`delete from merged_contacts where merge_id = ${merge.id}::uuid`)
  const refusals = await partConsents(tx, actor, merge, formerIds, now)
  await compareAgain(tx, [survivorId, ...formerIds])
  const conflicts = [...fields.conflicts, ...edited, ...lost, ...missing, ...refusals]
  await tell(tx, actor, merge, survivor.contact, fields.changes)
  await tx.execute(sql`update merges set undone_at = ${now.toISOString()}::timestamptz, undone_by = ${actor.userId}::uuid,
    conflicts = ${JSON.stringify(conflicts)}::jsonb, before = null, after = null where id = ${merge.id}::uuid`)
  await tx.execute(sql`delete from merge_parts where merge_id = ${merge.id}::uuid`)
  await audit(tx, actor, {
    action: 'contacts.merge-undone',
    subjectKind: 'contact',
    subjectId: survivorId,
    details: { mergeId: merge.id, formerIds, conflicts: conflicts.length },
  })
}

/** @returns addresses that did not come back, and why */
async function restorePrimaries(
  tx: Tx,
  { id, survivor_id, before, after }: Undoable,
  survivor: Candidate,
): Promise<string[]> {
  const rows = await tx.execute<{
    former_id: string
    address: string
    display: string
    primary: boolean
    holder: string | null
  }>(sql`
    select p.former_id, r.address, r.display, r.is_primary as primary, a.contact_id as holder
      from merge_parts p cross join lateral jsonb_populate_recordset(null::contact_addresses, p.rows) r
      left join contact_addresses a on a.address = r.address
     where p.merge_id = ${id}::uuid and p.table_name = 'contact_addresses' order by r.created_at, r.address`)
  for (const former of new Set(rows.map(({ former_id }) => former_id))) {
    const own = rows.filter(({ former_id, holder }) => former_id === former && holder === former)
    await makePrimary(tx, former, own.find(({ primary }) => primary)?.address ?? null)
  }
  const current = survivor.addresses.find(({ isPrimary }) => isPrimary)?.address ?? null
  await makePrimary(tx, survivor_id, current === after.email ? before.email : current)
  // Addresses that left are no change of one it has: what follows from them is worked out anew.
  await tx.execute(sql`update contacts set search_text = '' where id = ${survivor_id}::uuid`)
  return rows
    .filter(({ former_id, holder }) => holder !== former_id)
    .map(({ display, holder }) =>
      holder === null
        ? `${display} was removed since the merge and is not there any more.`
        : `${display} belongs to another contact since the merge and stays there.`,
    )
}

/** What happened since counts for the survivor; the others stand where they stood. Scores are worked out anew. */
async function restoreEngagement(tx: Tx, { id, survivor_id, before, created_at }: Undoable): Promise<void> {
  await tx.execute(sql`
    update contact_engagement e set lead_score = r.lead_score, scored_at = r.scored_at, score_due_at = now(),
        last_contacted_at = r.last_contacted_at, last_activity_at = r.last_activity_at
      from merge_parts p cross join lateral jsonb_populate_recordset(null::contact_engagement, p.rows) r
     where p.merge_id = ${id}::uuid and p.table_name = 'contact_engagement' and e.contact_id = r.contact_id`)
  await tx.execute(sql`
    update contact_engagement e set score_due_at = now(), last_activity_at = greatest(was.last_activity_at, since.activity),
        last_contacted_at = greatest(was.last_contacted_at, since.contacted)
      from jsonb_populate_record(null::contact_engagement, ${JSON.stringify(before.engagement)}::jsonb) was,
        (select max(ac.occurred_at) as activity, max(ac.occurred_at) filter (where ${spokenWith} or m.kind = 'person') as contacted
           from activity_contacts ac join activities a on a.id = ac.activity_id left join messages m on m.id = a.message_id
          where ac.contact_id = ${survivor_id}::uuid and a.type <> 'merged' and a.created_at > ${created_at}::timestamptz
            and ac.occurred_at <= now()) since
     where e.contact_id = ${survivor_id}::uuid`)
}

/**
 * The entries went back; what the merge said again is void. An opt-out since then was the word of the person that all of
 * them were taken for: it holds for each.
 * @returns what is worth telling
 */
async function partConsents(
  tx: Tx,
  actor: Actor,
  { id, survivor_id, created_at }: Undoable,
  formerIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const [record] = await consentRecords(tx, [survivor_id])
  const ledger = record?.ledger ?? []
  const voids: NewEntry[] = ledger.some(({ evidence }) => evidence.merge === id)
    ? [{ contactId: survivor_id, status: 'unknown', effectiveAt: now, source: 'Merge undone', evidence: { voids: id } }]
    : []
  const since = await recordedSince(tx, survivor_id, created_at)
  const refusals = consentPurposes
    .flatMap((purpose) => standingRefusals(ledger, purpose))
    .filter((entry) => since.has(entry.id) && entry.evidence.merge === undefined)
  const copies = formerIds.flatMap((contactId) =>
    refusals.map(
      ({ id: restates, purpose, address, status, gdprBasis, source, objection, effectiveAt }): NewEntry => ({
        ...{ contactId, purpose, address, status, gdprBasis, source, objection, effectiveAt },
        evidence: { restates, sinceMerge: id },
      }),
    ),
  )
  await appendAndProject(tx, { actor, route: 'merge' }, [survivor_id, ...formerIds], [...voids, ...copies])
  return copies.length > 0 ? ['An opt-out that was recorded since the merge holds for all of them.'] : []
}

async function recordedSince(tx: Tx, contactId: string, at: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from consent_entries where contact_id = ${contactId}::uuid and created_at > ${at}::timestamptz`)
  return new Set(rows.map((row) => row.id))
}

async function tell(tx: Tx, actor: Actor, merge: Undoable, before: Contact, changes: ChangeLine[]): Promise<void> {
  const { survivor_id, choices } = merge
  const names = choices.formers.map(({ name }) => name)
  const ids = choices.formers.map(({ id }) => id)
  const undone = { field: 'merged', before: names, after: null }
  await writeHistory(tx, actor, survivor_id, [
    ...changes,
    ...(await addressChanges(tx, survivor_id, before)),
    ...tagChanges(before.tags, await tagNames(tx, survivor_id)),
    undone,
  ])
  for (const id of ids) await writeHistory(tx, actor, id, [undone])
  const owners = await tx.execute<{ id: string }>(
    sql`select owner_id as id from contacts where id = any(${uuids([survivor_id, ...ids])}) and owner_id is not null`,
  )
  await tellTimelines(tx, actor, [survivor_id, ...ids], {
    summary: `The merge with ${inWords(names)} was undone.`,
    details: { mergeId: merge.id, undone: true },
    owners: owners.map(({ id }) => id),
  })
}
