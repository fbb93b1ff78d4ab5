import { boolean, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

export const scoringRules = pgTable('scoring_rules', {
  id: id(),
  name: text().notNull(),
  /** fit (what the record says) or engagement (what happened). */
  part: text().notNull(),
  /** What must hold: a filter expression, or an activity with count and window. See server/scoring/schema.ts. */
  condition: jsonb().$type<unknown>().notNull(),
  points: doublePrecision().notNull(),
  /** The most an activity rule gives, in points. */
  cap: doublePrecision(),
  halfLifeDays: doublePrecision(),
  /** Whoever meets it has score 0. */
  disqualifies: boolean().notNull().default(false),
  active: boolean().notNull().default(true),
  position: integer().notNull().default(0),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
  version: integer().notNull().default(1),
})

/** Earlier wordings of rules, so that it stays known by which a score came about. Append-only. */
export const scoringRuleChanges = pgTable('scoring_rule_changes', {
  id: id(),
  ruleId: uuid().notNull(),
  at: createdAt(),
  userId: uuid().references(() => users.id),
  before: jsonb(),
  after: jsonb(),
})

/** Points given by hand: a line of the score with its reason, author and end, never the number itself (LS-07). */
export const scoreAdjustments = pgTable(
  'score_adjustments',
  {
    id: id(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    points: doublePrecision().notNull(),
    reason: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    expiresAt: instant().notNull(),
    createdAt: createdAt(),
    removedAt: instant(),
  },
  (table) => [index('score_adjustments_contact').on(table.contactId)],
)

/** A re-score of everyone: asked for with its job, started by it, taken up again after a kill where the cursor stands. */
export const scoringRuns = pgTable(
  'scoring_runs',
  {
    id: id(),
    jobId: uuid().notNull(),
    askedAt: createdAt(),
    /** Hash of the rules it works by, all they name looked up; when the rules are others, it is superseded. */
    fingerprint: text(),
    startedAt: instant(),
    /** Every contact up to this id is done. */
    cursor: uuid(),
    done: integer().notNull().default(0),
    total: integer(),
    /** How many contacts each rule gives points, by its id. */
    matches: jsonb().$type<Record<string, number>>().notNull().default({}),
    finishedAt: instant(),
  },
  (table) => [uniqueIndex('scoring_runs_job').on(table.jobId)],
)
