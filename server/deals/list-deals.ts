import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type ListPlace, readPlace, writePlace } from '../contacts/list-cursor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { dealsInOrder } from './read-deal.ts'
import { type Deal, type DealList, type DealListQuery, dealSorts } from './schema.ts'

interface Order {
  name: (typeof dealSorts)[number]
  descending: boolean
  key: SQL
  /** What a deal has that has none: it comes last, whichever way. */
  empty: SQL
  type: SQL
}

const instant = (column: SQL) => ({
  key: sql`coalesce(${column}, '-infinity'::timestamptz)`,
  empty: sql`'-infinity'::timestamptz`,
  type: sql`timestamptz`,
})

const orders: Record<Order['name'], Pick<Order, 'key' | 'empty' | 'type'>> = {
  // As it stands in its index: it is never empty.
  updatedAt: { ...instant(sql`d.updated_at`), key: sql`d.updated_at` },
  name: { key: sql`d.sort_name`, empty: sql`''`, type: sql`text` },
  amount: { key: sql`coalesce(d.amount, -1)`, empty: sql`-1`, type: sql`numeric` },
  stage: { key: sql`s.position`, empty: sql`0`, type: sql`int` },
  expectedClose: {
    key: sql`coalesce(d.expected_close, '-infinity'::date)`,
    empty: sql`'-infinity'::date`,
    type: sql`date`,
  },
  closedAt: instant(sql`d.closed_at`),
  createdAt: instant(sql`d.created_at`),
}

/** Which deals a list or board has. */
export type WantedDeals = Pick<
  DealListQuery,
  'search' | 'owner' | 'company' | 'contact' | 'stage' | 'state' | 'closedWithinDays'
>

/**
 * A page of deals. All matches are counted.
 * @throws InvalidInput for a column that does not sort, or a cursor of another list
 */
export async function listDeals(db: Tx, query: DealListQuery, now: Date): Promise<DealList> {
  const condition = dealsMatching(query, now)
  const page = await pageOfDeals(db, condition, query)
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from deals d join deal_stages s on s.id = d.stage_id where ${condition}`,
  )
  return { ...page, total: { count: row?.n ?? 0, exact: true } }
}

/** @throws InvalidInput for a column that does not sort, or a cursor of another list */
export async function pageOfDeals(
  db: Tx,
  condition: SQL,
  { sort, cursor, limit }: Pick<DealListQuery, 'sort' | 'cursor' | 'limit'>,
): Promise<{ items: Deal[]; nextCursor: string | null }> {
  const order = orderOf(sort ?? '-updatedAt')
  const place = cursor ? placeIn(order, cursor) : null
  const rows = await keysOf(db, order, condition, place, limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: await dealsInOrder(
      db,
      shown.map(({ id }) => id),
    ),
    nextCursor: last ? writeAs(order, last) : null,
  }
}

/** The condition of a list over `deals d join deal_stages s`. */
export function dealsMatching(wanted: WantedDeals, now: Date): SQL {
  const { search, owner, company, contact, stage, state, closedWithinDays } = wanted
  const words = (search ?? '')
    .normalize('NFKC')
    .split(/[\s,;"<>]+/)
    .filter(Boolean)
    .slice(0, 8)
  const parts: SQL[] = words.map(foundIn)
  if (owner) parts.push(sql`d.owner_id = ${owner}::uuid`)
  if (company) parts.push(sql`d.company_id = ${company}::uuid`)
  if (contact) parts.push(sql`d.id in (select k.deal_id from deal_contacts k where k.contact_id = ${contact}::uuid)`)
  if (stage) parts.push(sql`d.stage_id = ${stage}::uuid`)
  if (state) parts.push(sql`s.outcome = ${state}`)
  if (closedWithinDays) {
    const since = new Date(now.getTime() - closedWithinDays * 86_400_000).toISOString()
    parts.push(sql`(d.closed_at is null or d.closed_at > ${since}::timestamptz)`)
  }
  return sql.join([sql`true`, ...parts], sql` and `)
}

/** Two index searches put together: `or` over two tables would read them whole. */
function foundIn(word: string): SQL {
  const pattern = sql`'%' || fold(${word.replaceAll(/[\\%_]/g, '\\$&')}::text) || '%'`
  return sql`d.id in (select n.id from deals n where n.sort_name like ${pattern}
    union all select n.id from deals n join companies c on c.id = n.company_id where c.sort_name like ${pattern})`
}

function orderOf(sort: string): Order {
  const name = dealSorts.find((column) => column === sort.replace(/^-/, ''))
  if (!name)
    throw new InvalidInput([{ path: 'sort', message: `“${sort}” does not sort. Use ${dealSorts.join(', ')}.` }])
  return { name, descending: sort.startsWith('-'), ...orders[name] }
}

const orderName = ({ name, descending }: Order) => `deals:${descending ? '-' : ''}${name}`

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

function keysOf(
  db: Tx,
  { key, empty, type, descending, name }: Order,
  condition: SQL,
  place: ListPlace | null,
  most: number,
) {
  const direction = descending ? sql`desc` : sql`asc`
  const from = place ? beyond({ key, empty, type, descending, name }, place) : sql`true`
  return db.execute<KeyRow>(sql`select d.id, (${key})::text as key, ${key} = ${empty} as is_empty
    from deals d join deal_stages s on s.id = d.stage_id where ${condition} and ${from}
   order by ${descending ? sql`` : sql`(${key} = ${empty}),`} ${key} ${direction}, d.id ${direction} limit ${most}`)
}

function beyond({ key, empty, type, descending }: Order, place: ListPlace): SQL {
  const value = sql`${place.key}::${type}`
  if (descending) return sql`(${key}, d.id) < (${value}, ${place.id}::uuid)`
  if (place.empty) return sql`(${key} = ${empty} and d.id > ${place.id}::uuid)`
  return sql`(${key} = ${empty} or (${key}, d.id) > (${value}, ${place.id}::uuid))`
}
