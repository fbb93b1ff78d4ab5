import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/**
 * Two contacts that may be the same person, or that somebody said are not. The smaller id comes first. What speaks for it
 * is worked out when it is shown.
 */
export const duplicatePairs = pgTable(
  'duplicate_pairs',
  {
    firstId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    secondId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    /** Probability that they are one person, 0 to 1. */
    score: real().notNull(),
    /** certain, likely or possible. */
    certainty: text().notNull(),
    /** open or dismissed («not a duplicate»). */
    state: text().notNull().default('open'),
    /** Strong reasons known when it was dismissed: only another one asks again. */
    knownReasons: text().array().notNull().default(sql`'{}'`),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    foundAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.firstId, table.secondId] }),
    index('duplicate_pairs_second').on(table.secondId),
    check('duplicate_pairs_in_order', sql`${table.firstId} < ${table.secondId}`),
  ],
)

/** Contacts that open pairs join: what is looked at together. */
export const duplicateGroups = pgTable(
  'duplicate_groups',
  {
    id: id(),
    /** The best score of its pairs. */
    score: real().notNull(),
    /** The weakest pair that is needed to join its contacts: how sure it is that all are one. */
    certainty: text().notNull(),
    size: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('duplicate_groups_best').on(table.score, table.id)],
)

export const duplicateMembers = pgTable(
  'duplicate_members',
  {
    contactId: uuid()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    groupId: uuid()
      .notNull()
      .references(() => duplicateGroups.id, { onDelete: 'cascade' }),
  },
  (table) => [index('duplicate_members_group').on(table.groupId)],
)

/** Comparisons of everybody with everybody: one a row, the newest counts. */
export const duplicateScans = pgTable('duplicate_scans', {
  id: id(),
  /** queued, running, done or failed. */
  state: text().notNull().default('queued'),
  /** reading, names, pairs, writing: what it is at. */
  step: text(),
  contacts: integer().notNull().default(0),
  /** Distinct names compared, and pairs of them that are near each other. */
  names: integer().notNull().default(0),
  namePairs: bigint({ mode: 'number' }).notNull().default(0),
  /** Pairs of contacts that passed a test (counted, not kept), and those that are suggested. */
  candidates: bigint({ mode: 'number' }).notNull().default(0),
  suggested: integer().notNull().default(0),
  error: text(),
  requestedBy: uuid().references(() => users.id),
  createdAt: createdAt(),
  startedAt: instant(),
  finishedAt: instant(),
})

/** What a contact is found by: hashes of parts of its name, its addresses, numbers and further facts; and how its name is said. */
export const contactFingerprints = pgTable(
  'contact_fingerprints',
  {
    contactId: uuid()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    keys: integer().array().notNull(),
    ways: text().array().notNull(),
  },
  (table) => [index('contact_fingerprints_keys').using('gin', table.keys)],
)

/** Contacts that are new or whose facts changed, still to be compared. Written by triggers and at the end of imports. */
export const duplicateDue = pgTable('duplicate_due', {
  contactId: uuid()
    .primaryKey()
    .references(() => contacts.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
})

/** How often words and values stand in contacts, as of the last scan: agreement on a rare one weighs more. */
export const factFrequencies = pgTable(
  'fact_frequencies',
  {
    /** What the value is of: see server/duplicates/facts.ts. */
    kind: text().notNull(),
    /** Hash of the value. */
    key: bigint({ mode: 'number' }).notNull(),
    contacts: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
)
