import { z } from 'zod'
import { Filter } from '../filter/schema.ts'
import { Id, Instant } from '../platform/schema.ts'
import { ActivityType } from '../timeline/schema.ts'
import { UserReference } from '../users/schema.ts'

/** Points for what happened: each activity, or once when there are enough of them; with a half-life they fade. */
export const ActivityScore = z.strictObject({
  types: z.array(ActivityType).min(1).max(20),
  withinDays: z.int().min(1).max(3650).nullable().default(null).describe('Only those of the last so many days.'),
  per: z.enum(['each', 'once']).default('each'),
  atLeast: z.int().min(1).max(1000).default(1).describe('How many there must be for the rule to fire.'),
})
export type ActivityScore = z.infer<typeof ActivityScore>

export const RuleCondition = z.union([z.strictObject({ filter: Filter }), z.strictObject({ activity: ActivityScore })])
export type RuleCondition = z.infer<typeof RuleCondition>

export const ScoringRule = z.object({
  id: Id,
  name: z.string(),
  part: z.enum(['fit', 'engagement']).describe('What the record says, or what happened.'),
  condition: RuleCondition,
  points: z.number().describe('−100 to 100.'),
  cap: z.number().nullable().describe('The most an activity rule gives; for negative points the least.'),
  halfLifeDays: z.number().nullable(),
  disqualifies: z.boolean().describe('Whoever meets it has score 0, whatever else holds.'),
  active: z.boolean(),
  broken: z.string().nullable().describe('What its filter names and is gone; it gives no points until it is mended.'),
  position: z.int(),
  matches: z.int().nullable().describe('How many contacts it gives points now, as of the last full re-score.'),
  version: z.int(),
})
export type ScoringRule = z.infer<typeof ScoringRule>
export const ScoringRuleList = z.object({
  items: z.array(ScoringRule),
  distribution: z.array(z.int()).describe('Contacts by tenth of score: 0–9, 10–19 … 90–100.'),
  rescore: z
    .object({ jobId: Id, done: z.int(), total: z.int().nullable() })
    .nullable()
    .describe('A re-score under way.'),
})
export type ScoringRuleList = z.infer<typeof ScoringRuleList>

const ruleFields = {
  name: z.string().trim().min(1, 'Give the rule a name.').max(100),
  part: z.enum(['fit', 'engagement']),
  condition: RuleCondition,
  points: z.number().min(-100).max(100),
  cap: z.number().min(-100).max(100).nullable(),
  halfLifeDays: z.number().positive().max(3650).nullable(),
  disqualifies: z.boolean(),
  active: z.boolean(),
  position: z.int().min(0).max(10_000),
}
export const WriteScoringRule = z.strictObject({
  ...ruleFields,
  part: ruleFields.part.optional().describe('By the condition, when absent.'),
  cap: ruleFields.cap.default(null),
  halfLifeDays: ruleFields.halfLifeDays.default(null),
  disqualifies: ruleFields.disqualifies.default(false),
  active: ruleFields.active.default(true),
  position: ruleFields.position.default(0),
})
export type WriteScoringRule = z.infer<typeof WriteScoringRule>
export const EditScoringRule = z.strictObject({ ...ruleFields, version: z.int().min(1) }).partial()
export type EditScoringRule = z.infer<typeof EditScoringRule>

/** What would change if one rule were saved so (`id` null: a new one) or, with `rule` null, deleted. Nothing is saved. */
export const PreviewScoring = z.strictObject({ id: Id.nullable(), rule: WriteScoringRule.nullable() })
export const ScoringPreview = z.object({
  before: z.array(z.int()).describe('Contacts by tenth of score.'),
  after: z.array(z.int()),
  changed: z.int(),
  sampled: z.int().nullable().describe('How many contacts this was worked out on; null when on all.'),
  movers: z
    .array(z.object({ id: Id, name: z.string(), before: z.int(), after: z.int() }))
    .describe('Who moves most, at most 20.'),
})
export type ScoringPreview = z.infer<typeof ScoringPreview>

/** Why the score is what it is. `clamped(round(sum of points))` is the score: the lines add up. */
export const ScoreExplanation = z.object({
  score: z.int().min(0).max(100).nullable().describe('Null: the person objected to profiling.'),
  sum: z.number(),
  scoredAt: Instant.nullable(),
  fit: z.number(),
  engagement: z.number(),
  lines: z.array(
    z.object({
      ruleId: Id.nullable().describe('Null for an adjustment by hand.'),
      adjustmentId: Id.nullable(),
      name: z.string(),
      part: z.enum(['fit', 'engagement', 'adjustment']),
      points: z.number().describe('What it gives now, decay and cap counted in.'),
      capped: z.boolean(),
      evidence: z
        .array(
          z.object({
            text: z.string().nullable(),
            type: ActivityType.nullable(),
            at: Instant.nullable(),
            points: z.number(),
          }),
        )
        .describe('The activities that count (the newest 10), or the values of the fields the condition names.'),
      count: z.int().describe('How many activities count.'),
      by: UserReference.nullable(),
      expiresAt: Instant.nullable(),
    }),
  ),
  disqualifiedBy: z.string().nullable(),
})
export type ScoreExplanation = z.infer<typeof ScoreExplanation>

export const AdjustScore = z.strictObject({
  points: z.number().min(-100).max(100),
  reason: z.string().trim().min(3, 'Say why.').max(300),
  expiresAt: Instant,
})
export type AdjustScore = z.infer<typeof AdjustScore>
