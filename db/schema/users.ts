import { sql } from 'drizzle-orm'
import { boolean, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'

/** People of the organisation: found in Entra, or seen when they sign in. */
export const users = pgTable('users', {
  id: id(),
  entraId: uuid().notNull().unique(),
  email: text(),
  name: text().notNull(),
  /** As Entra names them in the token, refreshed at each sign-in. */
  roles: text().array().notNull().default(sql`'{}'`),
  /** Given here by an administrator, besides those of Entra. */
  grantedRoles: text().array().notNull().default(sql`'{}'`),
  active: boolean().notNull().default(true),
  lastSeenAt: instant(),
  createdAt: createdAt(),
})

/** How somebody likes the pages: columns of the list and the like. */
export const userSettings = pgTable(
  'user_settings',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    value: jsonb().$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
)

/** The one tenant this deployment serves. */
export const organisation = pgTable('organisation', {
  tenantId: uuid().primaryKey(),
  name: text().notNull(),
  readAt: instant().notNull(),
})

/** Verified domains of the tenant: mail from there is our own (TL-05). */
export const organisationDomains = pgTable('organisation_domains', { domain: text().primaryKey() })

/** Addresses and aliases of our own people and shared mailboxes, also at domains that are not verified. */
export const organisationAddresses = pgTable('organisation_addresses', {
  address: text().primaryKey(),
  entraId: uuid().notNull(),
})
