import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { users } from './users.ts'

export const companies = pgTable(
  'companies',
  {
    id: id(),
    name: text().notNull(),
    phone: text(),
    phoneDisplay: text(),
    website: text(),
    country: text(),
    ownerId: uuid().references(() => users.id),
    customFields: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Folded name, kept by a trigger; sorts and finds. */
    sortName: text().notNull().default(''),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [
    index('companies_name').on(sql`lower(${table.name})`),
    index('companies_by_name').on(table.sortName, table.id),
    index('companies_search').using('gin', sql`${table.sortName} gin_trgm_ops`),
    index('companies_owner').on(table.ownerId),
  ],
)

/** A domain belongs to one company; a new contact at it joins that company. */
export const companyDomains = pgTable(
  'company_domains',
  {
    domain: text().primaryKey(),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
  },
  (table) => [index('company_domains_company').on(table.companyId)],
)

/** Change history of companies. Append-only. */
export const companyChanges = pgTable(
  'company_changes',
  {
    id: id(),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
    at: createdAt(),
    userId: uuid().references(() => users.id),
    field: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    route: text().notNull(),
    requestId: text(),
  },
  (table) => [index('company_changes_company').on(table.companyId, table.at, table.id)],
)
