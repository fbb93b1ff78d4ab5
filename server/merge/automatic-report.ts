import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstantOrNull } from '../platform/instant.ts'
import { readSetting, writeSetting } from '../users/settings.ts'
import { UNDO_DAYS } from './read-merges.ts'
import type { AutomaticReport } from './schema.ts'

/** No key that the settings of the pages can have. */
const SEEN = 'merges.automatic-report'

/** What was merged automatically that the reader has not put away, as far back as it can be undone. */
export async function automaticReport(db: Database, actor: Actor, now: Date): Promise<AutomaticReport> {
  const seen = (await readSetting(db, actor, SEEN)) as string | null
  const [row] = await db.execute<{ merged: number; until: string | null }>(sql`
    select count(*)::int as merged, max(created_at) as until from merges
     where merged_by is null and created_at > ${now.toISOString()}::timestamptz - make_interval(days => ${UNDO_DAYS})
       and date_trunc('milliseconds', created_at) > coalesce(${seen}::timestamptz, '-infinity')`)
  return { merged: row?.merged ?? 0, until: isoInstantOrNull(row?.until ?? null) }
}

/** It is not shown to this reader any more; what is merged later is. */
export const putReportAway = (db: Database, actor: Actor, until: string): Promise<void> =>
  writeSetting(db, actor, SEEN, until)
