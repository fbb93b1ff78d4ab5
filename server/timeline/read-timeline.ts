import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant } from '../platform/instant.ts'
import { type EntryRow, entryAsJson, entryColumns, sharedEntryColumns } from './entry.ts'
import { conditionsOf, looksInto, rangeOf, Values } from './filters.ts'
import type { Activity, TimelineFilters } from './schema.ts'

type Sql = postgres.Sql

export interface TimelineRequest extends Omit<TimelineFilters, 'type'> {
  contactId: string
  /** Whose eyes: owners see their own mail whole, colleagues what was shared. */
  readerId: string
  types: TimelineFilters['type']
  order: 'desc' | 'asc'
  cursor?: string | undefined
  limit: number
}

/** How many entries a page with a search looks into at most; the next page goes on from there. */
export const LOOKED_INTO = 2_000

/** The newest entries of a contact, one more than a page has: it tells whether there is a next page. */
export const newestEntries = (contactId: string, limit: number): string => `
  select ac.activity_id, ac.occurred_at from activity_contacts ac where ac.contact_id = ${contactId} and not ac.folded
   order by ac.occurred_at desc, ac.activity_id desc limit ${limit + 1}`

/** Entries beyond where the last page ended, for `ac`. */
export function beyond({ cursor, order }: Pick<TimelineRequest, 'cursor' | 'order'>, values: Values): string {
  if (!cursor) return ''
  const { at, id } = readCursor(cursor)
  return `and (ac.occurred_at, ac.activity_id) ${order === 'asc' ? '>' : '<'} (${values.add(at)}::timestamptz, ${values.add(id)}::uuid)`
}

/**
 * The index range of a page. With types given, each type has its own range: a rare type among 50,000 entries is as quick
 * as a common one.
 */
function entriesOf(request: TimelineRequest, most: number, values: Values): string {
  const order = request.order === 'asc' ? 'asc' : 'desc'
  const contact = values.add(request.contactId)
  const within = `${beyond(request, values)} ${rangeOf(request, values)}`
  const range = (type: string) => `
    select ac.activity_id, ac.occurred_at from activity_contacts ac where ac.contact_id = ${contact}::uuid ${type} ${within}
     order by ac.occurred_at ${order}, ac.activity_id ${order} limit ${most}`
  if (request.types.length === 0) return range('and not ac.folded')
  return `select r.activity_id, r.occurred_at
      from unnest(${values.add(request.types)}::text[]) as wanted(type) cross join lateral (${range('and ac.type = wanted.type')}) r
     order by r.occurred_at ${order}, r.activity_id ${order} limit ${most}`
}

/** One page as JSON text, ready to be sent. */
export async function readTimeline(sql: Sql, request: TimelineRequest): Promise<string> {
  const { limit, order, readerId } = request
  const values = new Values()
  if (looksInto(request)) {
    return lookedThrough(
      sql,
      {
        request,
        entries: entriesOf(request, LOOKED_INTO, values),
        columns: entryColumns('$1::uuid'),
        most: LOOKED_INTO,
      },
      values,
    )
  }
  const rows = await sql.unsafe<EntryRow[]>(
    `select ${entryColumns('$1::uuid')} from (${entriesOf(request, limit + 1, values)}) page
       join activities a on a.id = page.activity_id
      order by page.occurred_at ${order}, page.activity_id ${order}`,
    values.list,
    { prepare: true },
  )
  return pageAsJson(rows, limit, readerId)
}

interface Search<R extends EntryRow> {
  request: Omit<TimelineRequest, 'contactId'>
  /** The entries to look into, at most `most`, in order. */
  entries: string
  most: number
  columns: string
  asEntry?: (row: R) => EntryRow
}

type Looked<R> = R & { end_at: string | null; end_id: string | null }

/**
 * A page of the entries that meet conditions which no index answers. At most `most` entries are looked into, so an answer
 * takes no longer the longer the timeline is; the cursor goes on where looking ended.
 */
export async function lookedThrough<R extends EntryRow>(
  sql: Sql,
  { request, entries, most, columns, asEntry = (row) => row }: Search<R>,
  values: Values,
): Promise<string> {
  const { limit, order, readerId } = request
  const rows = await sql.unsafe<Looked<R>[]>(
    `with looked as materialized (select * from (${entries}) e), found as (
       select looked.* from looked join activities a on a.id = looked.activity_id where ${conditionsOf(request, readerId, values)}
        order by looked.occurred_at ${order}, looked.activity_id ${order} limit ${limit + 1})
     select ${columns}, last.occurred_at as end_at, last.activity_id as end_id
       from (select 1) one
       left join (select occurred_at, activity_id from looked order by occurred_at ${order}, activity_id ${order} offset ${most - 1}) last on true
       left join found page on true left join activities a on a.id = page.activity_id
      order by page.occurred_at ${order}, page.activity_id ${order}`,
    values.list,
    { prepare: true },
  )
  const [first] = rows
  const goOn = first?.end_at && first.end_id ? { at: isoInstant(first.end_at), id: first.end_id } : null
  return pageAsJson(rows.filter(({ id }) => id !== null).map(asEntry), limit, readerId, goOn)
}

/**
 * A page from rows of which the last, when there is one more than `limit`, only says that there is a next page.
 * @param goOn where looking ended, if there may be more behind it
 */
export function pageAsJson(
  rows: readonly EntryRow[],
  limit: number,
  readerId: string,
  goOn: { at: string; id: string } | null = null,
): string {
  const shown = rows.length > limit ? rows.slice(0, limit) : rows
  const last = rows.length > limit ? shown.at(-1) : undefined
  const end = last ? { at: isoInstant(last.occurred_at), id: last.id } : goOn
  const next = end ? JSON.stringify(writeCursor(end)) : 'null'
  return `{"items":[${shown.map((row) => entryAsJson(row, readerId)).join(',')}],"nextCursor":${next}}`
}

/**
 * One entry as it stands on a contact's timeline, null when it does not stand there; or with all contacts it names, where
 * no contact is given.
 */
export async function readActivity(
  sql: Sql,
  activityId: string,
  contactId: string | null,
  readerId: string,
): Promise<Activity | null> {
  const [row] = contactId
    ? await sql.unsafe<EntryRow[]>(
        `select ${entryColumns('$2::uuid')} from activity_contacts ac join activities a on a.id = ac.activity_id
          where ac.activity_id = $1::uuid and ac.contact_id = $2::uuid`,
        [activityId, contactId],
        { prepare: true },
      )
    : await sql.unsafe<EntryRow[]>(`select ${allNamed} from activities a where a.id = $1::uuid`, [activityId], {
        prepare: true,
      })
  return row ? (JSON.parse(entryAsJson(row, readerId)) as Activity) : null
}

/** Here the only contact is named too. */
const allNamed = sharedEntryColumns.replace('a.contact_count = 1', 'false')
