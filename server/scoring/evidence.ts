import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Contact } from '../contacts/schema.ts'
import type { Resolved, ResolvedFilter } from '../filter/resolve.ts'
import type { FilterField } from '../filter/schema.ts'
import { isoInstant } from '../platform/instant.ts'
import type { ActivityType } from '../timeline/schema.ts'
import type { ActivityRule } from './rules.ts'
import type { ScoreExplanation } from './schema.ts'
import { byPeople, counts, fading } from './score-sql.ts'

type Evidence = ScoreExplanation['lines'][number]['evidence'][number]

interface Row extends Record<string, unknown> {
  type: ActivityType
  occurred_at: string
  text: string | null
  share: number
}

/**
 * The newest ten activities that count, each with what it gives before the cap; of a rule that fires once, the newest
 * gives all. What a mail was about is its mailbox owner's to share, and stays out.
 */
export async function activityEvidence(tx: Tx, rule: ActivityRule, contactId: string, now: Date): Promise<Evidence[]> {
  const { activity, points, halfLifeDays } = rule
  const share = halfLifeDays ? fading(sql`ac.occurred_at`, halfLifeDays, now) : sql`1::float8`
  const rows = await tx.execute<Row>(sql`
    select ac.type, ac.occurred_at, case when ac.type not like 'email%' then left(a.summary, 200) end as text,
        ${share} as share
      from activity_contacts ac join activities a on a.id = ac.activity_id
     where ac.contact_id = ${contactId} and ${counts(activity, now)} and ${byPeople(activity.types)}
     order by ac.occurred_at desc, ac.activity_id desc limit 10`)
  return rows.map((row, place) => ({
    text: row.text,
    type: row.type,
    at: isoInstant(row.occurred_at),
    points: activity.per === 'each' || place === 0 ? points * row.share : 0,
  }))
}

/** The values of the fields a filter names; empty ones say nothing. */
export function fieldEvidence(contact: Contact, filter: ResolvedFilter): Evidence[] {
  const fields = [...new Map(conditionsOf(filter).map((node) => [fieldName(node), node])).values()]
  return fields.flatMap((node) => {
    const value = heldIn(contact, node)
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
    const at = node.kind === 'instant' ? String(value) : null
    const text = at ? null : Array.isArray(value) ? value.join(', ') : String(value)
    return [{ text, type: null, at, points: 0 }]
  })
}

const fieldName = ({ field }: Resolved): string => (typeof field === 'object' ? `custom.${field.key}` : field)

function conditionsOf(node: ResolvedFilter): Resolved[] {
  if ('and' in node) return node.and.flatMap(conditionsOf)
  if ('or' in node) return node.or.flatMap(conditionsOf)
  if ('not' in node) return conditionsOf(node.not)
  if ('segment' in node) return node.filter ? conditionsOf(node.filter) : []
  return 'field' in node ? [node] : []
}

/** What the record holds where the filter looks. Choices and people of custom fields are ids, which tell nobody anything. */
function heldIn(contact: Contact, { field, kind }: Resolved): unknown {
  if (typeof field === 'object') {
    return kind === 'choice' || kind === 'set' || kind === 'reference' ? null : contact.customFields[field.key]
  }
  return fieldValues[field]?.(contact)
}

const fieldValues: Partial<Record<FilterField, (contact: Contact) => unknown>> = {
  name: (contact) => contact.displayName,
  firstName: (contact) => contact.firstName,
  lastName: (contact) => contact.lastName,
  email: (contact) => [contact.email, ...contact.aliases].filter((address) => address !== null),
  phone: (contact) => contact.phoneDisplay ?? contact.mobileDisplay ?? contact.phone ?? contact.mobile,
  jobTitle: (contact) => contact.jobTitle,
  department: (contact) => contact.department,
  company: (contact) => contact.company?.name,
  companyName: (contact) => contact.company?.name,
  role: (contact) => contact.role,
  status: (contact) => contact.status,
  source: (contact) => contact.source,
  owner: (contact) => contact.owner?.name,
  ownerActive: (contact) => contact.owner?.name,
  tags: (contact) => contact.tags,
  consentStatus: (contact) => contact.consent.status,
  consentType: (contact) => contact.consent.type,
  gdprBasis: (contact) => contact.consent.gdprBasis,
  trackingConsent: (contact) => contact.consent.tracking,
  jurisdiction: (contact) => contact.consent.jurisdiction,
  country: (contact) => contact.consent.country,
  linkedin: (contact) => contact.linkedin,
  twitter: (contact) => contact.twitter,
  createdAt: (contact) => contact.createdAt,
  updatedAt: (contact) => contact.updatedAt,
  lastContactedAt: (contact) => contact.lastContactedAt,
  lastActivityAt: (contact) => contact.lastActivityAt,
  consentDate: (contact) => contact.consent.date,
  consentExpiresAt: (contact) => contact.consent.expiresAt,
}
