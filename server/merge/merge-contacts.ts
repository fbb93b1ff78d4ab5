import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { appendAndProject } from '../consent/ledger.ts'
import { consentRecords } from '../consent/load-ledger.ts'
import { readContacts } from '../contacts/list-contacts.ts'
import { EmptyContact } from '../contacts/problems.ts'
import { removeContacts } from '../contacts/remove-contacts.ts'
import type { Contact } from '../contacts/schema.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { once } from '../platform/idempotency.ts'
import { v7 } from '../platform/ids.ts'
import { retrying } from '../platform/retrying.ts'
import { userNames } from '../users/user-names.ts'
import { type Candidate, idsOf, loadCandidates, lockContacts } from './candidates.ts'
import { fieldKinds } from './fields.ts'
import { keepParts, type Movement, moveRows } from './move-rows.ts'
import { type Plan, planMerge } from './plan.ts'
import { readMerge } from './read-merges.ts'
import type { MergeContacts, MergeResult } from './schema.ts'
import { carryVerdicts, compareAgain, keepOwnPairs, settleGroups } from './settle-duplicates.ts'
import { referringTables, uuids } from './tables.ts'
import { restatements } from './unite-consent.ts'
import {
  addressChanges,
  makePrimary,
  tagChanges,
  tagNames,
  tellTimelines,
  writeColumns,
  writeHistory,
} from './write-survivor.ts'

export interface MergeContext {
  db: Database
  now(): Date
}

export interface MergeOptions {
  key?: string | undefined
  inBulk?: boolean
  /** Asked once everybody is locked; throws where the merge is not what was meant any more. */
  verify?: (tx: Tx) => Promise<void>
}

/**
 * Makes several contacts one. All that refers to the others moves to the primary by the rules of db/references.ts, the
 * strictest consent holds, and their ids answer with the survivor from then on. One transaction, run again when it met
 * another one; once for a key.
 * @param actor null when the server does it by itself
 * @throws InvalidInput, ContactNotFound, ContactMerged, StaleVersion, EmptyContact; nothing is changed then.
 */
export async function mergeContacts(
  { db, now }: MergeContext,
  actor: Actor | null,
  input: MergeContacts,
  { key, inBulk = false, verify = async () => {} }: MergeOptions = {},
): Promise<MergeResult> {
  const ids = idsOf(input)
  const work = async (tx: Tx) => {
    await lockAddressBook(tx)
    await lockContacts(tx, ids)
    await verify(tx)
    return { id: await unite(tx, actor, input, ids, { inBulk, now: now() }) }
  }
  const { id } = await retrying(() => (actor ? once(db, actor, key, input, work) : db.transaction(work)))
  return mergeResult(db, id, now())
}

/** A merge with its survivor as it is now. */
export async function mergeResult(db: Database, mergeId: string, now: Date): Promise<MergeResult> {
  const merge = await readMerge(db, mergeId, now)
  const [contact] = await readContacts(db, [merge.survivorId])
  return { merge, contact: contact as Contact }
}

/** What the fields become, for who is to be merged. */
export async function planFor(tx: Tx, candidates: readonly Candidate[], input: MergeContacts): Promise<Plan> {
  const kinds = fieldKinds(await fieldDefinitions(tx, 'contact'), await userNames(tx))
  return planMerge(candidates as [Candidate, ...Candidate[]], kinds, input.fields)
}

async function unite(
  tx: Tx,
  actor: Actor | null,
  input: MergeContacts,
  ids: readonly string[],
  { inBulk, now }: { inBulk: boolean; now: Date },
): Promise<string> {
  const candidates = await loadCandidates(tx, ids, input.versions)
  const [survivorId, ...formerIds] = ids as [string, ...string[]]
  const movement: Movement = { mergeId: v7(), survivorId, formerIds }
  const plan = await planFor(tx, candidates, input)
  refuseEmpty(candidates, plan)
  const tables = await referringTables(tx)
  const ledgers = await consentRecords(tx, ids)
  await noteMerge(tx, actor, movement, candidates, plan, inBulk)
  await keepParts(tx, tables, movement)
  await keepOwnPairs(tx, movement)
  await carryVerdicts(tx, movement)
  await uniteEngagement(tx, movement)
  await tx.execute(
    sql`update contact_addresses set is_primary = false where contact_id = any(${uuids(ids)}) and is_primary`,
  )
  await moveRows(tx, tables, movement)
  await settleGroups(tx, movement)
  // Gone before the survivor is written: of a value that only one may have, theirs is free then.
  await removeContacts(tx, formerIds)
  await tx.execute(sql`insert into merged_contacts (former_id, survivor_id, merge_id)
    select f, ${survivorId}::uuid, ${movement.mergeId}::uuid from unnest(${uuids(formerIds)}) f`)
  await makePrimary(tx, survivorId, plan.primaryAddress)
  await writeColumns(tx, survivorId, plan.columns)
  const restated = restatements(ledgers, { ...movement, now })
  await appendAndProject(tx, { actor, route: 'merge' }, [survivorId], restated)
  await compareAgain(tx, [survivorId])
  await tell(tx, actor, movement, candidates, { ...plan, inBulk })
  await audit(tx, actor, {
    action: 'contacts.merged',
    subjectKind: 'contact',
    subjectId: survivorId,
    details: { mergeId: movement.mergeId, formerIds, inBulk },
  })
  return movement.mergeId
}

/** Fields can be chosen empty; somebody of whom nothing is left would be found by nobody. */
function refuseEmpty(candidates: readonly Candidate[], { columns }: Plan): void {
  const after = { ...candidates[0]?.record, ...columns } as Record<string, unknown>
  const named = ['first_name', 'last_name', 'phone', 'mobile'].some((column) => after[column])
  if (!named && candidates.every(({ addresses }) => addresses.length === 0)) throw new EmptyContact()
}

async function noteMerge(
  tx: Tx,
  actor: Actor | null,
  { mergeId, survivorId }: Movement,
  candidates: readonly Candidate[],
  plan: Plan,
  inBulk: boolean,
): Promise<void> {
  const [primary, ...others] = candidates as [Candidate, ...Candidate[]]
  const choices = {
    primaryId: survivorId,
    formers: others.map(({ id, contact }) => ({ id, name: contact.displayName })),
    fields: plan.chosen,
    knownAs: plan.knownAs,
  }
  const email = primary.addresses.find(({ isPrimary }) => isPrimary)?.address ?? null
  const before = { record: primary.record, email, engagement: await engagementOf(tx, survivorId) }
  const after = { columns: plan.columns, email: plan.primaryAddress }
  await tx.execute(sql`
    insert into merges (id, survivor_id, choices, before, after, in_bulk, merged_by, request_id, created_at)
    values (${mergeId}::uuid, ${survivorId}::uuid, ${JSON.stringify(choices)}::jsonb, ${JSON.stringify(before)}::jsonb,
      ${JSON.stringify(after)}::jsonb, ${inBulk}, ${actor?.userId ?? null}::uuid, ${actor?.requestId ?? null}, clock_timestamp())`)
}

async function engagementOf(tx: Tx, id: string): Promise<unknown> {
  const [row] = await tx.execute<{ e: unknown }>(
    sql`select to_jsonb(e) as e from contact_engagement e where contact_id = ${id}::uuid`,
  )
  return row?.e
}

/** The last of all of them; the score is worked out anew from everything there is (ME-18). */
const uniteEngagement = (tx: Tx, { survivorId, formerIds }: Movement) =>
  tx.execute(sql`
    update contact_engagement e set score_due_at = now(), last_activity_at = greatest(e.last_activity_at, last.activity),
        last_contacted_at = greatest(e.last_contacted_at, last.contacted)
      from (select max(last_activity_at) as activity, max(last_contacted_at) as contacted from contact_engagement
             where contact_id = any(${uuids(formerIds)})) last
     where e.contact_id = ${survivorId}::uuid`)

/** The history of the survivor line by line, and an entry that everybody sees. */
async function tell(
  tx: Tx,
  actor: Actor | null,
  { mergeId, survivorId, formerIds }: Movement,
  [primary, ...others]: readonly Candidate[],
  { changes, knownAs, inBulk }: Plan & { inBulk: boolean },
): Promise<void> {
  const names = others.map(({ contact }) => contact.displayName)
  await writeHistory(tx, actor, survivorId, [
    ...changes,
    ...(await addressChanges(tx, survivorId, primary?.contact ?? { email: null, aliases: [] })),
    ...tagChanges(primary?.contact.tags ?? [], await tagNames(tx, survivorId)),
    { field: 'merged', before: null, after: [...names, ...knownAs.map(({ text }) => text)] },
  ])
  await tellTimelines(tx, actor, [survivorId], {
    summary: `${inWords(names)} ${names.length > 1 ? 'were' : 'was'} merged into this contact.`,
    details: { mergeId, formerIds, knownAs },
    // Whoever merges in bulk answers for it to the owners; where nobody does, they are told.
    owners: inBulk && actor ? [] : [primary, ...others].map((one) => one?.record.owner_id),
  })
}

const lists = new Intl.ListFormat('en')
/** Names as a sentence has them; somebody may have none. */
export const inWords = (names: readonly string[]): string =>
  lists.format(names.map((one) => one || 'A contact without a name'))
