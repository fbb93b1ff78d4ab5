import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { type ListPlace, readPlace, writePlace } from '../contacts/list-cursor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { walk } from '../platform/walk.ts'
import { companiesWhere } from './read-company.ts'
import { type Company, type CompanyList, type CompanyListQuery, companySorts } from './schema.ts'

const AT_ONCE = 500

interface Order {
  name: (typeof companySorts)[number]
  descending: boolean
  key: SQL
  /** What a company has that has none: it comes last, whichever way. */
  empty: SQL
  type: SQL
  join: SQL
}

const noJoin = sql``
const byContacts = sql`left join (select company_id, count(*) as n from contacts group by company_id) p on p.company_id = c.id`
const byActivity = sql`left join (
  select p.company_id, max(e.last_activity_at) as at from contacts p join contact_engagement e on e.contact_id = p.id
   group by p.company_id) a on a.company_id = c.id`

const orders: Record<Order['name'], Pick<Order, 'key' | 'empty' | 'type' | 'join'>> = {
  name: { key: sql`c.sort_name`, empty: sql`''`, type: sql`text`, join: noJoin },
  createdAt: { key: sql`c.created_at`, empty: sql`'-infinity'::timestamptz`, type: sql`timestamptz`, join: noJoin },
  contacts: { key: sql`coalesce(p.n, 0)`, empty: sql`0`, type: sql`bigint`, join: byContacts },
  lastActivityAt: {
    key: sql`coalesce(a.at, '-infinity')`,
    empty: sql`'-infinity'::timestamptz`,
    type: sql`timestamptz`,
    join: byActivity,
  },
}

/**
 * A page of companies: every word of the search stands in the name or in a domain. All matches are counted.
 * @throws InvalidInput for a column that does not sort, or a cursor of another list
 */
export async function listCompanies(db: Database, query: CompanyListQuery): Promise<CompanyList> {
  const { limit, cursor } = query
  const order = orderOf(query.sort ?? 'name')
  const place = cursor ? placeIn(order, cursor) : null
  const condition = matching(query)
  const rows = await keysOf(db, order, condition, place, limit + 1)
  const shown = rows.slice(0, limit)
  const items = await inOrder(
    db,
    shown.map(({ id }) => id),
  )
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items,
    nextCursor: last ? writeAs(order, last) : null,
    total: { count: await countOf(db, condition), exact: true },
  }
}

export type WholeCompanyList = Omit<CompanyListQuery, 'cursor' | 'limit'>

/**
 * All companies of a list in its order, a batch at a time, inside a transaction.
 * @throws InvalidInput at once, for a column that does not sort
 */
export function allCompanies(tx: Tx, query: WholeCompanyList): AsyncGenerator<Company[]> {
  return batches(tx, orderOf(query.sort ?? 'name'), matching(query))
}

async function* batches(tx: Tx, order: Order, condition: SQL): AsyncGenerator<Company[]> {
  for await (const rows of walk<{ id: string }>(tx, keysInOrder(order, condition, sql`true`), AT_ONCE)) {
    yield await inOrder(
      tx,
      rows.map(({ id }) => id),
    )
  }
}

/** How many companies a list has. */
export const countCompanies = (tx: Tx, query: WholeCompanyList): Promise<number> => countOf(tx, matching(query))

function orderOf(sort: string): Order {
  const descending = sort.startsWith('-')
  const name = companySorts.find((column) => column === sort.replace(/^-/, ''))
  if (!name)
    throw new InvalidInput([{ path: 'sort', message: `“${sort}” does not sort. Use ${companySorts.join(', ')}.` }])
  return { name, descending, ...orders[name] }
}

const orderName = ({ name, descending }: Order) => `companies:${descending ? '-' : ''}${name}`

function placeIn(order: Order, cursor: string): ListPlace {
  const place = readPlace(cursor)
  if (place.order !== orderName(order)) throw readPlace.refusal()
  return place
}

interface KeyRow extends Record<string, unknown> {
  id: string
  key: string
  is_empty: boolean
}

const writeAs = (order: Order, { id, key, is_empty }: KeyRow): string =>
  writePlace({ order: orderName(order), key, id, empty: is_empty, exact: true, corrected: null })

function keysOf(db: Database, order: Order, condition: SQL, place: ListPlace | null, most: number) {
  const keys = keysInOrder(order, condition, place ? beyond(order, place) : sql`true`)
  return db.execute<KeyRow>(sql`${keys} limit ${most}`)
}

function keysInOrder({ key, empty, join, descending }: Order, condition: SQL, from: SQL): SQL {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`select c.id, (${key})::text as key, ${key} = ${empty} as is_empty
    from companies c ${join} where ${condition} and ${from}
   order by ${descending ? sql`` : sql`(${key} = ${empty}),`} ${key} ${direction}, c.id ${direction}`
}

function beyond({ key, empty, type, descending }: Order, place: ListPlace): SQL {
  const value = sql`${place.key}::${type}`
  if (descending) return sql`(${key}, c.id) < (${value}, ${place.id}::uuid)`
  if (place.empty) return sql`(${key} = ${empty} and c.id > ${place.id}::uuid)`
  return sql`(${key} = ${empty} or (${key}, c.id) > (${value}, ${place.id}::uuid))`
}

function matching({ search, owner, country }: WholeCompanyList): SQL {
  const words = (search ?? '')
    .normalize('NFKC')
    .split(/[\s,;"<>]+/)
    .filter(Boolean)
    .slice(0, 8)
  return sql.join(
    [
      sql`true`,
      ...words.map(foundIn),
      ...(owner ? [sql`c.owner_id = ${owner}::uuid`] : []),
      ...(country ? [sql`c.country = ${country}`] : []),
    ],
    sql` and `,
  )
}

/** Two index searches put together: `or` over two tables would read them whole. */
function foundIn(word: string): SQL {
  const pattern = sql`'%' || fold(${word.replaceAll(/[\\%_]/g, '\\$&')}::text) || '%'`
  return sql`c.id in (select n.id from companies n where n.sort_name like ${pattern}
    union all select d.company_id from company_domains d where d.domain like ${pattern})`
}

async function inOrder(db: Tx, ids: string[]): Promise<Company[]> {
  const list = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
  const companies = ids.length === 0 ? [] : await companiesWhere(db, sql`c.id in ${list}`)
  const byId = new Map(companies.map((company) => [company.id, company]))
  return ids.map((id) => byId.get(id)).filter((company) => company !== undefined)
}

async function countOf(tx: Tx, condition: SQL): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from companies c where ${condition}`)
  return row?.n ?? 0
}
