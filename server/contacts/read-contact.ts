import type postgres from 'postgres'
import { parseAddress } from '../platform/address.ts'
import { type EntryRow, entryColumns } from '../timeline/entry.ts'
import { newestEntries, pageAsJson } from '../timeline/read-timeline.ts'
import { type ContactRow, contactColumns, contactFrom, contactJoins } from './contact-row.ts'
import { ContactNotFound } from './problems.ts'
import type { Contact } from './schema.ts'

type Sql = postgres.Sql

/** @throws ContactNotFound */
export async function readContact(sql: Sql, id: string): Promise<Contact> {
  const [row] = await sql.unsafe<ContactRow[]>(
    `select ${contactColumns} from contacts c ${contactJoins} where c.id = $1::uuid`,
    [id],
    { prepare: true },
  )
  if (!row) throw new ContactNotFound()
  return contactFrom(row)
}

/**
 * One statement, so one round trip: first the contact (its row as JSON in `details`), then its newest entries. The limit
 * stands in the text: with a parameter PostgreSQL would plan anew each time, which costs more than the reading.
 */
const lookupBy = (holder: string, limit: number) => `
  with found as materialized (${holder})
  select null::uuid as id, null as type, null::timestamptz as occurred_at, null as source, null as summary,
      row_to_json(row)::text as details, null as actor_kind, null::uuid as actor_user_id, null as actor_name,
      null as actor_address, null as holders, null::smallint as shared, null as contacts, null::timestamptz as edited_at,
      null as folded
    from (select ${contactColumns} from found join contacts c on c.id = found.id ${contactJoins}) row
  union all
  (select ${entryColumns('(select id from found)')}
    from (${newestEntries('(select id from found)', limit)}) page join activities a on a.id = page.activity_id
    order by page.occurred_at desc, page.activity_id desc)`

const byAddress = (limit: number) =>
  lookupBy('select contact_id as id from contact_addresses where address = $1', limit)
const byTaggedAddress = (limit: number) =>
  lookupBy(
    'select contact_id as id from contact_addresses where address in ($1, $2) order by address = $1 desc limit 1',
    limit,
  )

type LookupRow = Omit<EntryRow, 'type'> & { type: string | null }

/**
 * The pane's hot path: the contact that holds an address (or its plain form without plus tag) with the first page of the
 * timeline, as JSON text that is sent as it is.
 * @throws ContactNotFound
 */
export async function lookupAsJson(sql: Sql, email: string, readerId: string, limit: number): Promise<string> {
  const address = parseAddress(email)
  if (!address) throw new ContactNotFound()
  const { normal, untagged } = address
  const rows = untagged
    ? await sql.unsafe<LookupRow[]>(byTaggedAddress(limit), [normal, untagged], { prepare: true })
    : await sql.unsafe<LookupRow[]>(byAddress(limit), [normal], { prepare: true })
  const found = rows.find((row) => row.type === null)
  if (!found) throw new ContactNotFound()
  const contact = JSON.stringify(contactFrom(JSON.parse(found.details)))
  const entries = rows.filter((row): row is EntryRow => row.type !== null)
  return `${contact.slice(0, -1)},"timeline":${pageAsJson(entries, limit, readerId)}}`
}
