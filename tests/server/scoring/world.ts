import { sql as fragment } from 'drizzle-orm'
import type { Connection } from '../../../db/client.ts'
import { loadRules, partOf } from '../../../server/scoring/rules.ts'
import { WriteScoringRule } from '../../../server/scoring/schema.ts'
import { type Scored as Result, scoreContacts, whileScoring } from '../../../server/scoring/score.ts'
import type { Happening, Scored } from './oracle.ts'

export const nobody: Scored = {
  role: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastContactedAt: null,
  objected: false,
  activities: [],
  adjustments: [],
}

/** A rule with everything that may be left out filled in. */
export const rule = (changes: object): WriteScoringRule =>
  WriteScoringRule.parse({ name: 'Rule', points: 10, ...changes })
export const activityRule = (activity: object, changes: object = {}): WriteScoringRule =>
  rule({ condition: { activity: { types: ['call'], ...activity } }, ...changes })
export const filterRule = (filter: object, changes: object = {}): WriteScoringRule =>
  rule({ condition: { filter }, ...changes })

/** These rules and no others. */
export async function storeRules({ sql }: Connection, rules: WriteScoringRule[]): Promise<void> {
  await sql`delete from scoring_rules`
  for (const [position, one] of rules.entries()) {
    await sql`insert into scoring_rules (name, part, condition, points, cap, half_life_days, disqualifies, active, position)
      values (${one.name}, ${partOf(one)}, ${JSON.stringify(one.condition)}::jsonb, ${one.points}, ${one.cap},
        ${one.halfLifeDays}, ${one.disqualifies}, ${one.active}, ${position})`
  }
}

export async function storeContact({ sql }: Connection, changes: Partial<Scored> = {}): Promise<string> {
  const one = { ...nobody, ...changes }
  const [row] = await sql<{ id: string }[]>`insert into contacts (first_name, role, created_at, objected_at)
    values ('Ann', ${one.role}, ${one.createdAt}, ${one.objected ? one.createdAt : null}) returning id`
  const id = row?.id as string
  await sql`update contact_engagement set last_contacted_at = ${one.lastContactedAt} where contact_id = ${id}`
  for (const happening of one.activities) await happens({ sql }, id, happening)
  for (const { points, expiresAt } of one.adjustments) {
    await sql`insert into score_adjustments (contact_id, points, reason, user_id, expires_at)
      values (${id}, ${points}, 'Because', ${await someUser({ sql })}, ${expiresAt})`
  }
  return id
}

export async function happens({ sql }: Pick<Connection, 'sql'>, contactId: string, what: Happening): Promise<string> {
  const details = JSON.stringify(what.class ? { class: what.class } : {})
  const [row] = await sql<
    { id: string }[]
  >`with a as (insert into activities (type, occurred_at, source, actor_kind, details)
      values (${what.type}, ${what.at}, 'manual', 'system', ${details}::json) returning id)
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select id, ${contactId}, ${what.at}, ${what.type} from a returning activity_id as id`
  return row?.id as string
}

export async function someUser({ sql }: Pick<Connection, 'sql'>): Promise<string> {
  const [row] = await sql<{ id: string }[]>`insert into users (entra_id, name)
    values ('00000000-0000-4000-8000-0000000000aa', 'Ada') on conflict (entra_id) do update set name = 'Ada' returning id`
  return row?.id as string
}

/** Everyone scored at an instant, whoever is due or not. */
export async function scoreAll({ db }: Connection, now: Date): Promise<Result> {
  const everybody = () => fragment`true`
  return db.transaction(async (tx) => {
    await whileScoring(tx)
    return scoreContacts(tx, await loadRules(tx), everybody, now)
  })
}

export interface Kept {
  score: number | null
  dueAt: Date | null
}

export async function kept({ sql }: Connection, id: string): Promise<Kept> {
  const [row] = await sql<{ lead_score: number | null; due: string | null }[]>`
    select lead_score, score_due_at::text as due from contact_engagement where contact_id = ${id}`
  return { score: row?.lead_score ?? null, dueAt: row?.due ? new Date(row.due) : null }
}
