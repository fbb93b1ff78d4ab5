import type postgres from 'postgres'
import { parseAddress } from '../platform/address.ts'
import { entriesAsJson, nextCursor, ownMailboxes, pageOfEntries } from '../timeline/read-timeline.ts'
import { ContactNotFound } from './problems.ts'
import type { Contact } from './schema.ts'

type Sql = postgres.Sql

const instant = (sql: Sql, column: string) =>
  sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The contact as the wire shows it, made by PostgreSQL in one go; `c` is the row of contacts. */
export function contactAsJson(sql: Sql) {
  return sql`json_build_object(
    'id', c.id, 'firstName', c.first_name, 'lastName', c.last_name,
    'displayName', coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), mail.primary_address, c.phone, c.mobile, ''),
    'email', mail.primary_address, 'aliases', mail.aliases,
    'phone', c.phone, 'mobile', c.mobile, 'jobTitle', c.job_title, 'department', c.department,
    'companyId', c.company_id,
    'company', (select json_build_object('id', co.id, 'name', co.name) from companies co where co.id = c.company_id),
    'role', c.role, 'status', c.status, 'leadScore', c.lead_score, 'source', c.source,
    'ownerId', c.owner_id,
    'owner', (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = c.owner_id),
    'tags', (select coalesce(json_agg(t.name order by lower(t.name)), '[]') from contact_tags ct join tags t on t.id = ct.tag_id
              where ct.contact_id = c.id),
    'customFields', c.custom_fields, 'linkedin', c.linkedin, 'twitter', c.twitter,
    'consent', json_build_object('status', c.consent_status, 'type', c.consent_type, 'date', ${instant(sql, 'c.consent_date')},
      'source', c.consent_source, 'gdprBasis', c.gdpr_basis, 'country', c.country,
      'jurisdiction', (select j.law from jurisdictions j where j.country = c.country)),
    'createdAt', ${instant(sql, 'c.created_at')}, 'updatedAt', ${instant(sql, 'c.updated_at')},
    'lastContactedAt', ${instant(sql, 'c.last_contacted_at')}, 'lastActivityAt', ${instant(sql, 'c.last_activity_at')},
    'version', c.version)`
}

/** The addresses of the row `c`, primary first. */
export const addressesOf = (sql: Sql) => sql`cross join lateral (
    select max(a.display) filter (where a.is_primary) as primary_address,
      coalesce(json_agg(a.display order by a.created_at, a.address) filter (where not a.is_primary), '[]') as aliases
    from contact_addresses a where a.contact_id = c.id) mail`

/** @throws ContactNotFound */
export async function readContact(sql: Sql, id: string): Promise<Contact> {
  const [row] = await sql<{ contact: Contact }[]>`
    select ${contactAsJson(sql)} as contact from contacts c ${addressesOf(sql)} where c.id = ${id}`
  if (!row) throw new ContactNotFound()
  return row.contact
}

/**
 * The pane's hot path: the contact that holds an address (or its plain form without plus tag) and the first page of the
 * timeline, in one round trip, as JSON text that is handed on untouched.
 * @throws ContactNotFound
 */
export async function lookupAsJson(sql: Sql, email: string, readerId: string, limit: number): Promise<string> {
  const address = parseAddress(email)
  if (!address) throw new ContactNotFound()
  const contactId = sql`(select id from found)`
  const [row] = await sql<{ contact: string; items: string; last: string | null; more: boolean }[]>`
    with found as materialized (
        select contact_id as id from contact_addresses
         where address in (${address.normal}, ${address.untagged ?? address.normal})
         order by address = ${address.normal} desc limit 1),
      mine as materialized (${ownMailboxes(sql, readerId)}),
      page as materialized (${pageOfEntries(sql, { types: [], order: 'desc', limit }, contactId)})
    select ${contactAsJson(sql)}::text as contact, e.items, e.last, (select count(*) > ${limit}::int from page) as more
      from contacts c ${addressesOf(sql)}
      cross join lateral (${entriesAsJson(sql, limit, 'desc', contactId)}) e
     where c.id = ${contactId}`
  if (!row) throw new ContactNotFound()
  const timeline = `{"items":${row.items},"nextCursor":${JSON.stringify(nextCursor(row))}}`
  return `${row.contact.slice(0, -1)},"timeline":${timeline}}`
}
