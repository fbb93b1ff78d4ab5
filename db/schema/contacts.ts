import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
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
    phone: text(),
    mobile: text(),
    jobTitle: text(),
    department: text(),
    companyId: uuid().references(() => companies.id),
    role: text(),
    status: text().notNull().default('active'),
    leadScore: integer().notNull().default(0),
    source: text(),
    ownerId: uuid().references(() => users.id),
    customFields: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    linkedin: text(),
    twitter: text(),
    country: text(),
    // The five consent fields are a projection of consent_entries; only the consent feature writes them.
    consentStatus: text().notNull().default('unknown'),
    consentType: text(),
    consentDate: instant(),
    consentSource: text(),
    gdprBasis: text(),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    lastContactedAt: instant(),
    lastActivityAt: instant(),
    version: integer().notNull().default(1),
  },
  (table) => [
    index('contacts_company').on(table.companyId),
    index('contacts_owner').on(table.ownerId),
    index('contacts_created').on(table.createdAt.desc(), table.id.desc()),
    check('contacts_lead_score', sql`${table.leadScore} between 0 and 100`),
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
  (table) => [primaryKey({ columns: [table.contactId, table.tagId] }), index('contact_tags_tag').on(table.tagId)],
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
  (table) => [index('contact_changes_contact').on(table.contactId, table.at.desc(), table.id.desc())],
)
