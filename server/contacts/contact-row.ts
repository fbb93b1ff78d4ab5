import type { CustomValues } from '../custom-fields/schema.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { Contact } from './schema.ts'

/** A contact as the database gives it, with what belongs to it from other tables. */
export interface ContactRow {
  id: string
  first_name: string | null
  last_name: string | null
  addresses: { display: string; primary: boolean; bounced: string | null }[]
  phone: string | null
  phone_display: string | null
  mobile: string | null
  mobile_display: string | null
  job_title: string | null
  department: string | null
  company_id: string | null
  company_name: string | null
  role: Contact['role']
  status: Contact['status']
  lead_score: number | null
  source: string | null
  owner_id: string | null
  owner_name: string | null
  owner_email: string | null
  tags: string[]
  custom_fields: CustomValues
  linkedin: string | null
  twitter: string | null
  country: string | null
  law: string | null
  law_country: string | null
  law_basis: 'contact' | 'company' | 'phone' | null
  consent_status: Contact['consent']['status']
  consent_type: Contact['consent']['type']
  consent_date: string | null
  consent_source: string | null
  gdpr_basis: Contact['consent']['gdprBasis']
  consent_expires_at: string | null
  consent_proven: boolean
  tracking_consent: Contact['consent']['tracking']
  objected_at: string | null
  created_at: string
  updated_at: string
  last_contacted_at: string | null
  last_activity_at: string | null
  version: number
}

/** The columns of `ContactRow`, for `c` (contacts) with `contactJoins`. */
export const contactColumns = `
  c.id, c.first_name, c.last_name, c.phone, c.phone_display, c.mobile, c.mobile_display, c.job_title, c.department, c.company_id, co.name as company_name,
  c.role, c.status, e.lead_score, c.source, c.owner_id, u.name as owner_name, u.email as owner_email, c.custom_fields,
  c.linkedin, c.twitter, c.country, j.law, c.law_country, c.law_basis,
  c.consent_status, c.consent_type, c.consent_date, c.consent_source, c.gdpr_basis, c.consent_expires_at, c.consent_proven,
  c.tracking_consent, c.objected_at,
  c.created_at, c.updated_at, e.last_contacted_at, e.last_activity_at, c.version,
  (select json_agg(json_build_object('display', d.display, 'primary', d.is_primary, 'bounced', d.bounced_at) order by d.created_at, d.address)
     from contact_addresses d where d.contact_id = c.id) as addresses,
  (select json_agg(t.name order by lower(t.name)) from contact_tags ct join tags t on t.id = ct.tag_id
    where ct.contact_id = c.id) as tags`

export const contactJoins = `
  join contact_engagement e on e.contact_id = c.id
  left join companies co on co.id = c.company_id left join users u on u.id = c.owner_id
  left join jurisdictions j on j.country = c.law_country`

/** The contact as the wire shows it. */
export function contactFrom(row: ContactRow): Contact {
  const addresses = row.addresses ?? []
  const email = addresses.find((address) => address.primary)?.display ?? null
  const name = [row.first_name, row.last_name].filter(Boolean).join(' ')
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    displayName: name || email || row.phone_display || row.phone || row.mobile_display || row.mobile || '',
    email,
    aliases: addresses.filter((address) => !address.primary).map((address) => address.display),
    bouncedAddresses: addresses.flatMap(({ display, bounced }) =>
      bounced ? [{ address: display, since: isoInstant(bounced) }] : [],
    ),
    phone: row.phone,
    phoneDisplay: row.phone_display ?? row.phone,
    mobile: row.mobile,
    mobileDisplay: row.mobile_display ?? row.mobile,
    jobTitle: row.job_title,
    department: row.department,
    companyId: row.company_id,
    company: row.company_id ? { id: row.company_id, name: row.company_name ?? '' } : null,
    role: row.role,
    status: row.status,
    leadScore: row.lead_score,
    source: row.source,
    ownerId: row.owner_id,
    owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? '', email: row.owner_email } : null,
    tags: row.tags ?? [],
    customFields: row.custom_fields,
    linkedin: row.linkedin,
    twitter: row.twitter,
    consent: consentFrom(row),
    createdAt: isoInstant(row.created_at),
    updatedAt: isoInstant(row.updated_at),
    lastContactedAt: isoInstantOrNull(row.last_contacted_at),
    lastActivityAt: isoInstantOrNull(row.last_activity_at),
    version: row.version,
  }
}

/** Implied consent that has run out counts as unknown from that instant, without anyone touching the record. */
function consentFrom(row: ContactRow): Contact['consent'] {
  const expiresAt = isoInstantOrNull(row.consent_expires_at)
  const expired = expiresAt !== null && Date.parse(expiresAt) <= Date.now()
  return {
    status: expired ? 'unknown' : row.consent_status,
    type: row.consent_type,
    date: isoInstantOrNull(row.consent_date),
    source: row.consent_source,
    gdprBasis: row.gdpr_basis,
    country: row.country,
    jurisdiction: row.law,
    jurisdictionBasis: row.law_country && row.law_basis ? { country: row.law_country, from: row.law_basis } : null,
    expiresAt,
    proven: row.consent_proven,
    tracking: row.tracking_consent,
    objected: row.objected_at !== null,
  }
}
