import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type Filter, rewriteConditions } from '../filter/rewrite.ts'

const names = (column: 'filter' | 'condition' | 'query', id: string) =>
  sql`jsonb_path_exists(${sql.raw(column)}, '$.** ? (@.field == "dealStage").value[*] ? (@ == $id)', ${JSON.stringify({ id })}::jsonb)`

/** Segments, scoring rules and saved views that name a stage name the other one from now on. */
export async function replaceStageInFilters(tx: Tx, id: string, into: string): Promise<void> {
  const instead = (filter: Filter) =>
    rewriteConditions(filter, (condition) =>
      condition.field === 'dealStage' && Array.isArray(condition.value)
        ? { ...condition, value: [...new Set((condition.value as string[]).map((one) => (one === id ? into : one)))] }
        : condition,
    )
  const segments = await tx.execute<{ id: string; filter: Filter }>(
    sql`select id, filter from segments where ${names('filter', id)} order by id for update`,
  )
  for (const segment of segments) {
    await tx.execute(
      sql`update segments set filter = ${JSON.stringify(instead(segment.filter))}::jsonb where id = ${segment.id}::uuid`,
    )
  }
  const rules = await tx.execute<{ id: string; condition: { filter?: Filter } }>(
    sql`select id, condition from scoring_rules where ${names('condition', id)} order by id for update`,
  )
  for (const { id: ruleId, condition } of rules) {
    if (!condition.filter) continue
    const changed = JSON.stringify({ ...condition, filter: instead(condition.filter) })
    await tx.execute(sql`update scoring_rules set condition = ${changed}::jsonb where id = ${ruleId}::uuid`)
  }
  const views = await tx.execute<{ id: string; query: { filter?: Filter } }>(
    sql`select id, query from saved_views where ${names('query', id)} order by id for update`,
  )
  for (const { id: viewId, query } of views) {
    if (!query.filter) continue
    const changed = JSON.stringify({ ...query, filter: instead(query.filter) })
    await tx.execute(sql`update saved_views set query = ${changed}::jsonb where id = ${viewId}::uuid`)
  }
}
