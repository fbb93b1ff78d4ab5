import { createHash } from 'node:crypto'
import { asc, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { scoringRules } from '#db/schema/scoring.ts'
import { BrokenFilter } from '../filter/problems.ts'
import { type ResolvedFilter, resolveFilter } from '../filter/resolve.ts'
import type { Filter } from '../filter/schema.ts'
import type { ActivityScore, RuleCondition, WriteScoringRule } from './schema.ts'

interface RuleValue {
  id: string
  name: string
  part: 'fit' | 'engagement'
  points: number
  disqualifies: boolean
}
export interface FilterRule extends RuleValue {
  filter: Filter
  resolved: ResolvedFilter
}
export interface ActivityRule extends RuleValue {
  activity: ActivityScore
  cap: number | null
  halfLifeDays: number | null
}
/** A rule that can be worked with: what its filter names was found. */
export type Rule = FilterRule | ActivityRule

/** A rule as it stands in the database, or as somebody proposes it. */
export interface RuleText extends RuleValue {
  condition: RuleCondition
  cap: number | null
  halfLifeDays: number | null
}

export const isActivityRule = (rule: Rule): rule is ActivityRule => 'activity' in rule

/** The active rules in their order, without those that are broken: these give no points until they are mended. */
export async function loadRules(tx: Tx): Promise<Rule[]> {
  const rows = await tx
    .select()
    .from(scoringRules)
    .where(sql`${scoringRules.active}`)
    .orderBy(asc(scoringRules.position), asc(scoringRules.id))
  const rules: Rule[] = []
  for (const row of rows) {
    const rule = await unlessBroken(() => readRule(tx, row as RuleText))
    if (typeof rule !== 'string') rules.push(rule)
  }
  return rules
}

/** @throws BrokenFilter naming what the filter of the rule cannot use. */
export async function readRule(tx: Tx, { condition, cap, halfLifeDays, ...text }: RuleText): Promise<Rule> {
  const { id, name, part, points, disqualifies } = text
  const value = { id, name, part, points, disqualifies }
  if ('activity' in condition) return { ...value, activity: condition.activity, cap, halfLifeDays }
  const resolved = await resolveFilter(tx, condition.filter)
  if (looksAtScore(resolved)) throw new BrokenFilter('leadScore', 'a score cannot depend on the score.')
  return { ...value, filter: condition.filter, resolved }
}

function looksAtScore(node: ResolvedFilter): boolean {
  if ('and' in node) return node.and.some(looksAtScore)
  if ('or' in node) return node.or.some(looksAtScore)
  if ('not' in node) return looksAtScore(node.not)
  if ('segment' in node) return node.filter !== null && looksAtScore(node.filter)
  return 'field' in node && node.field === 'leadScore'
}

/** What a filter names and is gone; null when it works. */
export async function whatIsBroken(tx: Tx, rule: RuleText): Promise<string | null> {
  const read = await unlessBroken(() => readRule(tx, rule))
  return typeof read === 'string' ? read : null
}

async function unlessBroken<T>(read: () => Promise<T>): Promise<T | string> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof BrokenFilter) return error.message
    throw error
  }
}

/** The same for the same rules, all they name looked up; another as soon as any score may come out differently. */
export const fingerprintOf = (rules: readonly Rule[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        rules.map(({ name: _, part: __, ...rule }) => rule).sort((one, other) => (one.id < other.id ? -1 : 1)),
      ),
    )
    .digest('hex')

/** By the condition, when nobody says: what happened is engagement, what the record says is fit. */
export const partOf = ({ part, condition }: Pick<WriteScoringRule, 'part' | 'condition'>): 'fit' | 'engagement' =>
  part ?? ('activity' in condition ? 'engagement' : 'fit')
