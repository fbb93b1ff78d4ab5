import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { InvalidInput } from '../platform/problem.ts'
import { type ContactSort, contactSorts } from './schema.ts'

/**
 * By what a list is ordered. `key` is never null: an empty field has the value `empty`, which is the least there is, and
 * `(key, id)` is an index. Empty fields come last in either direction.
 */
export interface ListOrder {
  name: string
  key: SQL
  empty: SQL
  type: 'text' | 'int' | 'timestamptz' | 'float8'
  descending: boolean
  /** A join that only this order needs. */
  join: SQL
  /** Where the values lie apart: the table to walk along for contacts that have one, and its own column. */
  apart?: { from: SQL; key: SQL; lacks: SQL }
  /** Columns of `c` that a dear key is worked out from, once it is known that there are few. */
  carry?: SQL
}

const columns: Record<ContactSort, [key: string, type: ListOrder['type']]> = {
  name: ['c.sort_name', 'text'],
  email: ['c.sort_email', 'text'],
  company: ['c.sort_company', 'text'],
  jobTitle: ['c.sort_title', 'text'],
  department: ['c.sort_department', 'text'],
  role: [`coalesce(c.role, '')`, 'text'],
  status: ['c.status', 'text'],
  leadScore: ['coalesce(e.lead_score, -1)', 'int'],
  source: ['c.sort_source', 'text'],
  owner: ['c.sort_owner', 'text'],
  consentStatus: ['c.consent_status', 'text'],
  country: [`coalesce(c.law_country, '')`, 'text'],
  createdAt: ['c.created_at', 'timestamptz'],
  updatedAt: ['c.updated_at', 'timestamptz'],
  lastContactedAt: [`coalesce(e.last_contacted_at, '-infinity'::timestamptz)`, 'timestamptz'],
  lastActivityAt: [`coalesce(e.last_activity_at, '-infinity'::timestamptz)`, 'timestamptz'],
}

const least: Record<ListOrder['type'], string> = {
  text: `''`,
  int: '-1',
  timestamptz: `'-infinity'::timestamptz`,
  float8: `'-infinity'::float8`,
}

/** @throws InvalidInput for a column that does not sort. */
export async function listOrder(tx: Tx, sort: string): Promise<ListOrder> {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  if (name.startsWith('custom.')) return customOrder(tx, name, descending)
  const column = Object.hasOwn(columns, name) ? columns[name as ContactSort] : undefined
  if (!column) throw unknownSort(name)
  const [key, type] = column
  return { name, key: sql.raw(key), empty: sql.raw(least[type]), type, descending, join: sql`` }
}

async function customOrder(tx: Tx, name: string, descending: boolean): Promise<ListOrder> {
  const [field] = await tx.execute<{ id: string; type: string }>(sql`
    select id, type from custom_fields where entity = 'contact' and key = ${name.slice('custom.'.length)} and archived_at is null`)
  if (!field) throw unknownSort(name)
  const type = field.type === 'number' ? 'float8' : 'text'
  const column = field.type === 'number' ? sql`o.number_value` : sql`o.text_value`
  const values = sql`contact_custom_values o`
  const ofField = sql`o.field_id = ${field.id}::uuid and o.ordinal = 1`
  return {
    name,
    key: sql`coalesce(${column}, ${sql.raw(least[type])})`,
    empty: sql.raw(least[type]),
    type,
    descending,
    join: sql`left join ${values} on o.contact_id = c.id and ${ofField}`,
    apart: {
      from: sql`${values} join contacts c on c.id = o.contact_id and ${ofField}`,
      key: column,
      lacks: sql`not exists (select 1 from ${values} where o.contact_id = c.id and ${ofField})`,
    },
  }
}

const unknownSort = (name: string) =>
  new InvalidInput([
    { path: 'sort', message: `“${name}” does not sort. Use ${contactSorts.join(', ')}, or custom.<key>.` },
  ])

/** Best matches first: a short text that begins with the rank. Only for lists that are few. */
export const byRelevance = (rank: SQL): ListOrder => ({
  name: 'relevance',
  key: sql`${rank} || c.sort_name`,
  empty: sql`''`,
  type: 'text',
  descending: false,
  join: sql``,
  carry: sql`c.search_text, c.sort_name, c.sort_email, c.first_name, c.last_name`,
})
