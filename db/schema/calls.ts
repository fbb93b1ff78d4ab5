import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { activities } from './activities.ts'
import { bytes, createdAt, id, instant } from './columns.ts'
import { users } from './users.ts'

/** A voice system that may post calls. Its signing key follows from SECRET_KEY, its id and its generation. */
export const callSources = pgTable('call_sources', {
  id: id(),
  name: text().notNull(),
  /** Raised when the key is changed. */
  generation: integer().notNull().default(1),
  revokedAt: instant(),
  lastCallAt: instant(),
  createdBy: uuid().references(() => users.id),
  createdAt: createdAt(),
})

/** Calls as they came in, once each; those nobody is known for wait for a contact with the number. */
export const receivedCalls = pgTable(
  'received_calls',
  {
    id: id(),
    sourceId: uuid()
      .notNull()
      .references(() => callSources.id, { onDelete: 'cascade' }),
    /** The idempotency key of the delivery. */
    key: text().notNull(),
    requestHash: bytes().notNull(),
    /** inbound or outbound. */
    direction: text().notNull(),
    /** The other side, E.164 where it is valid. */
    number: text().notNull(),
    startedAt: instant().notNull(),
    seconds: integer(),
    outcome: text(),
    recordingUrl: text(),
    /** Who of ours spoke, where that is known. */
    userId: uuid().references(() => users.id),
    activityId: uuid().references(() => activities.id, { onDelete: 'set null' }),
    receivedAt: createdAt(),
    /** How many contacts had the number when it was last looked up; with too many it is nobody's. */
    holders: integer().notNull().default(0),
    /** When the number is to be looked up (again): shortly after it came in, and when a contact gets it (a trigger). */
    matchDueAt: instant(),
  },
  (table) => [
    unique('received_calls_delivery').on(table.sourceId, table.key),
    index('received_calls_waiting').on(table.number).where(sql`${table.activityId} is null`),
    index('received_calls_activity').on(table.activityId),
    index('received_calls_received').on(table.receivedAt),
    index('received_calls_due').on(table.matchDueAt).where(sql`${table.matchDueAt} is not null`),
  ],
)
