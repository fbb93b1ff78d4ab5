import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import type { Job } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  name: string
  state: string
  created_on: string
  started_on: string | null
  completed_on: string | null
  message: string | null
  done: number | null
  total: number | null
}

const states: Record<string, Job['state']> = {
  created: 'queued',
  retry: 'queued',
  blocked: 'queued',
  active: 'active',
  completed: 'completed',
  cancelled: 'cancelled',
  failed: 'failed',
}

export async function jobById(tx: Tx, id: string): Promise<Job> {
  const [row] = await tx.execute<Row>(sql`
    select j.id, j.name, j.state, j.created_on, j.started_on, j.completed_on, j.output->>'message' as message, p.done, p.total
      from pgboss.job j left join job_progress p on p.job_id = j.id where j.id = ${id}`)
  if (!row) throw new NotFound('such job')
  return {
    id: row.id,
    name: row.name,
    state: states[row.state] ?? 'queued',
    progress: { done: row.done ?? 0, total: row.total },
    error: row.message,
    createdAt: isoInstant(row.created_on),
    startedAt: isoInstantOrNull(row.started_on),
    completedAt: isoInstantOrNull(row.completed_on),
  }
}

export async function reportProgress(tx: Tx, jobId: string, done: number, total: number | null): Promise<void> {
  await tx.execute(sql`insert into job_progress (job_id, done, total) values (${jobId}, ${done}, ${total})
    on conflict (job_id) do update set done = excluded.done, total = excluded.total, updated_at = now()`)
}
