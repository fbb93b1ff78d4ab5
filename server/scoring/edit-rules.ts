import { asc, eq } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { scoringRuleChanges, scoringRules } from '#db/schema/scoring.ts'
import { audit } from '../audit/audit.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { NoSuchRule, StaleRule } from './problems.ts'
import { fingerprintOf, loadRules, partOf, type RuleText, readRule, whatIsBroken } from './rules.ts'
import { askForRescore, latestMatches } from './runs.ts'
import type { EditScoringRule, RuleCondition, ScoringRule, WriteScoringRule } from './schema.ts'

type Row = typeof scoringRules.$inferSelect

/** All rules in their order; what is broken says what its filter names and is gone. */
export async function listRules(tx: Tx): Promise<ScoringRule[]> {
  const rows = await tx.select().from(scoringRules).orderBy(asc(scoringRules.position), asc(scoringRules.id))
  const matches = await latestMatches(tx)
  const rules: ScoringRule[] = []
  for (const row of rows) rules.push(await shown(tx, row, matches))
  return rules
}

async function shown(tx: Tx, row: Row, matches: Record<string, number>): Promise<ScoringRule> {
  return { ...plain(row), broken: await whatIsBroken(tx, row as RuleText), matches: matches[row.id] ?? null }
}

/** A rule without what follows from other tables. */
function plain({ createdAt: _, updatedAt: __, condition, part, ...row }: Row) {
  return { ...row, condition: condition as RuleCondition, part: part as ScoringRule['part'] }
}

/**
 * Saves a new rule; everyone is scored by it in the background.
 * @throws BrokenFilter, InvalidInput
 */
export function createRule(db: Database, queue: JobQueue, actor: Actor, input: WriteScoringRule): Promise<ScoringRule> {
  return changing(db, queue, actor, async (tx) => {
    const values = { ...input, part: partOf(input) }
    checkPoints(values)
    await readRule(tx, { ...values, id: '' })
    const [row] = await tx.insert(scoringRules).values(values).returning()
    return { id: (row as Row).id, before: null, after: row as Row }
  }) as Promise<ScoringRule>
}

/**
 * Changes the fields that are given; the wording before stays known (LS-06). A broken rule can be renamed and switched
 * off, but not on.
 * @throws NoSuchRule, StaleRule with the rule as it is, BrokenFilter, InvalidInput
 */
export function editRule(
  db: Database,
  queue: JobQueue,
  actor: Actor,
  id: string,
  { version, ...changes }: EditScoringRule,
): Promise<ScoringRule> {
  if (!version) throw new InvalidInput([{ path: 'version', message: 'Send the version you read.' }])
  return changing(db, queue, actor, async (tx) => {
    const before = await lockedRule(tx, id)
    if (before.version !== version) throw new StaleRule(await shown(tx, before, await latestMatches(tx)))
    const values = { ...plain(before), ...given(changes), version: version + 1, updatedAt: new Date() }
    checkPoints(values)
    if (changes.condition || (changes.active && !before.active)) await readRule(tx, values)
    const [after] = await tx.update(scoringRules).set(values).where(eq(scoringRules.id, id)).returning()
    return { id, before, after: after as Row }
  }) as Promise<ScoringRule>
}

/** @throws NoSuchRule */
export async function deleteRule(db: Database, queue: JobQueue, actor: Actor, id: string): Promise<void> {
  await changing(db, queue, actor, async (tx) => {
    const before = await lockedRule(tx, id)
    await tx.delete(scoringRules).where(eq(scoringRules.id, id))
    return { id, before, after: null }
  })
}

/** JSON knows no undefined: what is there is given. */
const given = (changes: Omit<EditScoringRule, 'version'>) => changes as Partial<ReturnType<typeof plain>>

interface Change {
  id: string
  before: Row | null
  after: Row | null
}

/** Keeps what was changed, asks for a re-score where scores may come out differently, and says so in the audit log. */
function changing(db: Database, queue: JobQueue, actor: Actor, change: (tx: Tx) => Promise<Change>) {
  return db.transaction(async (tx): Promise<ScoringRule | null> => {
    const earlier = fingerprintOf(await loadRules(tx))
    const { id, before, after } = await change(tx)
    await tx.insert(scoringRuleChanges).values({ ruleId: id, userId: actor.userId, before, after })
    if (fingerprintOf(await loadRules(tx)) !== earlier) await askForRescore(tx, queue)
    const rule = after && (await shown(tx, after, await latestMatches(tx)))
    const action = `scoring_rule.${before ? (after ? 'changed' : 'deleted') : 'created'}`
    await audit(tx, actor, { action, subjectKind: 'scoring_rule', subjectId: id, details: detailsOf(before, after) })
    return rule
  })
}

const detailsOf = (before: Row | null, after: Row | null) => ({
  name: (after ?? before)?.name,
  version: (after ?? before)?.version,
  points: { before: before?.points ?? null, after: after?.points ?? null },
})

async function lockedRule(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(scoringRules).where(eq(scoringRules.id, id)).for('update')
  if (!row) throw new NoSuchRule()
  return row
}

/** Caps and half-lives are for what happens, and a cap goes the way of the points. */
export function checkPoints(rule: {
  condition: RuleCondition
  points: number
  cap: number | null
  halfLifeDays: number | null
}): void {
  const wrong = (path: string, message: string) => new InvalidInput([{ path, message }])
  if ('filter' in rule.condition) {
    if (rule.cap !== null) throw wrong('cap', 'Only a rule about activities has a cap. Leave it empty.')
    if (rule.halfLifeDays !== null)
      throw wrong('halfLifeDays', 'Only a rule about activities has a half-life. Leave it empty.')
  }
  if (rule.cap !== null && rule.cap * rule.points <= 0) {
    throw wrong('cap', 'Give the cap the sign of the points: above zero for a gain, below zero for a loss.')
  }
}
