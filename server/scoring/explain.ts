import { sql } from 'drizzle-orm'
import type { Connection, Tx } from '#db/client.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import { readContact } from '../contacts/read-contact.ts'
import type { Contact } from '../contacts/schema.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { activityEvidence, fieldEvidence } from './evidence.ts'
import { isActivityRule, loadRules, type Rule } from './rules.ts'
import type { ScoreExplanation } from './schema.ts'
import { scoreContacts, whileScoring } from './score.ts'
import { oneContact, scoresOf } from './score-sql.ts'

type Line = ScoreExplanation['lines'][number]

/** A row of `scoresOf`; `f0`, `l0` and so on belong to the rules by their place. */
interface ScoreRow extends Record<string, unknown> {
  score: number | null
  sum: number
  objected: boolean
}

/**
 * Why a contact has the score it has: by the same statement that scores everyone, as of the instant of scoring, so that
 * the lines add up to the number shown. Where that is out of date it is scored now.
 * @throws ContactNotFound
 */
export async function explainScore(
  { db, sql: raw }: Pick<Connection, 'db' | 'sql'>,
  clock: () => Date,
  id: string,
): Promise<ScoreExplanation> {
  const contact = await readContact(raw, id)
  return db.transaction(async (tx) => {
    await whileScoring(tx)
    const rules = await loadRules(tx)
    const { row, at } = await upToDate(tx, rules, id, clock())
    if (row.objected) return noScore(at)
    const lines = [...(await ruleLines(tx, rules, row, contact, at)), ...(await adjustmentLines(tx, id, at))]
    const partSum = (part: Line['part']) =>
      lines.reduce((sum, line) => (line.part === part ? sum + line.points : sum), 0)
    return {
      score: row.score,
      sum: row.sum,
      scoredAt: at.toISOString(),
      fit: partSum('fit'),
      engagement: partSum('engagement'),
      lines,
      disqualifiedBy: rules.find((rule, place) => rule.disqualifies && row[`f${place}`])?.name ?? null,
    }
  })
}

const noScore = (at: Date): ScoreExplanation => ({
  score: null,
  sum: 0,
  scoredAt: at.toISOString(),
  fit: 0,
  engagement: 0,
  lines: [],
  disqualifiedBy: null,
})

/** The lines as of the last scoring, unless something happened since that makes them come out differently. */
async function upToDate(tx: Tx, rules: readonly Rule[], id: string, now: Date): Promise<{ row: ScoreRow; at: Date }> {
  const [kept] = await tx.execute<{ lead_score: number | null; scored_at: string | null }>(sql`
    select lead_score, case when score_due_at <= ${now.toISOString()}::timestamptz then null else scored_at end as scored_at
      from contact_engagement where contact_id = ${id}`)
  if (kept?.scored_at) {
    const at = new Date(kept.scored_at)
    const row = await scoreRow(tx, rules, id, at)
    if (row.score === kept.lead_score) return { row, at }
  }
  await scoreContacts(tx, rules, oneContact(id), now)
  return { row: await scoreRow(tx, rules, id, now), at: now }
}

async function scoreRow(tx: Tx, rules: readonly Rule[], id: string, at: Date): Promise<ScoreRow> {
  const [row] = await tx.execute<ScoreRow>(await scoresOf(tx, rules, oneContact(id), at))
  if (!row) throw new ContactNotFound()
  return row
}

async function ruleLines(tx: Tx, rules: readonly Rule[], row: ScoreRow, contact: Contact, at: Date): Promise<Line[]> {
  const lines: Line[] = []
  for (const [place, rule] of rules.entries()) {
    if (!row[`f${place}`]) continue
    const points = row[`l${place}`] as number
    lines.push({
      ruleId: rule.id,
      adjustmentId: null,
      name: rule.name,
      part: rule.part,
      points,
      capped: isActivityRule(rule) && row[`u${place}`] !== points,
      evidence: isActivityRule(rule)
        ? await activityEvidence(tx, rule, contact.id, at)
        : fieldEvidence(contact, rule.resolved),
      count: isActivityRule(rule) ? Number(row[`n${place}`]) : 0,
      by: null,
      expiresAt: null,
    })
  }
  return lines
}

interface AdjustmentRow extends Record<string, unknown> {
  id: string
  points: number
  reason: string
  expires_at: string
  created_at: string
  user_id: string
  user_name: string
  user_email: string | null
}

async function adjustmentLines(tx: Tx, contactId: string, at: Date): Promise<Line[]> {
  const rows = await tx.execute<AdjustmentRow>(sql`
    select s.id, s.points, s.reason, s.expires_at, s.created_at, u.id as user_id, u.name as user_name, u.email as user_email
      from score_adjustments s join users u on u.id = s.user_id
     where s.contact_id = ${contactId} and s.removed_at is null and s.expires_at > ${at.toISOString()}::timestamptz
     order by s.created_at, s.id`)
  return rows.map((row) => ({
    ruleId: null,
    adjustmentId: row.id,
    name: row.reason,
    part: 'adjustment' as const,
    points: row.points,
    capped: false,
    evidence: [{ text: null, type: null, at: isoInstant(row.created_at), points: 0 }],
    count: 0,
    by: { id: row.user_id, name: row.user_name, email: row.user_email },
    expiresAt: isoInstantOrNull(row.expires_at),
  }))
}
