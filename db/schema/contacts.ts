import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { companies } from './companies.ts'
import { users } from './users.ts'

export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    firstName: text(),
    lastName: text(),
    /** E.164 with `;ext=` where the number is valid, else as typed; the column beside it is how people read it. */
    phone: text(),
    phoneDisplay: text(),
    mobile: text(),
    mobileDisplay: text(),
    /** Country of the first of the two numbers that tells one. */
    phoneCountry: text(),
    jobTitle: text(),
    department: text(),
    companyId: uuid().references(() => companies.id),
    role: text(),
    /** What a person chose; `status` is what follows from it, the consent ledger and the bounces (kept by a trigger). */
    chosenStatus: text().notNull().default('active'),
    status: text().notNull().default('active'),
    source: text(),
    ownerId: uuid().references(() => users.id),
    customFields: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    linkedin: text(),
    twitter: text(),
    country: text(),
    // A projection of consent_entries; only the consent feature writes it.
    consentStatus: text().notNull().default('unknown'),
    consentType: text(),
    consentDate: instant(),
    consentSource: text(),
    gdprBasis: text(),
    /** When implied consent ends by itself. */
    consentExpiresAt: instant(),
    /** False for an opt-in without evidence: it counts as none. */
    consentProven: boolean().notNull().default(true),
    trackingConsent: text(),
    /** Objection to direct marketing (GDPR Art. 21): no profiling either. */
    objectedAt: instant(),
    // Kept by the trigger derive_contact, whoever writes the record: see migrations.
    searchText: text().notNull().default(''),
    sortName: text().notNull().default(''),
    sortEmail: text().notNull().default(''),
    sortCompany: text().notNull().default(''),
    sortOwner: text().notNull().default(''),
    sortTitle: text().notNull().default(''),
    sortDepartment: text().notNull().default(''),
    sortSource: text().notNull().default(''),
    /** The country whose law counts, and what it was taken from: contact, company or phone. */
    lawCountry: text(),
    lawBasis: text(),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [
    index('contacts_search').using('gin', sql`${table.searchText} gin_trgm_ops`),
    index('contacts_company').on(table.companyId),
    index('contacts_owner').on(table.ownerId),
    index('contacts_created').on(table.createdAt, table.id),
    index('contacts_updated').on(table.updatedAt, table.id),
    index('contacts_by_name').on(table.sortName, table.id),
    index('contacts_by_email').on(table.sortEmail, table.id),
    index('contacts_by_company').on(table.sortCompany, table.id),
    index('contacts_by_owner').on(table.sortOwner, table.id),
    index('contacts_work').using(
      'gin',
      sql`${table.sortTitle} gin_trgm_ops`,
      sql`${table.sortDepartment} gin_trgm_ops`,
      sql`${table.sortSource} gin_trgm_ops`,
    ),
    index('contacts_by_title').on(table.sortTitle, table.id),
    index('contacts_by_department').on(table.sortDepartment, table.id),
    index('contacts_by_source').on(table.sortSource, table.id),
    index('contacts_by_role').on(sql`(coalesce(${table.role}, ''))`, table.id),
    index('contacts_by_status').on(table.status, table.id),
    index('contacts_by_consent').on(table.consentStatus, table.id),
    index('contacts_by_law').on(sql`(coalesce(${table.lawCountry}, ''))`, table.id),
    index('contacts_linkedin').on(sql`lower(${table.linkedin})`).where(sql`${table.linkedin} is not null`),
    index('contacts_consent_ends').on(table.consentExpiresAt).where(sql`${table.consentExpiresAt} is not null`),
  ],
)

/**
 * What changes with every mail, apart from the record: an update here touches three small indexes, not twenty.
 * Made by a trigger with each contact.
 */
export const contactEngagement = pgTable(
  'contact_engagement',
  {
    contactId: uuid()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** Null where the person objected to profiling. */
    leadScore: smallint().default(0),
    scoredAt: instant(),
    /** When the score must be worked out again: now after an activity or an edit, later where time alone changes it. */
    scoreDueAt: instant().defaultNow(),
    lastContactedAt: instant(),
    lastActivityAt: instant(),
  },
  (table) => [
    index('contact_engagement_score').on(sql`(coalesce(${table.leadScore}, -1))`, table.contactId),
    index('contact_engagement_contacted').on(
      sql`(coalesce(${table.lastContactedAt}, '-infinity'::timestamptz))`,
      table.contactId,
    ),
    index('contact_engagement_activity').on(
      sql`(coalesce(${table.lastActivityAt}, '-infinity'::timestamptz))`,
      table.contactId,
    ),
    index('contact_engagement_due').on(table.scoreDueAt).where(sql`${table.scoreDueAt} is not null`),
    check('contact_engagement_lead_score', sql`${table.leadScore} between 0 and 100`),
  ],
)

/** Every address of every contact, normalised; the primary key is what keeps an address with one person. */
export const contactAddresses = pgTable(
  'contact_addresses',
  {
    address: text().primaryKey(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    display: text().notNull(),
    /** The address without its plus tag, where it has one. */
    plain: text(),
    isPrimary: boolean().notNull(),
    /** Since when mail to it is refused for good; the contact is Bounced when that holds for all its addresses (CR-05). */
    bouncedAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index('contact_addresses_contact').on(table.contactId),
    index('contact_addresses_plain').on(table.plain).where(sql`${table.plain} is not null`),
    uniqueIndex('contact_addresses_one_primary').on(table.contactId).where(sql`${table.isPrimary}`),
  ],
)

export const tags = pgTable('tags', { id: id(), name: text().notNull(), createdAt: createdAt() }, (table) => [
  uniqueIndex('tags_name').on(sql`lower(${table.name})`),
])

export const contactTags = pgTable(
  'contact_tags',
  {
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    tagId: uuid()
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.tagId] }),
    index('contact_tags_tag').on(table.tagId, table.contactId),
  ],
)

/** Change history: who changed which field, when, from what to what, by which route. Append-only. */
export const contactChanges = pgTable(
  'contact_changes',
  {
    id: id(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    at: createdAt(),
    userId: uuid().references(() => users.id),
    field: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    route: text().notNull(),
    requestId: text(),
  },
  (table) => [index('contact_changes_contact').on(table.contactId, table.at, table.id)],
)
