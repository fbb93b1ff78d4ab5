import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import type { Rule } from './rules.ts'
import { dueFrom, type Scope, scoresOf } from './score-sql.ts'

export interface Scored {
  contacts: number
  /** Contacts that must be scored again: their row was held or changed by somebody else in the meantime. */
  left: number
  /** How many contacts each rule gives points, in the order of the rules. */
  matches: number[]
}

/**
 * Scores a set of contacts at one instant, in one statement. Written is only what differs, and only rows that nobody
 * holds and nobody changed since the statement began: the others are left, and it waits for no one. Call it under
 * `whileScoring`.
 */
export async function scoreContacts(tx: Tx, rules: readonly Rule[], scope: Scope, now: Date): Promise<Scored> {
  const at = sql`${now.toISOString()}::timestamptz`
  const matches = rules.map((_, place) =>
    sql.raw(`, count(*) filter (where f${place} and not objected)::int as m${place}`),
  )
  const fired = rules.map((_, place) => sql.raw(`, f${place}`))
  const [row] = await tx.execute<Record<string, number>>(sql`
    with decided as materialized (
      select id, seen, objected, score, due ${sql.join(fired, sql``)}, (lead_score is distinct from score
          or score_due_at <= ${at} or coalesce(due < score_due_at, due is not null and score_due_at is null)) as stale
        from (select *, ${dueFrom(rules, now)} as due from (${await scoresOf(tx, rules, scope, now)}) scores offset 0) dues
    ), held as (
      select e.contact_id, d.score, d.due from contact_engagement e join decided d on d.id = e.contact_id
       where d.stale and e.xmin = d.seen order by e.contact_id for no key update of e skip locked
    ), written as (
      update contact_engagement e set lead_score = held.score, scored_at = ${at}, score_due_at = held.due
        from held where e.contact_id = held.contact_id returning 1
    )
    select count(*)::int as contacts, count(*) filter (where stale)::int - (select count(*) from written)::int as left
      ${sql.join(matches, sql``)} from decided`)
  const { contacts = 0, left = 0, ...counted } = row ?? {}
  return { contacts, left, matches: rules.map((_, place) => counted[`m${place}`] ?? 0) }
}

/**
 * Before rules are loaded to score by them: shares a lock that a re-score of everyone takes alone once, so that nobody
 * still writes by older rules after it began. Many short aggregates are not worth compiling.
 */
export async function whileScoring(tx: Tx): Promise<void> {
  await tx.execute(sql`set local jit = off`)
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.scoring})`)
}
