import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { CustomValues } from '../custom-fields/schema.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { CompanyNotFound } from './problems.ts'
import type { Company } from './schema.ts'

interface CompanyRow extends Record<string, unknown> {
  id: string
  name: string
  domains: string[]
  phone: string | null
  phone_display: string | null
  website: string | null
  country: string | null
  owner_id: string | null
  owner: Company['owner']
  custom_fields: CustomValues
  contacts: number
  last_activity_at: string | null
  created_at: string
  updated_at: string
  version: number
}

/** How many contacts a company, `c`, has, and when something happened last with any of them. */
const engagement = sql`left join lateral (
  select count(*)::int as contacts, max(e.last_activity_at) as last_activity_at
    from contacts p join contact_engagement e on e.contact_id = p.id where p.company_id = c.id) x on true`

/** Companies as the wire shows them. */
export async function companiesWhere(tx: Tx, condition: SQL): Promise<Company[]> {
  const rows = await tx.execute<CompanyRow>(sql`
    select c.id, c.name, c.phone, c.phone_display, c.website, c.country, c.owner_id, c.custom_fields, c.created_at,
        c.updated_at, c.version, x.contacts, x.last_activity_at,
        array(select d.domain from company_domains d where d.company_id = c.id order by d.domain) as domains,
        (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = c.owner_id) as owner
      from companies c ${engagement} where ${condition}`)
  return rows.map(companyFrom)
}

/** @throws CompanyNotFound */
export async function readCompany(tx: Tx, id: string): Promise<Company> {
  const [company] = await companiesWhere(tx, sql`c.id = ${id}::uuid`)
  if (!company) throw new CompanyNotFound()
  return company
}

const companyFrom = (row: CompanyRow): Company => ({
  id: row.id,
  name: row.name,
  domains: row.domains,
  phone: row.phone,
  phoneDisplay: row.phone_display ?? row.phone,
  website: row.website,
  country: row.country,
  ownerId: row.owner_id,
  owner: row.owner,
  customFields: row.custom_fields,
  contacts: row.contacts,
  lastActivityAt: isoInstantOrNull(row.last_activity_at),
  createdAt: isoInstant(row.created_at),
  updatedAt: isoInstant(row.updated_at),
  version: row.version,
})
