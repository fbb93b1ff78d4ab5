import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { ahead, walk } from '../platform/walk.ts'
import { countMatches, type ListRequest, matching, ordered, readContacts, tables } from './list-contacts.ts'
import { byRelevance, type ListOrder, listOrder } from './list-order.ts'
import type { Contact } from './schema.ts'
import { correctSearch, readSearch, searchRank } from './search.ts'

const AT_ONCE = 1000

/** A list from its first contact to its last. */
export interface WholeList {
  condition: SQL
  order: ListOrder
}

export type WholeListRequest = Pick<ListRequest, 'search' | 'filter' | 'sort' | 'timeZone'>

/**
 * What the list shows for a request, in its order: as there, a typo is put right where nothing matches, and of few matches
 * of a search the best come first.
 * @throws BrokenFilter, InvalidInput for a column that does not sort
 */
export async function wholeList(tx: Tx, request: WholeListRequest, now: Date): Promise<WholeList> {
  const search = await correctedSearch(tx, request, now)
  const condition = await matching(tx, { ...request, search }, now)
  const terms = readSearch(search)
  if (request.sort || terms.length === 0) return { condition, order: await listOrder(tx, request.sort ?? '-createdAt') }
  const { exact } = await countMatches(tx, { ...request, search }, now)
  return { condition, order: exact ? byRelevance(searchRank(search, terms)) : await listOrder(tx, 'name') }
}

async function correctedSearch(tx: Tx, request: WholeListRequest, now: Date): Promise<string> {
  const { search = '' } = request
  const terms = readSearch(search)
  if (terms.length === 0 || (await countMatches(tx, request, now)).count > 0) return search
  return (await correctSearch(tx, terms, await matching(tx, { ...request, search: '' }, now))) ?? search
}

export async function sizeOf(tx: Tx, { condition }: WholeList): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from ${tables(condition)} where ${condition}`,
  )
  return row?.n ?? 0
}

/** Everybody of a list in its order, a batch at a time. In a snapshot: all are of one instant. */
export const contactsOf = (tx: Tx, list: WholeList): AsyncGenerator<Contact[]> => ahead(batches(tx, list))

/** Only ids are put in order; the records are read as they are wanted. */
async function* batches(tx: Tx, { condition, order }: WholeList): AsyncGenerator<Contact[]> {
  const { key, join } = order
  const ids = walk<{ id: string }>(
    tx,
    sql`select c.id from ${tables(condition, key)} ${join} where ${condition} order by ${ordered(order, key, sql`c.id`)}`,
    AT_ONCE,
  )
  for await (const rows of ids) {
    yield await readContacts(
      tx,
      rows.map(({ id }) => id),
    )
  }
}
