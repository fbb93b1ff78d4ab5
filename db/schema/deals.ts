import { sql } from 'drizzle-orm'
import { date, index, integer, jsonb, numeric, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** The columns of the board, in order. Of the final ones there is one each. */
export const dealStages = pgTable(
  'deal_stages',
  {
    id: id(),
    name: text().notNull(),
    position: integer().notNull(),
    /** open, won or lost. */
    outcome: text().notNull().default('open'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('deal_stages_name').on(sql`lower(${table.name})`),
    uniqueIndex('deal_stages_final').on(table.outcome).where(sql`${table.outcome} <> 'open'`),
  ],
)

export const deals = pgTable(
  'deals',
  {
    id: id(),
    name: text().notNull(),
    companyId: uuid().references(() => companies.id, { onDelete: 'set null' }),
    /** In units of the currency, as people write it; both or none. */
    amount: numeric({ precision: 18, scale: 4 }),
    /** ISO 4217. */
    currency: text(),
    stageId: uuid()
      .notNull()
      .references(() => dealStages.id),
    stageSince: instant().notNull().defaultNow(),
    ownerId: uuid().references(() => users.id),
    expectedClose: date({ mode: 'string' }),
    /** When it was won or lost; null while open. */
    closedAt: instant(),
    closeReason: text(),
    /** Folded name, kept by a trigger; sorts and finds. */
    sortName: text().notNull().default(''),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [
    index('deals_stage').on(table.stageId, table.updatedAt, table.id),
    index('deals_company').on(table.companyId),
    index('deals_owner').on(table.ownerId),
    index('deals_updated').on(table.updatedAt, table.id),
    index('deals_search').using('gin', sql`${table.sortName} gin_trgm_ops`),
  ],
)

/** Who takes part in a deal, and as what. */
export const dealContacts = pgTable(
  'deal_contacts',
  {
    dealId: uuid()
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** The roles of contacts: decision_maker and so on. */
    role: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.dealId, table.contactId] }),
    index('deal_contacts_contact').on(table.contactId),
  ],
)

/** Change history of deals. Append-only. */
export const dealChanges = pgTable(
  'deal_changes',
  {
    id: id(),
    dealId: uuid()
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' }),
    at: createdAt(),
    userId: uuid().references(() => users.id),
    field: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    route: text().notNull(),
    requestId: text(),
  },
  (table) => [index('deal_changes_deal').on(table.dealId, table.at, table.id)],
)
