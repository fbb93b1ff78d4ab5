import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { users } from './users.ts'

export const companies = pgTable(
  'companies',
  {
    id: id(),
    name: text().notNull(),
    phone: text(),
    country: text(),
    ownerId: uuid().references(() => users.id),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [index('companies_name').on(sql`lower(${table.name})`)],
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
