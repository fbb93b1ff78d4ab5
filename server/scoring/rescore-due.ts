import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { loadRules } from './rules.ts'
import { type Scored, scoreContacts, whileScoring } from './score.ts'
import { theseContacts } from './score-sql.ts'

const BATCH = 2_000

export async function somebodyIsDue(db: Database, now: Date): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from contact_engagement where score_due_at <= ${now.toISOString()}::timestamptz limit 1`,
  )
  return rows.length > 0
}

/**
 * Scores whoever is due, longest overdue first, until nobody is. What somebody holds stays due and comes with the next
 * pass. Any number may do this at once.
 * @returns how many were scored.
 */
export async function rescoreDue(db: Database, clock: () => Date): Promise<number> {
  let done = 0
  for (;;) {
    const scored = await scoreDueBatch(db, clock())
    const written = scored.contacts - scored.left
    done += written
    if (written === 0) return done
    if (scored.left > 0) await sleep(50)
  }
}

/** Rows somebody holds are passed over: who logs an activity marks its contacts once more when it is done. */
async function scoreDueBatch(db: Database, now: Date): Promise<Scored> {
  return db.transaction(async (tx) => {
    await whileScoring(tx)
    const due = await tx.execute<{ id: string }>(sql`
      select contact_id as id from contact_engagement where score_due_at <= ${now.toISOString()}::timestamptz
       order by score_due_at limit ${BATCH} for no key update skip locked`)
    if (due.length === 0) return { contacts: 0, left: 0, matches: [] }
    return scoreContacts(tx, await loadRules(tx), theseContacts(due.map(({ id }) => id)), now)
  })
}
