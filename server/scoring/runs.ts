import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { scoringRuns } from '#db/schema/scoring.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { fingerprintOf, loadRules } from './rules.ts'

export type Run = typeof scoringRuns.$inferSelect

/** Everyone shall be scored anew, in the transaction that gives reason to it. One that waits already will do. */
export async function askForRescore(tx: Tx, queue: JobQueue): Promise<void> {
  const jobId = await queue.send('rescore-everyone', {}, { key: 'all', tx })
  if (jobId) await tx.insert(scoringRuns).values({ jobId })
}

/** The last one that was asked for. */
async function latestRun(tx: Tx): Promise<Run | undefined> {
  const [run] = await tx.select().from(scoringRuns).orderBy(desc(scoringRuns.askedAt), desc(scoringRuns.id)).limit(1)
  return run
}

/** The re-score that is asked for or under way. */
export async function rescoreUnderWay(tx: Tx): Promise<{ jobId: string; done: number; total: number | null } | null> {
  const run = await latestRun(tx)
  return run && !run.finishedAt ? { jobId: run.jobId, done: run.done, total: run.total } : null
}

/** How many contacts each rule gave points in the last one that came to its end. */
export async function latestMatches(tx: Tx): Promise<Record<string, number>> {
  const [run] = await tx
    .select({ matches: scoringRuns.matches })
    .from(scoringRuns)
    .where(sql`${scoringRuns.finishedAt} is not null`)
    .orderBy(desc(scoringRuns.finishedAt))
    .limit(1)
  return run?.matches ?? {}
}

/**
 * Asks for a re-score when the rules are no longer those that the last one works by: a segment was edited, a tag
 * deleted, or nobody ever scored; and when one stands still, its job having failed for good.
 */
export async function rescoreWhereOutdated(tx: Tx, queue: JobQueue, now: Date): Promise<void> {
  const run = await latestRun(tx)
  const waits = run && !run.startedAt
  const stands = run && !run.finishedAt && run.askedAt.getTime() < now.getTime() - 3_600_000
  if (waits && !stands) return
  const outdated = !run || run.fingerprint !== fingerprintOf(await loadRules(tx))
  if (outdated || stands) await askForRescore(tx, queue)
}

/** Begins or resumes the run of a job. Null when it is over, or a newer one has begun. */
export async function takeUpRun(tx: Tx, jobId: string, fingerprint: string, now: Date): Promise<Run | null> {
  await tx.insert(scoringRuns).values({ jobId }).onConflictDoNothing()
  const [run] = await tx.select().from(scoringRuns).where(eq(scoringRuns.jobId, jobId)).for('update')
  if (!run || run.finishedAt || (await isOvertaken(tx, run.id))) return null
  if (run.fingerprint === fingerprint) return run
  const [begun] = await tx
    .update(scoringRuns)
    .set({ fingerprint, startedAt: now, cursor: null, done: 0, matches: {}, total: await countContacts(tx) })
    .where(eq(scoringRuns.id, run.id))
    .returning()
  return begun ?? null
}

export async function isOvertaken(tx: Tx, runId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from scoring_runs newer join scoring_runs own on own.id = ${runId}
    where newer.started_at is not null and (newer.asked_at, newer.id) > (own.asked_at, own.id) limit 1`)
  return rows.length > 0
}

async function countContacts(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from contacts`)
  return row?.count ?? 0
}
