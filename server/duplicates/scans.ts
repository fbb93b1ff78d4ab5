import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { DuplicateScan } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  state: DuplicateScan['state']
  step: DuplicateScan['step']
  contacts: number
  names: number
  name_pairs: string
  candidates: string
  suggested: number
  error: string | null
  requested_by: DuplicateScan['requestedBy']
  created_at: string
  started_at: string | null
  finished_at: string | null
}

export async function latestScan(tx: Tx): Promise<DuplicateScan | null> {
  const [row] = await tx.execute<Row>(sql`
    select s.id, s.state, s.step, s.contacts, s.names, s.name_pairs, s.candidates, s.suggested, s.error, s.created_at,
        s.started_at, s.finished_at,
        case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as requested_by
      from duplicate_scans s left join users u on u.id = s.requested_by order by s.created_at desc, s.id desc limit 1`)
  return row ? scanFrom(row) : null
}

const scanFrom = (row: Row): DuplicateScan => ({
  id: row.id,
  state: row.state,
  step: row.step,
  contacts: row.contacts,
  names: row.names,
  namePairs: Number(row.name_pairs),
  candidates: Number(row.candidates),
  suggested: row.suggested,
  error: row.error,
  requestedBy: row.requested_by,
  createdAt: isoInstant(row.created_at),
  startedAt: isoInstantOrNull(row.started_at),
  finishedAt: isoInstantOrNull(row.finished_at),
})

/** Asks for a comparison of everybody; the one that waits or runs already serves too. */
export async function requestScan(tx: Tx, queue: JobQueue, userId: string | null): Promise<void> {
  const [waiting] = await tx.execute<{ id: string }>(
    sql`select id from duplicate_scans where state in ('queued', 'running') limit 1`,
  )
  const [made] = waiting
    ? [waiting]
    : await tx.execute<{ id: string }>(
        sql`insert into duplicate_scans (requested_by) values (${userId}::uuid) returning id`,
      )
  await queue.send('scan-duplicates', { scanId: made?.id as string }, { key: 'all', tx })
}

/** Old scans say nothing any more; the newest stays. */
export async function forgetScans(tx: Tx): Promise<void> {
  await tx.execute(sql`delete from duplicate_scans where created_at < now() - interval '30 days'
    and id <> (select id from duplicate_scans order by created_at desc, id desc limit 1)`)
}

export const failScan = (tx: Tx, scanId: string, why: string) =>
  tx.execute(
    sql`update duplicate_scans set state = 'failed', error = ${why}, finished_at = now() where id = ${scanId}::uuid`,
  )
