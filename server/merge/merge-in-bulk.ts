import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { reportProgress } from '../jobs/jobs.ts'
import type { JobData, JobQueue } from '../jobs/queue.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { Problem } from '../platform/problem.ts'
import { actingUser } from '../users/acting-user.ts'
import { mergeContacts } from './merge-contacts.ts'
import { proposePrimary } from './primary.ts'
import { GroupChanged } from './problems.ts'
import type { BulkMergeStarted, StartBulkMerge } from './schema.ts'
import { uuids } from './tables.ts'

export interface BulkMergeContext {
  db: Database
  queue: JobQueue
  now(): Date
}

const certain = (groupIds: readonly string[] | null): SQL =>
  sql`g.certainty = 'certain' and ${groupIds ? sql`g.id = any(${uuids(groupIds)})` : sql`true`}`

/** Only a person decides who keeps what two own, and whether two that somebody called different are one (ME-03, ME-09). */
const asksSomebody: SQL = sql`(
  (select count(distinct c.owner_id) from duplicate_members m join contacts c on c.id = m.contact_id where m.group_id = g.id) > 1
  or exists (select 1 from duplicate_members one join duplicate_pairs p on p.first_id = one.contact_id and p.state = 'dismissed'
       join duplicate_members other on other.contact_id = p.second_id
      where one.group_id = g.id and other.group_id = g.id))`

/**
 * Has groups merged that are certain: those named, or all. Others of those named are passed over, and so is what somebody
 * has to decide.
 */
export async function startBulkMerge(
  { db, queue }: Pick<BulkMergeContext, 'db' | 'queue'>,
  actor: Actor,
  { groupIds }: StartBulkMerge,
): Promise<BulkMergeStarted> {
  return db.transaction(async (tx) => {
    const { groups, waiting } = await countGroups(tx, groupIds ?? null)
    const jobId = (await queue.send(
      'merge-in-bulk',
      { groupIds: groupIds ?? null, requestedBy: actor.userId, requestId: actor.requestId ?? null },
      // One waits for each who asks: whatever it comes to is what is certain then.
      { key: `${actor.userId} ${actor.requestId ?? ''}`, tx },
    )) as string
    await audit(tx, actor, {
      action: 'contacts.merged-in-bulk',
      subjectKind: 'job',
      subjectId: jobId,
      details: { groups, waiting, named: groupIds !== undefined },
    })
    return { jobId, groups, waiting }
  })
}

type Counts = Pick<BulkMergeStarted, 'groups' | 'waiting'>

async function countGroups(tx: Tx, groupIds: readonly string[] | null): Promise<Counts> {
  const [row] = await tx.execute<Counts & Record<string, unknown>>(sql`
    select count(*) filter (where not ${asksSomebody})::int as groups, count(*) filter (where ${asksSomebody})::int as waiting
      from duplicate_groups g where ${certain(groupIds)}`)
  return row as Counts
}

const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * Merges group by group, each in a transaction of its own; one that changed since it was compared is passed over. May stop
 * and be repeated at any moment: what was merged is no group any more.
 */
export async function mergeInBulk(
  { db, now }: Pick<BulkMergeContext, 'db' | 'now'>,
  jobId: string,
  { groupIds, requestedBy, requestId }: JobData['merge-in-bulk'],
): Promise<{ merged: number; passedOver: number }> {
  const actor = await actingUser(db, requestedBy, 'merge', requestId)
  const { groups: total } = await countGroups(db, groupIds)
  const result = { merged: 0, passedOver: 0 }
  await reportProgress(db, jobId, 0, total)
  for await (const done of mergeEach({ db, now }, actor, groupIds)) {
    result[done ? 'merged' : 'passedOver'] += 1
    await reportProgress(db, jobId, result.merged + result.passedOver, total)
  }
  return result
}

/** Whether these contacts are meant; asked before the merge, and again when everybody is locked. */
export type IsMeant = (tx: Tx, contactIds: readonly string[]) => Promise<boolean>

/**
 * Merges the certain groups, of those named or of all, that leave nothing for somebody to decide.
 * @param actor null when the server does it by itself
 * @returns of each in turn whether it was merged
 */
export async function* mergeEach(
  { db, now }: Pick<BulkMergeContext, 'db' | 'now'>,
  actor: Actor | null,
  groupIds: readonly string[] | null,
  isMeant: IsMeant = async () => true,
): AsyncGenerator<boolean> {
  for (let group = await nextGroup(db, groupIds, NIL); group; group = await nextGroup(db, groupIds, group.id))
    yield await mergeGroup({ db, now }, actor, group, isMeant)
}

interface Group extends Record<string, unknown> {
  id: string
  members: { id: string; activities: number; createdAt: string }[]
}

async function nextGroup(db: Database, groupIds: readonly string[] | null, after: string): Promise<Group | undefined> {
  const [group] = await db.execute<Group>(sql`
    select g.id, (select coalesce(json_agg(json_build_object('id', c.id, 'createdAt', c.created_at, 'activities',
          (select count(*) from activity_contacts ac where ac.contact_id = c.id)) order by c.id), '[]')
        from duplicate_members m join contacts c on c.id = m.contact_id where m.group_id = g.id) as members
      from duplicate_groups g where ${certain(groupIds)} and not ${asksSomebody} and g.id > ${after}::uuid order by g.id limit 1`)
  return group
}

async function mergeGroup(
  context: Pick<BulkMergeContext, 'db' | 'now'>,
  actor: Actor | null,
  { id, members }: Group,
  isMeant: IsMeant,
): Promise<boolean> {
  const ids = members.map((one) => one.id)
  if (ids.length < 2 || !(await isMeant(context.db, ids))) return false
  const candidates = members.map((one) => ({ ...one, createdAt: new Date(isoInstant(one.createdAt)) }))
  const primaryId = proposePrimary(candidates).id
  const otherIds = ids.filter((one) => one !== primaryId)
  const verify = async (tx: Tx) => {
    await requireUnchanged(tx, id, ids)
    if (!(await isMeant(tx, ids))) throw new GroupChanged()
  }
  try {
    await mergeContacts(context, actor, { primaryId, otherIds, fields: {} }, { inBulk: true, verify })
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** Still the same people, still certain, nothing for somebody to decide, and nobody waits to be compared again. */
async function requireUnchanged(tx: Tx, groupId: string, ids: readonly string[]): Promise<void> {
  const [row] = await tx.execute<{ same: boolean }>(sql`
    select g.certainty = 'certain' and not ${asksSomebody}
        and not exists (select 1 from duplicate_due d where d.contact_id = any(${uuids(ids)}))
        and (select array_agg(m.contact_id order by m.contact_id) from duplicate_members m where m.group_id = g.id)
          = (select array_agg(i order by i) from unnest(${uuids(ids)}) i) as same
      from duplicate_groups g where g.id = ${groupId}::uuid for update of g`)
  if (!row?.same) throw new GroupChanged()
}
