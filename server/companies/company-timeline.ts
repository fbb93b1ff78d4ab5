import type postgres from 'postgres'
import { readCursor } from '../platform/cursor.ts'
import { type EntryRow, entryColumns } from '../timeline/entry.ts'
import { pageAsJson, type TimelineRequest } from '../timeline/read-timeline.ts'

export type CompanyTimelineRequest = Omit<TimelineRequest, 'contactId'> & { companyId: string }

/** Nobody: on the timeline of a company every contact is another. */
const NOBODY = `'00000000-0000-0000-0000-000000000000'::uuid`

type CompanyEntryRow = EntryRow & { about: string }

/**
 * A page of one timeline over all contacts of a company, each activity once, as JSON text: the newest of each contact by
 * its index, then the newest of those. So a page costs contacts × page, however much has happened.
 */
export async function companyTimeline(sql: postgres.Sql, request: CompanyTimelineRequest): Promise<string> {
  const { companyId, readerId, types, cursor, limit } = request
  const order = request.order === 'asc' ? 'asc' : 'desc'
  const position = cursor ? readCursor(cursor) : null
  const rows = await sql.unsafe<CompanyEntryRow[]>(
    `select ${entryColumns(NOBODY)}, ${aboutColumn}
       from (${newestOf(request, order)}) page join activities a on a.id = page.activity_id
      order by page.occurred_at ${order}, page.activity_id ${order}`,
    [companyId, ...(position ? [position.at, position.id] : []), ...(types.length > 0 ? [types as string[]] : [])],
    { prepare: true },
  )
  return pageAsJson(rows.map(withContact), limit, readerId)
}

/** An entry of one contact does not name it: here it must. */
const aboutColumn = `(select json_build_array(json_build_object('id', o.id, 'name', coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''),
    (select display from contact_addresses where contact_id = o.id and is_primary), o.phone, o.mobile, '')))::text
   from contacts o where o.id = page.contact_id) as about`

const withContact = ({ about, ...row }: CompanyEntryRow): EntryRow =>
  row.contacts === '[]' ? { ...row, contacts: about } : row

function newestOf({ types, cursor, limit }: CompanyTimelineRequest, order: 'asc' | 'desc'): string {
  const beyond = cursor
    ? `and (ac.occurred_at, ac.activity_id) ${order === 'asc' ? '>' : '<'} ($2::timestamptz, $3::uuid)`
    : ''
  const wanted = types.length > 0 ? `cross join unnest(${cursor ? '$4' : '$2'}::text[]) as wanted(type)` : ''
  return `select r.activity_id, r.occurred_at, min(r.contact_id::text)::uuid as contact_id
      from contacts p ${wanted} cross join lateral (
        select ac.activity_id, ac.occurred_at, ac.contact_id from activity_contacts ac
         where ac.contact_id = p.id ${wanted ? 'and ac.type = wanted.type' : ''} ${beyond}
         order by ac.occurred_at ${order}, ac.activity_id ${order} limit ${limit + 1}) r
     where p.company_id = $1::uuid
     group by r.activity_id, r.occurred_at
     order by r.occurred_at ${order}, r.activity_id ${order} limit ${limit + 1}`
}
