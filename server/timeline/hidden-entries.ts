import type postgres from 'postgres'
import { conditionsOf, looksInto, rangeOf, Values } from './filters.ts'
import type { HiddenEntries, TimelineFilters } from './schema.ts'

/** Counted no further: more are more than anybody reads. */
const MOST = 5_000

export type Whose = { contactId: string } | { companyId: string }

/**
 * Of a timeline that its filters leave empty: how many entries each of them hides (TL-12), that is, how many there would
 * be without it.
 */
export async function hiddenEntries(
  sql: postgres.Sql,
  whose: Whose,
  filters: TimelineFilters,
  readerId: string,
): Promise<HiddenEntries> {
  const { type, person, search, from, to } = filters
  const none: TimelineFilters = { type: [], person: undefined, search: undefined, from: undefined, to: undefined }
  const count = (isSet: boolean, without: Partial<TimelineFilters>) =>
    isSet ? countEntries(sql, whose, { ...filters, ...without }, readerId) : null
  const [total, withoutType, withoutPerson, withoutSearch, withoutDates] = await Promise.all([
    countEntries(sql, whose, none, readerId),
    count(type.length > 0, { type: [] }),
    count(Boolean(person), { person: undefined }),
    count(Boolean(search), { search: undefined }),
    count(Boolean(from || to), { from: undefined, to: undefined }),
  ])
  const counted = [total, withoutType, withoutPerson, withoutSearch, withoutDates]
  return {
    total: total.count,
    withoutType: withoutType?.count ?? null,
    withoutPerson: withoutPerson?.count ?? null,
    withoutSearch: withoutSearch?.count ?? null,
    withoutDates: withoutDates?.count ?? null,
    exact: counted.every((one) => one === null || one.looked < MOST),
  }
}

async function countEntries(
  sql: postgres.Sql,
  whose: Whose,
  filters: TimelineFilters,
  readerId: string,
): Promise<{ count: number; looked: number }> {
  const values = new Values()
  const holder =
    'contactId' in whose
      ? `ac.contact_id = ${values.add(whose.contactId)}::uuid`
      : `ac.contact_id in (select id from contacts where company_id = ${values.add(whose.companyId)}::uuid)`
  const kind = filters.type.length > 0 ? `ac.type = any(${values.add(filters.type)}::text[])` : 'not ac.folded'
  const entries = `select distinct activity_id from (select ac.activity_id from activity_contacts ac
    where ${holder} and ${kind} ${rangeOf(filters, values)} limit ${MOST}) r`
  const [row] = await sql.unsafe<{ count: number; looked: number }[]>(
    looksInto(filters)
      ? `select count(*) filter (where ${conditionsOf(filters, readerId, values)})::int as count, count(*)::int as looked
           from (${entries}) e join activities a on a.id = e.activity_id`
      : `select count(*)::int as count, count(*)::int as looked from (${entries}) e`,
    values.list,
    { prepare: true },
  )
  return row ?? { count: 0, looked: 0 }
}
