import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { fileCall } from './file-call.ts'

/** Calls looked up in one pass. */
const AT_ONCE = 200

/** Looks up the numbers of calls that are due, each in a transaction of its own. @returns how many there were */
export async function matchDueCalls(db: Database): Promise<number> {
  const due = await db.execute<{ id: string }>(sql`
    select id from received_calls where match_due_at <= now() order by match_due_at limit ${AT_ONCE}`)
  for (const { id } of due) {
    await db.transaction(async (tx) => {
      await fileCall(tx, id)
      // Filed by somebody else, or by hand: it is due no more.
      await tx.execute(
        sql`update received_calls set match_due_at = null where id = ${id}::uuid and activity_id is not null`,
      )
    })
  }
  return due.length
}

/** Entries that were deleted take their calls along, which would count as never filed else, and come back. */
export async function forgetCallsOf(tx: Tx, activityIds: readonly string[]): Promise<void> {
  await tx.execute(sql`delete from received_calls where activity_id = any(${plainArray(activityIds)}::uuid[])`)
}

/** What a voice system posted is kept for three years; entries on timelines stay with their contacts. */
export async function forgetCalls(db: Database): Promise<void> {
  await db.execute(sql`delete from received_calls where received_at < now() - interval '36 months'`)
}
