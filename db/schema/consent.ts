import { date, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
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
    status: text().notNull(),
    type: text(),
    gdprBasis: text(),
    effectiveAt: instant().notNull(),
    source: text(),
    evidence: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    recordedBy: uuid().references(() => users.id),
    createdAt: createdAt(),
  },
  (table) => [index('consent_entries_contact').on(table.contactId, table.effectiveAt.desc(), table.id.desc())],
)

/** Which law on marketing mail applies in a country, with its source and the day somebody last looked. */
export const jurisdictions = pgTable('jurisdictions', {
  country: text().primaryKey(),
  law: text().notNull(),
  source: text().notNull(),
  reviewedOn: date().notNull(),
})
