import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant } from './columns.ts'
import { users } from './users.ts'

/** Until when Microsoft asked us to leave a mailbox (or the tenant) alone. Shared by all processes. */
export const graphThrottles = pgTable('graph_throttles', {
  scope: text().primaryKey(),
  notBefore: instant().notNull(),
})

/** The answer a create was given, so that a repeated one with the same key gets it again. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id),
    key: text().notNull(),
    requestHash: text().notNull(),
    answer: jsonb().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
)

export const jobProgress = pgTable('job_progress', {
  jobId: uuid().primaryKey(),
  done: integer().notNull().default(0),
  total: integer(),
  updatedAt: instant().notNull().defaultNow(),
})

/** What an administrator settled for everybody, one row a topic. */
export const organisationSettings = pgTable('organisation_settings', {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  updatedBy: uuid().references(() => users.id),
  updatedAt: instant().notNull().defaultNow(),
})
