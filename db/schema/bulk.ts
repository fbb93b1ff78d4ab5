import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** One change to many contacts: whom it meant when it was asked for, how far it is, and until when it can be undone. */
export const bulkOperations = pgTable('bulk_operations', {
  id: id(),
  action: jsonb().$type<unknown>().notNull(),
  selection: jsonb().$type<unknown>().notNull(),
  timeZone: text().notNull().default('UTC'),
  state: text().notNull().default('queued'),
  total: integer().notNull().default(0),
  done: integer().notNull().default(0),
  changed: integer().notNull().default(0),
  skipped: integer().notNull().default(0),
  error: text(),
  requestedBy: uuid()
    .notNull()
    .references(() => users.id),
  requestId: text(),
  createdAt: createdAt(),
  finishedAt: instant(),
  undoneAt: instant(),
  undoneBy: uuid().references(() => users.id),
})

/** Whom a bulk change means, in the order it takes them, and what to put back when it is undone. */
export const bulkTargets = pgTable(
  'bulk_targets',
  {
    operationId: uuid()
      .notNull()
      .references(() => bulkOperations.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** waiting, changed, unchanged, restored or left. */
    outcome: text().notNull().default('waiting'),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
  },
  (table) => [
    primaryKey({ columns: [table.operationId, table.contactId] }),
    index('bulk_targets_contact').on(table.contactId),
  ],
)
