import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** The consent ledger: append-only (a trigger refuses updates), with the evidence of each entry. */
export const consentEntries = pgTable(
  'consent_entries',
  {
    id: id(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** marketing or tracking. */
    purpose: text().notNull().default('marketing'),
    channel: text().notNull().default('email'),
    /** The normalised address it is about; null for all addresses of the person. */
    address: text(),
    status: text().notNull(),
    type: text(),
    gdprBasis: text(),
    effectiveAt: instant().notNull(),
    source: text(),
    /** What began implied consent: purchase, contract, inquiry … with its instant and when it ends by itself. */
    event: text(),
    eventAt: instant(),
    expiresAt: instant(),
    /** GDPR Art. 21: the person objects to direct marketing, profiling included. */
    objection: boolean().notNull().default(false),
    evidence: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    recordedBy: uuid().references(() => users.id),
    route: text().notNull().default('person'),
    requestId: text(),
    createdAt: createdAt(),
  },
  (table) => [index('consent_entries_contact').on(table.contactId, table.effectiveAt, table.id)],
)

/** Which law on marketing mail applies in a country, and what it asks for; an administrator may change every row. */
export const jurisdictions = pgTable('jurisdictions', {
  country: text().primaryKey(),
  law: text().notNull(),
  /** opt_in, opt_in_or_relation, opt_out: to a named person at a company. */
  businessRule: text().notNull().default('opt_in'),
  /** The same to people at free-mail addresses, taken for consumers and sole traders. */
  personalRule: text().notNull().default('opt_in'),
  /** How long implied consent lasts; null where the law names no months. */
  purchaseMonths: integer(),
  inquiryMonths: integer(),
  /** individual, consent (individual only with tracking consent) or aggregate. */
  tracking: text().notNull().default('individual'),
  /** How fast an opt-out must work, as the law says it. */
  optOutWithin: text(),
  note: text(),
  source: text().notNull(),
  reviewedOn: date().notNull(),
  /** The row as it was delivered, once an administrator changed it. */
  delivered: jsonb().$type<Record<string, unknown>>(),
  updatedBy: uuid().references(() => users.id),
  updatedAt: instant(),
  version: integer().notNull().default(1),
})

/** Which warnings before the end of implied consent went out: once each (60, 30 and 7 days before). */
export const consentWarnings = pgTable(
  'consent_warnings',
  {
    id: id(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    expiresAt: instant().notNull(),
    daysBefore: integer().notNull(),
    ownerId: uuid().references(() => users.id),
    createdAt: createdAt(),
    seenAt: instant(),
  },
  (table) => [
    uniqueIndex('consent_warnings_once').on(table.contactId, table.expiresAt, table.daysBefore),
    index('consent_warnings_owner').on(table.ownerId, table.createdAt).where(sql`${table.seenAt} is null`),
  ],
)

/**
 * Contacts under another law than before, or whose law was changed: what that means for them is still to be worked out.
 * Written by a trigger on contacts, emptied by the consent clock.
 */
export const consentReviews = pgTable('consent_reviews', {
  contactId: uuid()
    .primaryKey()
    .references(() => contacts.id, { onDelete: 'cascade' }),
  /** The country whose law counted when consent was last looked at. */
  country: text(),
  createdAt: createdAt(),
})
