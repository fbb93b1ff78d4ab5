import type postgres from 'postgres'
import { type EntryRow, sharedEntryColumns } from '../timeline/entry.ts'
import { looksInto, rangeOf, Values } from '../timeline/filters.ts'
import { beyond, lookedThrough, pageAsJson, type TimelineRequest } from '../timeline/read-timeline.ts'

export type CompanyTimelineRequest = Omit<TimelineRequest, 'contactId'> & { companyId: string }

type CompanyEntryRow = EntryRow & { about: string }

/** Of each contact; together they are looked into from the newest on. */
const LOOKED_INTO = 500

/**
 * A page of one timeline over all contacts of a company, each activity once, as JSON text: the newest of each contact by
 * its index, then the newest of those. So a page costs contacts × page, however much has happened.
 */
export async function companyTimeline(sql: postgres.Sql, request: CompanyTimelineRequest): Promise<string> {
  const { readerId, limit } = request
  const order = request.order === 'asc' ? 'asc' : 'desc'
  const values = new Values()
  const columns = `${sharedEntryColumns}, ${aboutColumn}`
  if (looksInto(request)) {
    const entries = newestOf(request, order, LOOKED_INTO, values)
    return lookedThrough<CompanyEntryRow>(
      sql,
      { request, entries, most: LOOKED_INTO, columns, asEntry: withContact },
      values,
    )
  }
  const rows = await sql.unsafe<CompanyEntryRow[]>(
    `select ${columns} from (${newestOf(request, order, limit + 1, values)}) page join activities a on a.id = page.activity_id
      order by page.occurred_at ${order}, page.activity_id ${order}`,
    values.list,
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

function newestOf(request: CompanyTimelineRequest, order: 'asc' | 'desc', most: number, values: Values): string {
  const company = values.add(request.companyId)
  const within = `${beyond(request, values)} ${rangeOf(request, values)}`
  const wanted =
    request.types.length > 0 ? `cross join unnest(${values.add(request.types)}::text[]) as wanted(type)` : ''
  return `select r.activity_id, r.occurred_at, min(r.contact_id::text)::uuid as contact_id
      from contacts p ${wanted} cross join lateral (
        select ac.activity_id, ac.occurred_at, ac.contact_id from activity_contacts ac
         where ac.contact_id = p.id and ${wanted ? 'ac.type = wanted.type' : 'not ac.folded'} ${within}
         order by ac.occurred_at ${order}, ac.activity_id ${order} limit ${most}) r
     where p.company_id = ${company}::uuid
     group by r.activity_id, r.occurred_at
     order by r.occurred_at ${order}, r.activity_id ${order} limit ${most}`
}
