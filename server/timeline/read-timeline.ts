import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant } from '../platform/instant.ts'
import { type EntryRow, entryAsJson, entryColumns } from './entry.ts'
import type { Activity, ActivityType } from './schema.ts'

type Sql = postgres.Sql

export interface TimelineRequest {
  contactId: string
  /** Whose eyes: owners see their own mail whole, colleagues what was shared. */
  readerId: string
  types: ActivityType[]
  order: 'desc' | 'asc'
  cursor?: string | undefined
  limit: number
}

/** The newest entries of a contact, one more than a page has: it tells whether there is a next page. */
export const newestEntries = (contactId: string, limit: number): string => `
  select ac.activity_id, ac.occurred_at from activity_contacts ac where ac.contact_id = ${contactId}
   order by ac.occurred_at desc, ac.activity_id desc limit ${limit + 1}`

/**
 * The index range of a page. With types given, each type has its own range: a rare type among 50,000 entries is as quick
 * as a common one.
 */
function entriesOf({ types, order, cursor, limit }: TimelineRequest): string {
  const direction = order === 'asc' ? 'asc' : 'desc'
  const beyond = cursor
    ? `and (ac.occurred_at, ac.activity_id) ${order === 'asc' ? '>' : '<'} ($2::timestamptz, $3::uuid)`
    : ''
  const range = (type: string) => `
    select ac.activity_id, ac.occurred_at from activity_contacts ac where ac.contact_id = $1::uuid ${type} ${beyond}
     order by ac.occurred_at ${direction}, ac.activity_id ${direction} limit ${limit + 1}`
  if (types.length === 0) return range('')
  const typesAt = cursor ? '$4' : '$2'
  return `select r.activity_id, r.occurred_at
      from unnest(${typesAt}::text[]) as wanted(type) cross join lateral (${range('and ac.type = wanted.type')}) r
     order by r.occurred_at ${direction}, r.activity_id ${direction} limit ${limit + 1}`
}

/** One page as JSON text, ready to be sent. */
export async function readTimeline(sql: Sql, request: TimelineRequest): Promise<string> {
  const { contactId, readerId, types, order, cursor, limit } = request
  const position = cursor ? readCursor(cursor) : null
  const rows = await sql.unsafe<EntryRow[]>(
    `select ${entryColumns('$1::uuid')} from (${entriesOf(request)}) page join activities a on a.id = page.activity_id
      order by page.occurred_at ${order}, page.activity_id ${order}`,
    [contactId, ...(position ? [position.at, position.id] : []), ...(types.length > 0 ? [types as string[]] : [])],
    { prepare: true },
  )
  return pageAsJson(rows, limit, readerId)
}

/** A page from rows of which the last, when there is one more than `limit`, only says that there is a next page. */
export function pageAsJson(rows: readonly EntryRow[], limit: number, readerId: string): string {
  const shown = rows.length > limit ? rows.slice(0, limit) : rows
  const last = rows.length > limit ? shown.at(-1) : undefined
  const next = last ? JSON.stringify(writeCursor({ at: isoInstant(last.occurred_at), id: last.id })) : 'null'
  return `{"items":[${shown.map((row) => entryAsJson(row, readerId)).join(',')}],"nextCursor":${next}}`
}

/** One entry as it stands on a contact's timeline; null when it does not stand there. */
export async function readActivity(
  sql: Sql,
  activityId: string,
  contactId: string,
  readerId: string,
): Promise<Activity | null> {
  const [row] = await sql.unsafe<EntryRow[]>(
    `select ${entryColumns('$2::uuid')} from activity_contacts ac join activities a on a.id = ac.activity_id
      where ac.activity_id = $1::uuid and ac.contact_id = $2::uuid`,
    [activityId, contactId],
    { prepare: true },
  )
  return row ? (JSON.parse(entryAsJson(row, readerId)) as Activity) : null
}
