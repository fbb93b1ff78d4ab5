import { type SQL, sql } from 'drizzle-orm'
import type { Services, Worker } from '../app-types.ts'
import { reportProgress } from '../jobs/jobs.ts'
import { applyAction, revertAction, type Step, type StoredAction } from './actions.ts'
import { settleTargets, UNDO_DAYS } from './bulk.ts'
import type { Selection } from './schema.ts'

const BATCH = 5000

interface Operation extends Record<string, unknown> {
  action: StoredAction
  selection: Selection
  time_zone: string
  state: string
  requested_by: string
  undone_by: string | null
  request_id: string | null
  created_at: string
}

type Context = Pick<Services, 'db' | 'queue'>

/** Works off bulk changes, batch by batch; each batch and how far it is are one transaction, so a kill doubles nothing. */
export async function startBulk({ db, queue }: Services): Promise<Worker> {
  await queue.work('change-in-bulk', ({ id, data }) => changeInBulk({ db, queue }, id, data.operationId))
  await queue.work('undo-in-bulk', ({ id, data }) => undoInBulk({ db, queue }, id, data.operationId))
  return { stop() {} }
}

/** @param jobId of the queue's job, for its progress */
export async function changeInBulk({ db }: Context, jobId: string, operationId: string): Promise<void> {
  await forgetOld(db)
  const operation = await load(db, operationId)
  if (!operation || operation.state === 'done') return
  if (operation.state === 'queued') {
    await db.transaction((tx) =>
      settleTargets(tx, operationId, operation.selection, operation.time_zone, new Date(operation.created_at)),
    )
  }
  await inBatches(db, jobId, operationId, 'waiting', 'unchanged', (tx, contactIds) =>
    applyAction(tx, step(operation, operationId, contactIds, operation.requested_by)),
  )
  await db.execute(
    sql`update bulk_operations set state = 'done', finished_at = now() where id = ${operationId}::uuid and state = 'running'`,
  )
}

export async function undoInBulk({ db }: Context, jobId: string, operationId: string): Promise<void> {
  const operation = await load(db, operationId)
  if (operation?.state !== 'undoing') return
  const by = operation.undone_by ?? operation.requested_by
  await inBatches(db, jobId, operationId, 'changed', 'left', (tx, contactIds) =>
    revertAction(tx, step(operation, operationId, contactIds, by)),
  )
  await db.execute(sql`update bulk_operations set state = 'undone', undone_at = now(),
    skipped = (select count(*) from bulk_targets where operation_id = ${operationId}::uuid and outcome = 'left')
    where id = ${operationId}::uuid and state = 'undoing'`)
}

const step = (operation: Operation, operationId: string, contactIds: string[], userId: string): Step => ({
  operationId,
  contactIds,
  action: operation.action,
  userId,
  requestId: operation.request_id,
})

async function load(db: Context['db'], id: string): Promise<Operation | undefined> {
  const [row] = await db.execute<Operation>(sql`
    select action, selection, time_zone, state, requested_by, undone_by, request_id, created_at from bulk_operations where id = ${id}::uuid`)
  return row
}

type Batch = (tx: Parameters<typeof applyAction>[0], contactIds: string[]) => Promise<number>

/** Takes the targets of an outcome in order of their ids; whom the batch did not change gets the other outcome. */
async function inBatches(
  db: Context['db'],
  jobId: string,
  operationId: string,
  from: string,
  otherwise: string,
  run: Batch,
) {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const last = await db.transaction(async (tx) => {
      const rows = await tx.execute<{ contact_id: string }>(sql`select contact_id from bulk_targets
        where operation_id = ${operationId}::uuid and outcome = ${from} and contact_id > ${after}::uuid
        order by contact_id limit ${BATCH} for update`)
      const ids = rows.map((row) => row.contact_id)
      if (ids.length === 0) return null
      const changed = await run(tx, ids)
      await tx.execute(sql`update bulk_targets set outcome = ${otherwise} where operation_id = ${operationId}::uuid
        and outcome = ${from} and contact_id >= ${ids[0]}::uuid and contact_id <= ${ids.at(-1)}::uuid`)
      await progress(tx, jobId, operationId, ids.length, from === 'waiting' ? changed : null)
      return ids.at(-1) as string
    })
    if (last === null) return
    after = last
  }
}

async function progress(
  tx: Parameters<typeof applyAction>[0],
  jobId: string,
  id: string,
  done: number,
  changed: number | null,
) {
  const counts: SQL =
    changed === null ? sql`` : sql`, changed = changed + ${changed}, skipped = skipped + ${done - changed}`
  const [row] = await tx.execute<{ done: number; total: number }>(sql`
    update bulk_operations set done = done + ${done} ${counts} where id = ${id}::uuid returning done, total`)
  if (row) await reportProgress(tx, jobId, row.done, row.total)
}

/** What a change was before is kept only as long as it can be undone. */
async function forgetOld(db: Context['db']): Promise<void> {
  await db.execute(sql`delete from bulk_targets t using bulk_operations b
    where b.id = t.operation_id and b.created_at < now() - make_interval(days => ${UNDO_DAYS})`)
}
