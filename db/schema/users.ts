import { sql } from 'drizzle-orm'
import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'

/** People of the organisation: found in Entra, or seen when they sign in. */
export const users = pgTable('users', {
  id: id(),
  entraId: uuid().notNull().unique(),
  email: text(),
  name: text().notNull(),
  roles: text().array().notNull().default(sql`'{}'`),
  active: boolean().notNull().default(true),
  lastSeenAt: instant(),
  createdAt: createdAt(),
})

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
