import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { retryingCollisions } from '../platform/retrying.ts'
import { RULES } from './classify.ts'
import { windowStart } from './entries.ts'
import { judgeMails } from './judge.ts'
import { trackingSettings } from './settings.ts'

const AT_ONCE = 5000
const MAILS_AT_ONCE = 100
const DAY = 86_400_000
/** A mail that was prepared and never sent. */
const NEVER_SENT_AFTER = '30 days'
const NETWORKS_KEPT = '30 days'

/**
 * Deletes single hits that are older than they are to be kept; what stands on timelines stays (TR-10). Whole half hours
 * at a time, so that what is left of one is never counted for all of it.
 * @returns how many hits went
 */
export async function forgetHits(db: Database, now: Date): Promise<number> {
  const { keepDays } = await trackingSettings(db)
  const before = windowStart(new Date(now.getTime() - keepDays * DAY)).toISOString()
  let gone = 0
  for (;;) {
    const rows = await db.execute(sql`delete from tracking_events where id in
      (select id from tracking_events where at < ${before}::timestamptz order by at limit ${AT_ONCE}) returning 1`)
    gone += rows.length
    if (rows.length < AT_ONCE) break
  }
  await db.execute(sql`delete from tracked_mails where sent_at is null and message_id is null
    and created_at < ${now.toISOString()}::timestamptz - ${NEVER_SENT_AFTER}::interval`)
  await db.execute(
    sql`delete from user_networks where seen_at < ${now.toISOString()}::timestamptz - ${NETWORKS_KEPT}::interval`,
  )
  return gone
}

/**
 * Judges stored hits by the rules of today, and puts the timelines right (TR-01). A batch of mails is a transaction, and
 * what is judged stays so: safe to repeat.
 * @param all also what these rules judged before, since networks of ours may have become known
 * @returns how many mails were looked at
 */
export async function judgeEverything(
  db: Database,
  all: boolean,
  progress: (done: number) => Promise<void> = async () => {},
): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000'
  let done = 0
  for (;;) {
    const rows = await db.execute<{ id: string }>(sql`
      select m.id from tracked_mails m where m.id > ${after}::uuid and exists (select 1 from tracking_events e
        where e.tracked_mail_id = m.id and (${all} or e.rules <> ${RULES})) order by m.id limit ${MAILS_AT_ONCE}`)
    const ids = rows.map(({ id }) => id)
    const last = ids.at(-1)
    if (!last) return done
    await retryingCollisions(() =>
      db.transaction(async (tx) => {
        await tx.execute(
          sql`select 1 from tracked_mails where id = any(${plainArray(ids)}::uuid[]) order by id for key share`,
        )
        await judgeMails(tx, ids, new Date(0))
      }),
    )
    after = last
    done += ids.length
    await progress(done)
  }
}
