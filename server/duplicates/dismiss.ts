import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { NotFound } from '../platform/problem.ts'
import { retrying } from '../platform/retrying.ts'
import { strongReasons } from './find-pairs.ts'
import { comparedFields, type KnownPerson, loadPeople } from './load-people.ts'
import { holdForSuggestions, regroup } from './save-pairs.ts'
import { storedFrequencies } from './stored-frequencies.ts'
import { weigh } from './weigh.ts'

/**
 * Somebody says that these contacts are different people. It holds for each pair of them until a strong reason appears that
 * was not there (ME-03).
 * @throws ContactNotFound
 */
export async function dismissDuplicates(db: Database, actor: Actor, contactIds: readonly string[]): Promise<void> {
  await retrying(() => dismissOnce(db, actor, contactIds))
}

const dismissOnce = (db: Database, actor: Actor, contactIds: readonly string[]): Promise<void> =>
  db.transaction(async (tx) => {
    const held = await holdForSuggestions(tx, contactIds)
    if (contactIds.some((id) => !held.has(id))) throw new ContactNotFound()
    await writeVerdicts(tx, actor, await verdictsOn(tx, [...held]))
    await regroup(tx, [...held])
    for (const id of held)
      await audit(tx, actor, { action: 'duplicates.dismissed', subjectKind: 'contact', subjectId: id, details: {} })
  })

/**
 * Somebody says so of all contacts of a group. A group that changed since it was read is another one.
 * @throws NotFound, ContactNotFound
 */
export async function dismissGroup(db: Database, actor: Actor, groupId: string): Promise<void> {
  const members = await db.execute<{ id: string }>(
    sql`select contact_id as id from duplicate_members where group_id = ${groupId}::uuid`,
  )
  if (members.length === 0) throw new NotFound('such group of duplicates any more')
  await dismissDuplicates(
    db,
    actor,
    members.map(({ id }) => id),
  )
}

interface Verdict {
  one: string
  other: string
  score: number
  strong: string[]
}

async function verdictsOn(tx: Tx, ids: readonly string[]): Promise<Verdict[]> {
  const known = await loadPeople(tx, ids, await comparedFields(tx))
  const frequencies = await storedFrequencies(
    tx,
    known.map(({ person }) => person),
  )
  return eachPair(known).map(([a, b]) => {
    const { score, evidence } = weigh(a.person, b.person, frequencies)
    return { one: a.id, other: b.id, score, strong: strongReasons(evidence) }
  })
}

const eachPair = (known: KnownPerson[]): [KnownPerson, KnownPerson][] => {
  const inOrder = known.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return inOrder.flatMap((a, at) => inOrder.slice(at + 1).map((b): [KnownPerson, KnownPerson] => [a, b]))
}

async function writeVerdicts(tx: Tx, actor: Actor, verdicts: readonly Verdict[]): Promise<void> {
  await tx.execute(sql`
    insert into duplicate_pairs (first_id, second_id, score, certainty, state, known_reasons, decided_by, decided_at)
    select r.one, r.other, r.score, 'possible', 'dismissed', array(select jsonb_array_elements_text(r.strong)),
        ${actor.userId}::uuid, now()
      from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as r(one uuid, other uuid, score real, strong jsonb)
    on conflict (first_id, second_id) do update set state = 'dismissed', known_reasons = excluded.known_reasons,
      decided_by = excluded.decided_by, decided_at = excluded.decided_at`)
}
