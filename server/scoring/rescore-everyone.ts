import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { scoringRuns } from '#db/schema/scoring.ts'
import { reportProgress } from '../jobs/jobs.ts'
import { JobFailed } from '../jobs/queue.ts'
import { fingerprintOf, loadRules, type Rule } from './rules.ts'
import { isOvertaken, type Run, takeUpRun } from './runs.ts'
import { type Scored, scoreContacts, whileScoring } from './score.ts'
import { theseContacts } from './score-sql.ts'

interface RescoreOptions {
  /** Contacts a transaction: small, so that nobody who logs an activity waits long for it. */
  batch?: number
  /** Batches at once, each on a connection of its own. */
  lanes?: number
}
type Clock = () => Date

/**
 * Scores everyone by the present rules, in order of ids. After a kill the same job goes on where it stood; when the
 * rules change or a newer job begins, it ends and leaves the rest to that. Doing it twice changes nothing.
 * @returns whether it came to its end.
 */
export async function rescoreEveryone(
  db: Database,
  clock: Clock,
  jobId: string,
  { batch = 10_000, lanes = 2 }: RescoreOptions = {},
): Promise<boolean> {
  const run = await begin(db, clock, jobId)
  if (!run) return false
  const finished = await runLanes(db, clock, run, batch, lanes)
  if (finished) {
    await db.update(scoringRuns).set({ finishedAt: clock() }).where(eq(scoringRuns.id, run.id))
    await reportProgress(db, jobId, run.total ?? 0, run.total)
  }
  return finished
}

/** Waits until nobody writes by older rules any more. */
const begin = (db: Database, clock: Clock, jobId: string): Promise<Run | null> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.scoring})`)
    return takeUpRun(tx, jobId, fingerprintOf(await loadRules(tx)), clock())
  })

async function runLanes(db: Database, clock: Clock, run: Run, batch: number, lanes: number): Promise<boolean> {
  const source = ranges(db, run.cursor ?? FIRST, batch)
  const progress = progressOf(db, run)
  let overtaken = false
  // A lane that leaves the loop, for whatever reason, ends the ranges for the others too.
  const lane = async () => {
    for await (const range of source) {
      const scored = await scoreRange(db, clock, run, range)
      if (scored) {
        await progress(range, scored)
      } else {
        overtaken = true
        break
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return !overtaken
}

const FIRST = '00000000-0000-0000-0000-000000000000'

interface Range {
  number: number
  ids: string[]
  to: string
}

/**
 * Everyone in order of ids, as lists: of a range of uuids PostgreSQL cannot tell how much it holds, and plans for
 * nothing.
 */
async function* ranges(db: Database, from: string, batch: number): AsyncGenerator<Range> {
  let after = from
  for (let number = 0; ; number++) {
    const rows = await db.execute<{ id: string }>(
      sql`select id from contacts where id > ${after}::uuid order by id limit ${batch}::int`,
    )
    const to = rows.at(-1)?.id
    if (!to) return
    yield { number, ids: rows.map(({ id }) => id), to }
    after = to
  }
}

type RangeScored = Scored & { rules: readonly Rule[] }

/** How often rows that somebody holds are tried again, a tenth of a second each: nobody should hold them for long. */
const TRIES = 100

/** One range to its end; null when this run is no longer the one that counts. */
async function scoreRange(db: Database, clock: Clock, run: Run, range: Range): Promise<RangeScored | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const scored = await db.transaction(async (tx) => {
      await whileScoring(tx)
      const rules = await loadRules(tx)
      if (fingerprintOf(rules) !== run.fingerprint || (await isOvertaken(tx, run.id))) return null
      return { rules, ...(await scoreContacts(tx, rules, theseContacts(range.ids), clock())) }
    })
    if (!scored || scored.left === 0) return scored
    await sleep(100)
  }
  throw new JobFailed('Some contacts are being changed all the time. Scoring goes on with them later.')
}

/** Moves the cursor over the ranges that are done without a gap, so that a kill repeats at most those under way. */
function progressOf(db: Database, run: Run): (range: Range, scored: RangeScored) => Promise<void> {
  const waiting = new Map<number, { to: string; scored: RangeScored }>()
  const state = { next: 0, done: run.done, matches: { ...run.matches } }
  return async (range, scored) => {
    waiting.set(range.number, { to: range.to, scored })
    let cursor: string | undefined
    for (let one = waiting.get(state.next); one; one = waiting.get(state.next)) {
      waiting.delete(state.next++)
      state.done += one.scored.contacts
      one.scored.rules.forEach(({ id }, place) => {
        state.matches[id] = (state.matches[id] ?? 0) + (one.scored.matches[place] ?? 0)
      })
      cursor = one.to
    }
    if (!cursor) return
    const { done, matches } = state
    await db
      .update(scoringRuns)
      .set({ cursor, done, matches: { ...matches } })
      .where(
        sql`${scoringRuns.id} = ${run.id} and (${scoringRuns.cursor} is null or ${scoringRuns.cursor} < ${cursor})`,
      )
    await reportProgress(db, run.jobId, done, run.total)
  }
}
