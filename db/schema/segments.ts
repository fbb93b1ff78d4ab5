import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** Saved filters (dynamic), or frozen lists of members (static). */
export const segments = pgTable('segments', {
  id: id(),
  name: text().notNull(),
  description: text(),
  kind: text().notNull(),
  /** The filter expression; of a static segment the one it was frozen from, if any. */
  filter: jsonb().$type<unknown>(),
  /** Whose day boundaries relative dates mean. */
  timeZone: text().notNull().default('UTC'),
  ownerId: uuid().references(() => users.id),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
  version: integer().notNull().default(1),
})

export const segmentMembers = pgTable(
  'segment_members',
  {
    segmentId: uuid()
      .notNull()
      .references(() => segments.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    addedAt: createdAt(),
    addedBy: uuid().references(() => users.id),
  },
  (table) => [
    primaryKey({ columns: [table.segmentId, table.contactId] }),
    index('segment_members_contact').on(table.contactId),
  ],
)

/** A list as somebody likes it: search, filter, order, columns. */
export const savedViews = pgTable('saved_views', {
  id: id(),
  name: text().notNull(),
  /** private or everyone. */
  visibility: text().notNull(),
  /** As it stands in the address of the page. */
  query: jsonb().$type<Record<string, unknown>>().notNull(),
  ownerId: uuid()
    .notNull()
    .references(() => users.id),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
  version: integer().notNull().default(1),
})
