import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { activities } from './activities.ts'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** A marketing form. What visitors see is its last published version; the draft is what its builder works on. */
export const forms = pgTable('forms', {
  id: id(),
  /** Unguessable, in the public address of the form. */
  publicId: text().notNull().unique(),
  name: text().notNull(),
  /** draft, open, closed. */
  state: text().notNull().default('draft'),
  draft: jsonb().$type<unknown>().notNull(),
  publishedVersion: integer(),
  /** Who owns contacts that come in by it. */
  ownerId: uuid().references(() => users.id),
  createdBy: uuid().references(() => users.id),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
  version: integer().notNull().default(1),
})

/** What a form said when somebody filled it in: the evidence of consent points here. Never changed. */
export const formVersions = pgTable(
  'form_versions',
  {
    formId: uuid()
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    definition: jsonb().$type<unknown>().notNull(),
    publishedBy: uuid().references(() => users.id),
    publishedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.formId, table.version] })],
)

export const formSubmissions = pgTable(
  'form_submissions',
  {
    id: id(),
    formId: uuid()
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    /** pending (to be confirmed by mail), accepted, spam, expired. */
    state: text().notNull(),
    /** Why it was taken for spam, by name. */
    reason: text(),
    values: jsonb().$type<Record<string, unknown>>().notNull(),
    contactId: uuid().references(() => contacts.id, { onDelete: 'cascade' }),
    activityId: uuid().references(() => activities.id, { onDelete: 'set null' }),
    pageUrl: text(),
    network: text(),
    agent: text(),
    receivedAt: createdAt(),
    confirmedAt: instant(),
    /** When the question to confirm ends, and what was not confirmed is forgotten. */
    expiresAt: instant(),
    /** The contact was made by this, and goes with it when it is not confirmed and nobody worked with it since. */
    madeContact: boolean().notNull().default(false),
    /** The mail that asks to confirm: when it is to be sent or looked for next, since when it may lie in Sent Items. */
    mailDueAt: instant(),
    mailAttempts: integer().notNull().default(0),
    mailTriedAt: instant(),
    mailSentAt: instant(),
    mailError: text(),
  },
  (table) => [
    index('form_submissions_form').on(table.formId, table.receivedAt, table.id),
    index('form_submissions_contact').on(table.contactId),
    index('form_submissions_expiry').on(table.expiresAt),
    index('form_submissions_mail').on(table.mailDueAt).where(sql`${table.mailDueAt} is not null`),
  ],
)
