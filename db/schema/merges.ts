import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** Contacts that were made one. Goes with the survivor: nothing of a person who is erased is kept for an undo. */
export const merges = pgTable(
  'merges',
  {
    id: id(),
    survivorId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** Which contact's value each field has, as it was chosen. */
    choices: jsonb().$type<unknown>().notNull(),
    /** The survivor as it was before, and what the merge wrote into it, for an undo. */
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
    /** Whether it was made without a look at it, by a bulk merge. */
    inBulk: boolean().notNull().default(false),
    /** Null: the server did, by itself at night. */
    mergedBy: uuid().references(() => users.id),
    requestId: text(),
    createdAt: createdAt(),
    undoneAt: instant(),
    undoneBy: uuid().references(() => users.id),
    /** What an undo could not put back, as the wire shows it. */
    conflicts: jsonb().$type<unknown>(),
  },
  (table) => [index('merges_survivor').on(table.survivorId, table.createdAt)],
)

/** Ids that were given up: they answer with the survivor for ever, one step however many merges followed. */
export const mergedContacts = pgTable(
  'merged_contacts',
  {
    formerId: uuid().primaryKey(),
    survivorId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    mergeId: uuid()
      .notNull()
      .references(() => merges.id, { onDelete: 'cascade' }),
  },
  (table) => [index('merged_contacts_survivor').on(table.survivorId), index('merged_contacts_merge').on(table.mergeId)],
)

/** The rows of each contact that was merged away, table by table, as they were: what an undo puts back. For 30 days. */
export const mergeParts = pgTable(
  'merge_parts',
  {
    mergeId: uuid()
      .notNull()
      .references(() => merges.id, { onDelete: 'cascade' }),
    formerId: uuid().notNull(),
    tableName: text().notNull(),
    rows: jsonb().$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.mergeId, table.formerId, table.tableName] })],
)
