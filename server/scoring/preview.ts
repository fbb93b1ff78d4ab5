import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database, Tx } from '#db/client.ts'
import { tenths } from './distribution.ts'
import { checkPoints } from './edit-rules.ts'
import { NoSuchRule } from './problems.ts'
import { loadRules, partOf, type Rule, readRule } from './rules.ts'
import type { PreviewScoring, ScoringPreview } from './schema.ts'
import { disqualified, linesOf, type Places, type Scope, scoreFrom, sumOf, theseContacts } from './score-sql.ts'

interface PreviewLimits {
  /** Up to so many contacts the preview is worked out on all. */
  all?: number
  sample?: number
}

interface Row extends Record<string, unknown> {
  before: number
  after: number
  count: number
  id: string | null
  name: string | null
}

/**
 * What one change of the rules would do: every contact scored by the rules as they are and as they would be, at the same
 * instant and in the same pass. Nothing is saved.
 * @throws NoSuchRule, BrokenFilter, InvalidInput
 */
export function previewScoring(
  db: Database,
  change: z.infer<typeof PreviewScoring>,
  now: Date,
  { all = 200_000, sample = 50_000 }: PreviewLimits = {},
): Promise<ScoringPreview> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`set local jit = off`)
      const { rules, before, after } = await bothSets(tx, change)
      const ids = await sampleOf(tx, all, sample)
      const scope: Scope = ids ? theseContacts(ids) : () => sql`true`
      const score = (places: Places): SQL => scoreFrom(sumOf(places), disqualified(rules, places))
      const rows = await tx.execute<Row>(sql`
        with compared as materialized (
          select id, ${score(before)} as before, ${score(after)} as after
            from (${await linesOf(tx, rules, scope, now)} offset 0) lines where not objected
        )
        select before, after, count(*)::int as count, null as id, null as name from compared group by before, after
        union all
        (select m.before, m.after, 0, c.id::text, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
            (select d.display from contact_addresses d where d.contact_id = c.id and d.is_primary), c.phone, c.mobile, '')
          from (select * from compared where before <> after order by abs(after - before) desc, id limit 20) m
          join contacts c on c.id = m.id order by abs(m.after - m.before) desc, c.id)`)
      return { ...summed(rows), sampled: ids ? ids.length : null }
    },
    { accessMode: 'read only' },
  )
}

function summed(rows: readonly Row[]): Omit<ScoringPreview, 'sampled'> {
  const counted = rows.filter(({ id }) => id === null)
  const tenth = (score: number) => Math.min(9, Math.floor(score / 10))
  return {
    before: tenths(counted.map(({ before, count }) => ({ tenth: tenth(before), count }))),
    after: tenths(counted.map(({ after, count }) => ({ tenth: tenth(after), count }))),
    changed: counted.reduce((sum, { before, after, count }) => sum + (before === after ? 0 : count), 0),
    movers: rows.flatMap(({ id, name, before, after }) =>
      id === null ? [] : [{ id, name: name ?? '', before, after }],
    ),
  }
}

/** All rules that count before or after, and which of them count when. */
async function bothSets(tx: Tx, { id, rule }: z.infer<typeof PreviewScoring>) {
  if (id !== null && (await tx.execute(sql`select 1 from scoring_rules where id = ${id}`)).length === 0) {
    throw new NoSuchRule()
  }
  const rules: Rule[] = await loadRules(tx)
  const before = rules.map((_, place) => place)
  const after = before.filter((place) => rules[place]?.id !== id)
  if (rule) {
    checkPoints(rule)
    const proposed = await readRule(tx, { ...rule, id: '', part: partOf(rule) })
    if (rule.active) after.push(rules.push(proposed) - 1)
  }
  return { rules, before, after }
}

/** Contacts taken at random where there are too many to look at all of them; the same ones each time. */
async function sampleOf(tx: Tx, all: number, sample: number): Promise<string[] | null> {
  const [total] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from contacts`)
  const count = total?.count ?? 0
  if (count <= all) return null
  const rows = await tx.execute<{ id: string }>(
    sql`select id from contacts tablesample bernoulli (${(100 * sample) / count}::float8) repeatable (1)`,
  )
  return rows.map(({ id }) => id)
}
