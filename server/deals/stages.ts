import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { StageInUse, StageNotFound, StageStands, StageTaken } from './problems.ts'
import type { DealStage, EditDealStage } from './schema.ts'
import { replaceStageInFilters } from './stage-filters.ts'

/** Whoever puts deals into stages shares it, so that none comes into a stage that is being deleted. */
export const holdStages = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.dealStages})`)

const lockStages = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${locks.dealStages})`)

const stagesWhere = async (tx: Tx, condition: SQL): Promise<DealStage[]> => [
  ...(await tx.execute<DealStage & Record<string, unknown>>(sql`
    select s.id, s.name, s.outcome, s.position, (select count(*)::int from deals d where d.stage_id = s.id) as deals
      from deal_stages s where ${condition} order by s.position`)),
]

/** The columns of the board, from the left. */
export const listStages = (tx: Tx): Promise<DealStage[]> => stagesWhere(tx, sql`true`)

/** @throws StageNotFound */
export async function readStage(tx: Tx, id: string): Promise<DealStage> {
  const [stage] = await stagesWhere(tx, sql`s.id = ${id}::uuid`)
  if (!stage) throw new StageNotFound()
  return stage
}

/** A further open stage. @throws StageTaken */
export function createStage(
  db: Database,
  actor: Actor,
  { name, position }: { name: string; position?: number | undefined },
): Promise<DealStage> {
  return db.transaction(async (tx) => {
    await lockStages(tx)
    await requireFree(tx, name, null)
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into deal_stages (name, position, outcome) values (${name}, 1000, 'open') returning id`)
    const id = row?.id as string
    await putInOrder(tx, id, position)
    await audit(tx, actor, { action: 'deal-stage.created', subjectKind: 'deal-stage', subjectId: id })
    return readStage(tx, id)
  })
}

/** Renames a stage, or gives it another place. @throws StageNotFound, StageTaken, StageStands */
export function editStage(db: Database, actor: Actor, id: string, edit: EditDealStage): Promise<DealStage> {
  return db.transaction(async (tx) => {
    await lockStages(tx)
    const before = await readStage(tx, id)
    if (edit.name !== undefined && edit.name !== before.name) {
      await requireFree(tx, edit.name, id)
      await tx.execute(sql`update deal_stages set name = ${edit.name} where id = ${id}::uuid`)
    }
    if (edit.position !== undefined && edit.position !== before.position) {
      if (before.outcome !== 'open') throw new StageStands('Won and Lost stay where they are, at the end.')
      await putInOrder(tx, id, edit.position)
    }
    const after = await readStage(tx, id)
    if (after.name !== before.name || after.position !== before.position) {
      await audit(tx, actor, {
        action: 'deal-stage.changed',
        subjectKind: 'deal-stage',
        subjectId: id,
        details: { before: before.position, after: after.position, renamed: after.name !== before.name },
      })
    }
    return after
  })
}

/**
 * Deletes an open stage. Its deals go into another open stage, each with a line in its history; filters that name it name
 * the other one from then on.
 * @throws StageNotFound, StageInUse when it has deals and `moveTo` is missing, StageStands for Won, Lost and the last open one
 */
export async function deleteStage(db: Database, actor: Actor, id: string, moveTo?: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockStages(tx)
    const stages = await listStages(tx)
    const stage = stages.find((one) => one.id === id)
    if (!stage) throw new StageNotFound()
    if (stage.outcome !== 'open') throw new StageStands('Won and Lost cannot be deleted. You may rename them.')
    if (stages.filter(({ outcome }) => outcome === 'open').length === 1) {
      throw new StageStands(
        'This is the only open stage, and new deals begin in it. Add another one first, or rename it.',
      )
    }
    if (moveTo !== undefined) requireOpen(stages, stage, moveTo)
    else if (stage.deals > 0) throw new StageInUse(stage)
    if (moveTo !== undefined) {
      await moveDeals(tx, actor, stage, stages.find((one) => one.id === moveTo) as DealStage)
      await replaceStageInFilters(tx, id, moveTo)
    }
    await tx.execute(sql`delete from deal_stages where id = ${id}::uuid`)
    await renumber(tx)
    await audit(tx, actor, {
      action: 'deal-stage.deleted',
      subjectKind: 'deal-stage',
      subjectId: id,
      details: { deals: stage.deals, movedTo: moveTo ?? null },
    })
  })
}

function requireOpen(stages: DealStage[], { id }: DealStage, moveTo: string): void {
  if (stages.some((stage) => stage.id === moveTo && stage.id !== id && stage.outcome === 'open')) return
  throw new InvalidInput([{ path: 'moveTo', message: 'Choose another open stage for the deals.' }])
}

async function moveDeals(tx: Tx, actor: Actor, from: DealStage, to: DealStage): Promise<void> {
  await tx.execute(sql`
    with theirs as (select id from deals where stage_id = ${from.id}::uuid order by id for no key update),
    moved as (
      update deals d set stage_id = ${to.id}::uuid, stage_since = now(), version = version + 1, updated_at = now()
        from theirs where d.id = theirs.id returning d.id)
    insert into deal_changes (deal_id, user_id, field, before, after, route, request_id)
    select id, ${actor.userId}::uuid, 'stage', to_jsonb(${from.name}::text), to_jsonb(${to.name}::text), ${actor.route},
        ${actor.requestId ?? null} from moved`)
}

async function requireFree(tx: Tx, name: string, own: string | null): Promise<void> {
  const [other] = await tx.execute<{ id: string; name: string }>(sql`
    select id, name from deal_stages where lower(name) = lower(${name}) and id is distinct from ${own}::uuid`)
  if (other) throw new StageTaken(other.name, other.id)
}

/** Open stages stand before the final ones, whatever place was asked for. */
async function putInOrder(tx: Tx, id: string, position: number | undefined): Promise<void> {
  const others = (await listStages(tx)).filter((stage) => stage.outcome === 'open' && stage.id !== id)
  const at = Math.min(position ?? others.length + 1, others.length + 1) - 1
  const order = JSON.stringify([
    ...others.slice(0, at).map((one) => one.id),
    id,
    ...others.slice(at).map((one) => one.id),
  ])
  await tx.execute(sql`update deal_stages s set position = o.n
    from jsonb_array_elements_text(${order}::jsonb) with ordinality as o(id, n) where s.id = o.id::uuid`)
  await renumber(tx)
}

const renumber = (tx: Tx) =>
  tx.execute(sql`update deal_stages s set position = o.n
    from (select id, row_number() over (order by outcome = 'lost', outcome = 'won', position, id) as n from deal_stages) o
   where s.id = o.id and s.position <> o.n`)
