import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant } from '../platform/instant.ts'
import { type EntryRow, entryAsJson, entryColumns } from './entry.ts'
import type { Activity, RemovedEntries, RemovedEntry } from './schema.ts'

export type RemovedRow = EntryRow & {
  reason: RemovedEntry['reason']
  removed_at: string
  removed_by: string | null
  remover: string | null
}

/** The columns of `RemovedRow`, for `r` (activity_removals), `a` and `u` (users). */
export const removedColumns = (contactId: string): string =>
  `${entryColumns(contactId)}, r.reason, r.removed_at, r.removed_by, u.name as remover`

/** Entries taken off a timeline, the last one first. What stands there again, or lies under a mail, is not among them. */
export async function removedEntries(
  sql: postgres.Sql,
  contactId: string,
  readerId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RemovedEntries> {
  const position = cursor ? readCursor(cursor) : null
  const rows = await sql.unsafe<RemovedRow[]>(
    `select ${removedColumns('$1::uuid')} from activity_removals r join activities a on a.id = r.activity_id
       left join users u on u.id = r.removed_by
      where r.contact_id = $1::uuid and a.type not in ('email_opened', 'email_clicked') and a.details ->> 'forgotten' is null
        and not exists (select 1 from activity_contacts ac where ac.activity_id = r.activity_id and ac.contact_id = r.contact_id)
        ${position ? 'and (r.removed_at, r.activity_id) < ($2::timestamptz, $3::uuid)' : ''}
      order by r.removed_at desc, r.activity_id desc limit ${limit + 1}`,
    [contactId, ...(position ? [position.at, position.id] : [])],
    { prepare: true },
  )
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => removedEntry(row, readerId)),
    nextCursor: last ? writeCursor({ at: isoInstant(last.removed_at), id: last.id }) : null,
  }
}

export function removedEntry(row: RemovedRow, readerId: string): RemovedEntry {
  return {
    activity: JSON.parse(entryAsJson(row, readerId)) as Activity,
    reason: row.reason,
    removedAt: isoInstant(row.removed_at),
    removedBy: row.removed_by ? { id: row.removed_by, name: row.remover ?? '' } : null,
  }
}
