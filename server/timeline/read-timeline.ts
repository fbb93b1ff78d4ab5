import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { Activity, ActivityType } from './schema.ts'

export interface TimelineRequest {
  contactId: string
  /** Whose eyes: owners see their own mail whole, colleagues what was shared. */
  readerId: string
  types: ActivityType[]
  order: 'desc' | 'asc'
  cursor?: string | undefined
  limit: number
}

/** The page as JSON text, as PostgreSQL made it: the server hands it on without taking it apart. */
export interface TimelineJson {
  items: string
  nextCursor: string | null
}

type Sql = postgres.Sql

/** ISO 8601 in UTC with milliseconds. */
const iso = (sql: Sql, column: string) =>
  sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * The index range of one page and one entry more, which tells whether there is a next page. With types given, each type
 * has its own range: a rare type among 50,000 entries is as quick as a common one.
 */
export function pageOfEntries(
  sql: Sql,
  { types, order, cursor, limit }: Omit<TimelineRequest, 'contactId' | 'readerId'>,
  contactId: postgres.Fragment,
) {
  const position = cursor ? readCursor(cursor) : null
  const direction = order === 'asc' ? sql`asc` : sql`desc`
  const beyond = position
    ? order === 'asc'
      ? sql`and (ac.occurred_at, ac.activity_id) > (${position.at}::timestamptz, ${position.id}::uuid)`
      : sql`and (ac.occurred_at, ac.activity_id) < (${position.at}::timestamptz, ${position.id}::uuid)`
    : sql``
  const range = (type: postgres.Fragment) => sql`
    select ac.activity_id, ac.occurred_at from activity_contacts ac
     where ac.contact_id = ${contactId} ${type} ${beyond}
     order by ac.occurred_at ${direction}, ac.activity_id ${direction} limit ${limit + 1}::int`
  if (types.length === 0) return range(sql``)
  return sql`select r.activity_id, r.occurred_at
      from unnest(${types as string[]}::text[]) as wanted(type) cross join lateral (${range(sql`and ac.type = wanted.type`)}) r
     order by r.occurred_at ${direction}, r.activity_id ${direction} limit ${limit + 1}::int`
}

/** One entry as the wire shows it, with as much of a mail as the reader may see. Needs `page`, `mine` and a contact. */
export function entriesAsJson(sql: Sql, limit: number, order: 'desc' | 'asc', contactId: postgres.Fragment) {
  const direction = order === 'asc' ? sql`asc` : sql`desc`
  return sql`select coalesce(json_agg(entry order by occurred_at ${direction}, activity_id ${direction}), '[]')::text as items,
      (array_agg(to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '|' || activity_id
        order by occurred_at ${direction}, activity_id ${direction}))[${limit}::int] as last
    from (
      select page.activity_id, page.occurred_at, json_build_object(
        'id', a.id, 'type', a.type, 'occurredAt', ${iso(sql, 'a.occurred_at')}, 'source', a.source,
        'summary', case when a.message_id is null or sees.level >= 1 then a.summary end,
        'actor', json_build_object('kind', a.actor_kind, 'id', a.actor_user_id, 'name', a.actor_name, 'address', a.actor_address),
        'details', case when a.message_id is null then a.details else a.details || jsonb_build_object(
            'subject', case when sees.level >= 1 then a.summary end,
            'preview', case when sees.level = 2 then a.details->'preview' end,
            'to', case when sees.level >= 1 then a.details->'to' else '[]'::jsonb end,
            'cc', case when sees.level >= 1 then a.details->'cc' else '[]'::jsonb end,
            'internetMessageId', case when sees.level >= 1 then a.details->'internetMessageId' end,
            'shared', (array['contact_only','subject','all'])[sees.level + 1],
            'webLink', own.web_link) end,
        'contacts', others.named) as entry
      from (select * from page order by occurred_at ${direction}, activity_id ${direction} limit ${limit}::int) page
      join activities a on a.id = page.activity_id
      left join lateral (select c.web_link, true as held from message_copies c
        where c.message_id = a.message_id and c.mailbox_id = any((select ids from mine)::uuid[]) limit 1) own on true
      cross join lateral (select case when own.held then 2 else a.shared end as level) sees
      cross join lateral (
        select coalesce(json_agg(json_build_object('id', o.id, 'name', coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''),
            (select display from contact_addresses where contact_id = o.id and is_primary), o.phone, o.mobile, ''))), '[]') as named
          from activity_contacts x join contacts o on o.id = x.contact_id
         where x.activity_id = a.id and x.contact_id <> ${contactId} and not x.blind) others
    ) entries`
}

/** The mailboxes whose mail the reader sees whole. */
export const ownMailboxes = (sql: Sql, readerId: string) =>
  sql`select coalesce(array_agg(id), '{}') as ids from mailboxes where user_id = ${readerId}::uuid`

export async function readTimeline(sql: Sql, request: TimelineRequest): Promise<TimelineJson> {
  const contactId = sql`${request.contactId}::uuid`
  const [row] = await sql<{ items: string; last: string | null; more: boolean }[]>`
    with mine as materialized (${ownMailboxes(sql, request.readerId)}),
      page as materialized (${pageOfEntries(sql, request, contactId)})
    select e.items, e.last, (select count(*) > ${request.limit}::int from page) as more
      from (${entriesAsJson(sql, request.limit, request.order, contactId)}) e`
  return { items: row?.items ?? '[]', nextCursor: nextCursor(row) }
}

/** One entry as it stands on a contact's timeline; null when it does not stand there. */
export async function readActivity(
  sql: Sql,
  activityId: string,
  contactId: string,
  readerId: string,
): Promise<Activity | null> {
  const [row] = await sql<{ items: string }[]>`
    with mine as materialized (${ownMailboxes(sql, readerId)}),
      page as materialized (select activity_id, occurred_at from activity_contacts
        where activity_id = ${activityId}::uuid and contact_id = ${contactId}::uuid)
    select e.items from (${entriesAsJson(sql, 1, 'desc', sql`${contactId}::uuid`)}) e`
  const [activity] = JSON.parse(row?.items ?? '[]') as Activity[]
  return activity ?? null
}

export function nextCursor(row: { last: string | null; more: boolean } | undefined): string | null {
  if (!row?.more || !row.last) return null
  const [at, id] = row.last.split('|') as [string, string]
  return writeCursor({ at, id })
}
