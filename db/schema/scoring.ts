import { boolean, doublePrecision, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
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
