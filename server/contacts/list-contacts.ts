import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Database, Tx } from '#db/client.ts'
import { filterCondition } from '../filter/compile.ts'
import type { Filter } from '../filter/schema.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from './contact-row.ts'
import { type ListPlace, readPlace, writePlace } from './list-cursor.ts'
import { byRelevance, type ListOrder, listOrder } from './list-order.ts'
import type { ContactList } from './schema.ts'
import { correctSearch, readSearch, searchCondition, searchRank, type Term } from './search.ts'

const COUNTED_EXACTLY = 10_000
/** Above so many expected, nobody tries to count: of the whole table, and of a part of it. */
const FEW = 20_000
const MANY = 30_000
/** Milliseconds to count what is probably too many to be counted. */
const PATIENCE = 40
const QUERY_CANCELED = '57014'

export interface ListRequest {
  search?: string | undefined
  filter?: Filter | undefined
  sort?: string | undefined
  timeZone: string
  cursor?: string | undefined
  limit: number
}

/** Which contacts a search and a filter mean together, as one condition over `c` and `e`. @throws BrokenFilter */
export async function matching(
  tx: Tx,
  { search, filter, timeZone }: Pick<ListRequest, 'search' | 'filter' | 'timeZone'>,
  now: Date,
): Promise<SQL> {
  const terms = readSearch(search ?? '')
  const conditions = [
    ...(terms.length > 0 ? [searchCondition(terms)] : []),
    ...(filter ? [await filterCondition(tx, filter, { now, timeZone })] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** How many match: exactly up to 10,000, estimated above. @throws BrokenFilter */
export async function countMatches(
  tx: Tx,
  request: Pick<ListRequest, 'search' | 'filter' | 'timeZone'>,
  now: Date,
): Promise<ContactList['total']> {
  const condition = await matching(tx, request, now)
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (
    select 1 from ${tables(condition)} where ${condition} limit ${COUNTED_EXACTLY + 1}) counted`)
  const count = row?.n ?? 0
  return count <= COUNTED_EXACTLY ? { count, exact: true } : { count: await about(tx, condition), exact: false }
}

/**
 * A page of contacts: search and filter together, ordered by any column, by keyset. Up to 10,000 matches are counted
 * exactly, put in order and paged from the same pass; of more, the index of the order is walked and the number is
 * PostgreSQL's estimate. Where that expects more, counting is given up after 40 ms. So neither a rare condition nor a common one reads the whole table.
 * @throws BrokenFilter, InvalidInput for a cursor of another list or a column that does not sort
 */
export async function listContacts(db: Database, request: ListRequest, now: Date): Promise<ContactList> {
  const { filter, cursor, limit, timeZone } = request
  const place = cursor ? readPlace(cursor) : null
  const search = place?.corrected ?? request.search ?? ''
  const filtered = filter ? await filterCondition(db, filter, { now, timeZone }) : null
  const terms = readSearch(search)
  const page = await pageOf(db, request, { search, terms }, filtered, place)
  if (page.count > 0 || terms.length === 0 || place) return answer(db, page, limit, place?.corrected ?? null)
  const corrected = await correctSearch(db, terms, filtered ?? sql`true`)
  if (!corrected) return answer(db, page, limit, null)
  const typed = { search: corrected, terms: readSearch(corrected) }
  return answer(db, await pageOf(db, request, typed, filtered, null), limit, corrected)
}

interface Page {
  rows: { id: string; key: string; is_empty: boolean }[]
  order: ListOrder
  count: number
  exact: boolean
}

async function pageOf(
  db: Database,
  request: ListRequest,
  { search, terms }: { search: string; terms: Term[] },
  filtered: SQL | null,
  place: ListPlace | null,
): Promise<Page> {
  const conditions = [...(terms.length > 0 ? [searchCondition(terms)] : []), ...(filtered ? [filtered] : [])]
  const condition = conditions.length === 0 ? null : sql.join(conditions, sql` and `)
  const relevant = terms.length > 0 && request.sort === undefined && place?.order !== 'name'
  const order = relevant
    ? byRelevance(searchRank(search, terms))
    : await listOrder(db, request.sort ?? (terms.length > 0 ? 'name' : '-createdAt'))
  if (place && place.order !== orderName(order)) throw readPlace.refusal()
  if (place && !place.exact) return walk(db, condition, order, place, request.limit)
  const counted = place
    ? await countedPage(db, condition, order, place, request.limit)
    : await countedUnlessMany(db, condition, order, request.limit)
  if (counted?.exact) return counted
  return walk(db, condition, relevant ? await listOrder(db, 'name') : order, place, request.limit)
}

const orderName = ({ name, descending }: ListOrder): string => (descending ? `-${name}` : name)

/** The first page with its count; null where so many are expected that counting them would be in vain. */
async function countedUnlessMany(
  db: Database,
  condition: SQL | null,
  order: ListOrder,
  limit: number,
): Promise<Page | null> {
  const expected = await estimate(db, condition)
  if (expected > (condition ? MANY : FEW)) return null
  if (expected > COUNTED_EXACTLY) return countedInTime(db, condition, order, limit)
  return countedPage(db, condition, order, null, limit)
}

/** As `countedPage`, where probably more match than are counted: nobody waits long to learn that. */
async function countedInTime(
  db: Database,
  condition: SQL | null,
  order: ListOrder,
  limit: number,
): Promise<Page | null> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${PATIENCE}`))
      return countedPage(tx, condition, order, null, limit)
    })
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code === QUERY_CANCELED) return null
    throw error
  }
}

/** All matches, if they are at most 10,000, in order. */
async function countedPage(
  db: Tx,
  condition: SQL | null,
  order: ListOrder,
  place: ListPlace | null,
  limit: number,
): Promise<Page> {
  const many = sql`(select count(*) from matches)`
  const rows = await db.execute<{ id: string | null; key: string | null; is_empty: boolean; n: number }>(sql`
    with matches as materialized (
      select c.id, ${order.carry ?? sql`${order.key} as key`} from ${tables(condition)} ${order.join}
       where ${condition ?? sql`true`} limit ${COUNTED_EXACTLY + 1}
    ), keyed as (
      select c.id, ${order.carry ? order.key : sql`c.key`} as key from matches c where ${many} <= ${COUNTED_EXACTLY}
    ), page as (
      select id, key, key = ${order.empty} as is_empty from keyed
       where ${place ? beyond(order, place, sql`key`, sql`id`) : sql`true`}
       order by ${ordered(order, sql`key`, sql`id`)} limit ${limit + 1}
    )
    select page.id, page.key::text as key, page.is_empty, ${many}::int as n
      from (select 1) one left join page on true order by ${ordered(order, sql`page.key`, sql`page.id`)}`)
  const count = rows[0]?.n ?? 0
  return { rows: rows.filter((row) => row.id !== null) as Page['rows'], order, count, exact: count <= COUNTED_EXACTLY }
}

/**
 * Along the index of the order, as far as the page needs. The empty ones come last: where they stand first in the index,
 * or in none, they are a second range after the first.
 */
async function walk(
  db: Database,
  condition: SQL | null,
  order: ListOrder,
  place: ListPlace | null,
  limit: number,
): Promise<Page> {
  const rows: Page['rows'] = []
  const emptyIsLeast = order.descending && !order.apart
  if (emptyIsLeast || !place?.empty) rows.push(...(await range(db, condition, order, place, limit + 1)))
  if (rows.length <= limit && !emptyIsLeast) {
    rows.push(...(await emptyRange(db, condition, order, place, limit + 1 - rows.length)))
  }
  return { rows, order, count: await about(db, condition), exact: false }
}

function range(db: Database, condition: SQL | null, order: ListOrder, place: ListPlace | null, most: number) {
  const key = order.apart?.key ?? order.key
  const id = order.apart ? sql`o.contact_id` : sql`c.id`
  const direction = order.descending ? sql`desc` : sql`asc`
  const source = order.apart
    ? sql`${order.apart.from} join contact_engagement e on e.contact_id = c.id`
    : tables(condition, order.key)
  const filled = order.apart ? sql`${key} is not null` : order.descending ? sql`true` : sql`${key} > ${order.empty}`
  return db.execute<Page['rows'][number]>(sql`select c.id, (${key})::text as key, ${key} = ${order.empty} as is_empty
    from ${source} where ${condition ?? sql`true`} and ${filled} and ${place ? beyondRow(order, place, key, id) : sql`true`}
   order by ${key} ${direction}, ${id} ${direction} limit ${most}`)
}

function emptyRange(db: Database, condition: SQL | null, order: ListOrder, place: ListPlace | null, most: number) {
  const source = order.apart
    ? sql`contacts c join contact_engagement e on e.contact_id = c.id`
    : tables(condition, order.key)
  const direction = order.descending ? sql`desc` : sql`asc`
  const after = place?.empty
    ? order.descending
      ? sql`c.id < ${place.id}::uuid`
      : sql`c.id > ${place.id}::uuid`
    : sql`true`
  return db.execute<Page['rows'][number]>(sql`select c.id, (${order.empty})::text as key, true as is_empty
    from ${source} where ${condition ?? sql`true`} and ${order.apart?.lacks ?? sql`${order.key} = ${order.empty}`} and ${after}
   order by ${order.apart ? sql`` : sql`${order.key} ${direction},`} c.id ${direction} limit ${most}`)
}

const dialect = new PgDialect()

/** Only what names `e` pays for the join: PostgreSQL leaves out a left join that nobody reads. */
export function tables(condition: SQL | null, key: SQL = sql``): SQL {
  const text = dialect.sqlToQuery(sql`${condition ?? sql`true`} ${key}`).sql
  const join = /\be\./.test(text) ? sql`join` : sql`left join`
  return sql`contacts c ${join} contact_engagement e on e.contact_id = c.id`
}

export const ordered = ({ empty, descending }: ListOrder, key: SQL, id: SQL): SQL =>
  descending ? sql`${key} desc, ${id} desc` : sql`${key} = ${empty}, ${key}, ${id}`

const placeValue = ({ type }: ListOrder, { key }: ListPlace): SQL => sql`${key}::${sql.raw(type)}`

/** Behind a place, in the order of the list. */
function beyond(order: ListOrder, place: ListPlace, key: SQL, id: SQL): SQL {
  const value = placeValue(order, place)
  if (order.descending) return sql`(${key}, ${id}) < (${value}, ${place.id}::uuid)`
  if (place.empty) return sql`(${key} = ${order.empty} and ${id} > ${place.id}::uuid)`
  return sql`(${key} = ${order.empty} or (${key}, ${id}) > (${value}, ${place.id}::uuid))`
}

const beyondRow = (order: ListOrder, place: ListPlace, key: SQL, id: SQL): SQL =>
  order.descending
    ? sql`(${key}, ${id}) < (${placeValue(order, place)}, ${place.id}::uuid)`
    : sql`(${key}, ${id}) > (${placeValue(order, place)}, ${place.id}::uuid)`

/** How many PostgreSQL expects, from its statistics. */
async function estimate(db: Tx, condition: SQL | null): Promise<number> {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(sql`
    explain (format json) select 1 from ${tables(condition)} where ${condition ?? sql`true`}`)
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}

/** The number where nobody counted: there are more than are counted. */
const about = async (db: Tx, condition: SQL | null): Promise<number> =>
  Math.max(COUNTED_EXACTLY + 1, await estimate(db, condition))

async function answer(
  db: Database,
  { rows, order, count, exact }: Page,
  limit: number,
  didYouMean: string | null,
): Promise<ContactList> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const contacts = await readContacts(
    db,
    shown.map((row) => row.id),
  )
  return {
    items: contacts,
    nextCursor: last
      ? writePlace({
          order: orderName(order),
          key: last.key,
          id: last.id,
          empty: last.is_empty,
          corrected: didYouMean,
          exact,
        })
      : null,
    total: { count, exact },
    didYouMean,
  }
}

/** Contacts in the order of their ids as given; ids of nobody are left out. */
export async function readContacts(db: Tx, ids: string[]): Promise<ContactList['items']> {
  if (ids.length === 0) return []
  const rows = await db.execute<ContactRow & Record<string, unknown>>(sql`
    select ${sql.raw(contactColumns)} from contacts c ${sql.raw(contactJoins)}
     where c.id in (${sql.join(
       ids.map((id) => sql`${id}::uuid`),
       sql`, `,
     )})`)
  const byId = new Map(rows.map((row) => [row.id, contactFrom(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
