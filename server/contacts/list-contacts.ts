import type postgres from 'postgres'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from './contact-row.ts'
import type { ContactList } from './schema.ts'

const COUNTED_EXACTLY = 10_000

/**
 * Contacts, newest first. Every word of the search must occur in the name, an address or the company, in any order.
 * Counts are exact up to 10,000.
 */
export async function listContacts(
  sql: postgres.Sql,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<ContactList> {
  const words = (search ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  const matches = words.map((word) => {
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`
    return sql`and (lower(concat_ws(' ', c.first_name, c.last_name)) like ${like}
      or exists (select 1 from contact_addresses a where a.contact_id = c.id and a.address like ${like})
      or exists (select 1 from companies co where co.id = c.company_id and lower(co.name) like ${like}))`
  })
  const condition = matches.reduce((all, one) => sql`${all} ${one}`, sql`true`)
  const position = cursor ? readCursor(cursor) : null
  const beyond = position ? sql`and (c.created_at, c.id) < (${position.at}::timestamptz, ${position.id}::uuid)` : sql``
  const rows = await sql<ContactRow[]>`
    select ${sql.unsafe(contactColumns)} from contacts c ${sql.unsafe(contactJoins)}
     where ${condition} ${beyond} order by c.created_at desc, c.id desc limit ${limit + 1}`
  const [total] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select 1 from contacts c where ${condition} limit ${COUNTED_EXACTLY + 1}) counted`
  const items = rows.slice(0, limit).map(contactFrom)
  const last = rows.length > limit ? items.at(-1) : undefined
  const count = total?.count ?? 0
  return {
    items,
    nextCursor: last ? writeCursor({ at: last.createdAt, id: last.id }) : null,
    total: { count: Math.min(count, COUNTED_EXACTLY), exact: count <= COUNTED_EXACTLY },
    didYouMean: null,
  }
}
