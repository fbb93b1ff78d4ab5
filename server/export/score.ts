import { sql } from 'drizzle-orm'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { ScoreExplanation } from '../scoring/schema.ts'
import { colleague, colleagueOrNull, type ExportContext, type Exporter, type UserRow } from './exporter.ts'

interface Row extends Record<string, unknown> {
  lead_score: number | null
  scored_at: string | null
  score_due_at: string | null
  last_contacted_at: string | null
  last_activity_at: string | null
}

export const score: Exporter = {
  async object(context) {
    const [row] = await context.tx.execute<Row>(sql`select lead_score, scored_at, score_due_at, last_contacted_at,
      last_activity_at from contact_engagement where contact_id = ${context.contactId}::uuid`)
    return {
      score: row?.lead_score ?? null,
      scoredAt: isoInstantOrNull(row?.scored_at ?? null),
      dueAt: isoInstantOrNull(row?.score_due_at ?? null),
      lastContactedAt: isoInstantOrNull(row?.last_contacted_at ?? null),
      lastActivityAt: isoInstantOrNull(row?.last_activity_at ?? null),
      lines: context.explanation.lines.map((line) => lineFrom(line, context.withPrivateMail)),
      adjustments: await adjustments(context),
    }
  },
}

/** What was written in a mail stands under activities, where its owner may keep it back. */
function lineFrom(line: ScoreExplanation['lines'][number], withPrivateMail: boolean): object {
  const { name, part, points, capped, count, evidence, by, expiresAt } = line
  const told = evidence.map((one) => (one.type && !withPrivateMail ? { ...one, text: null } : one))
  return { name, part, points, capped, count, evidence: told, by: colleagueOrNull(by), expiresAt }
}

async function adjustments({ tx, contactId }: ExportContext): Promise<object[]> {
  const rows = await tx.execute<{
    points: number
    reason: string
    by: UserRow
    created_at: string
    expires_at: string
    removed_at: string | null
  }>(sql`select a.points, a.reason, json_build_object('name', u.name, 'email', u.email) as by, a.created_at, a.expires_at,
      a.removed_at
    from score_adjustments a join users u on u.id = a.user_id
   where a.contact_id = ${contactId}::uuid order by a.created_at, a.id`)
  return rows.map((row) => ({
    points: row.points,
    reason: row.reason,
    by: colleague(row.by),
    at: isoInstant(row.created_at),
    expiresAt: isoInstant(row.expires_at),
    removedAt: isoInstantOrNull(row.removed_at),
  }))
}
