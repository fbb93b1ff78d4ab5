import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { DealHistory } from './schema.ts'

/** Who changed which field of a deal, newest first. */
export async function dealHistory(
  sql: postgres.Sql,
  dealId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<DealHistory> {
  const position = cursor ? readCursor(cursor) : null
  const beyond = position ? sql`and (h.at, h.id) < (${position.at}::timestamptz, ${position.id}::uuid)` : sql``
  const rows = await sql<{ id: string; item: DealHistory['items'][number] }[]>`
    select h.id, json_build_object('at', to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'by', (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = h.user_id),
        'field', h.field, 'before', h.before, 'after', h.after, 'route', h.route) as item
      from deal_changes h where h.deal_id = ${dealId} ${beyond}
     order by h.at desc, h.id desc limit ${limit + 1}`
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => row.item),
    nextCursor: last ? writeCursor({ at: last.item.at, id: last.id }) : null,
  }
}
