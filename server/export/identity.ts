import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { colleagueOrNull, type ExportContext, type Exporter, short, type UserRow } from './exporter.ts'
import type { ContactExport } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  first_name: string | null
  last_name: string | null
  phone: string | null
  phone_display: string | null
  mobile: string | null
  mobile_display: string | null
  phone_country: string | null
  job_title: string | null
  department: string | null
  company: string | null
  role: ContactExport['identity']['role']
  status: ContactExport['identity']['status']
  chosen_status: ContactExport['identity']['status']
  source: string | null
  owner: UserRow | null
  creator: UserRow | null
  linkedin: string | null
  twitter: string | null
  country: string | null
  law_country: string | null
  law_basis: string | null
  consent_status: ContactExport['identity']['consent']['status']
  consent_type: ContactExport['identity']['consent']['type']
  consent_date: string | null
  consent_source: string | null
  gdpr_basis: ContactExport['identity']['consent']['gdprBasis']
  consent_expires_at: string | null
  consent_proven: boolean
  tracking_consent: ContactExport['identity']['consent']['tracking']
  objected_at: string | null
  created_at: string
  updated_at: string
  version: number
}

/** Columns of contacts that only repeat others for search, sorting and filters, or stand under another heading. */
export const notIdentity: readonly string[] = [
  'search_text',
  'sort_name',
  'sort_email',
  'sort_company',
  'sort_owner',
  'sort_title',
  'sort_department',
  'sort_source',
  'custom_fields',
]

export interface Subject {
  names: string[]
  addresses: string[]
  gdprBasis: ContactExport['identity']['consent']['gdprBasis']
}

/** Who the file is about. @throws ContactNotFound */
export async function subjectOf(tx: Tx, contactId: string): Promise<Subject> {
  const [row] = await tx.execute<{ names: (string | null)[]; addresses: string[]; basis: Subject['gdprBasis'] }>(sql`
    select json_build_array(c.first_name, c.last_name) as names, c.gdpr_basis as basis,
        (select coalesce(json_agg(a.address order by a.address), '[]') from contact_addresses a where a.contact_id = c.id) as addresses
      from contacts c where c.id = ${contactId}::uuid`)
  if (!row) throw new ContactNotFound()
  return { names: row.names.filter((name) => name !== null), addresses: row.addresses, gdprBasis: row.basis }
}

async function readRecord({ tx, contactId }: ExportContext): Promise<Row> {
  const [row] = await tx.execute<Row>(sql`
    select c.*, co.name as company,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = c.owner_id) as owner,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = c.created_by) as creator
      from contacts c left join companies co on co.id = c.company_id where c.id = ${contactId}::uuid`)
  if (!row) throw new ContactNotFound()
  return row
}

export const identity: Exporter = {
  async object(context) {
    const row = await readRecord(context)
    return {
      id: row.id,
      firstName: row.first_name,
      lastName: row.last_name,
      phone: row.phone,
      phoneAsShown: row.phone_display,
      mobile: row.mobile,
      mobileAsShown: row.mobile_display,
      countryOfPhone: row.phone_country,
      jobTitle: row.job_title,
      department: row.department,
      company: row.company,
      role: row.role,
      status: row.status,
      chosenStatus: row.chosen_status,
      source: row.source,
      owner: colleagueOrNull(row.owner),
      linkedin: row.linkedin,
      twitter: row.twitter,
      country: row.country,
      lawOf: row.law_country ? { country: row.law_country, from: row.law_basis } : null,
      consent: consentOf(row),
      createdBy: colleagueOrNull(row.creator),
      createdAt: isoInstant(row.created_at),
      updatedAt: isoInstant(row.updated_at),
      version: row.version,
    }
  },
}

const consentOf = (row: Row) => ({
  status: row.consent_status,
  type: row.consent_type,
  date: isoInstantOrNull(row.consent_date),
  source: row.consent_source,
  gdprBasis: row.gdpr_basis,
  expiresAt: isoInstantOrNull(row.consent_expires_at),
  proven: row.consent_proven,
  tracking: row.tracking_consent,
  objectedAt: isoInstantOrNull(row.objected_at),
})

export const addresses = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<{
    address: string
    display: string
    plain: string | null
    is_primary: boolean
    bounced_at: string | null
    created_at: string
  }>(sql`select address, display, plain, is_primary, bounced_at, created_at from contact_addresses
    where contact_id = ${contactId}::uuid order by created_at, address`)
  return rows.map((row) => ({
    address: row.display,
    normalised: row.address,
    withoutTag: row.plain,
    primary: row.is_primary,
    bouncedAt: isoInstantOrNull(row.bounced_at),
    since: isoInstant(row.created_at),
  }))
})

interface FieldRow extends Record<string, unknown> {
  key: string
  value: unknown
  label: string | null
  type: ContactExport['customFields'][number]['type']
  sensitive: boolean | null
  archived: boolean
  choices: { id: string; label: string }[] | null
}

export const customFields = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<FieldRow>(sql`
    select v.key, v.value, f.label, f.type, f.sensitive, f.archived_at is not null as archived, f.choices
      from contacts c cross join lateral jsonb_each(c.custom_fields) v
      left join custom_fields f on f.entity = 'contact' and f.key = v.key
     where c.id = ${contactId}::uuid and v.value <> 'null' order by f.position, v.key`)
  return rows.map((row) => ({
    key: row.key,
    label: row.label,
    type: row.type,
    value: readable(row),
    sensitive: row.sensitive ?? false,
    archived: row.archived,
  }))
})

function readable({ type, value, choices }: FieldRow): unknown {
  const label = (id: unknown) => choices?.find((choice) => choice.id === id)?.label ?? id
  if (type === 'single_choice') return label(value)
  return type === 'multi_choice' && Array.isArray(value) ? value.map(label) : value
}

export const tags = short(async ({ tx, contactId }) => [
  ...(await tx.execute<{ name: string }>(sql`select t.name from contact_tags ct join tags t on t.id = ct.tag_id
    where ct.contact_id = ${contactId}::uuid order by lower(t.name)`)),
])
