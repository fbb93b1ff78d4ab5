import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { BrokenFilter } from './problems.ts'
import { conditionsOf } from './resolve.ts'
import { rewriteConditions } from './rewrite.ts'
import type { Condition, Filter } from './schema.ts'

/**
 * A filter that is kept: tags by id instead of name, so that it follows a tag that is renamed or merged.
 * @throws BrokenFilter for a tag that does not exist
 */
export async function pinned(tx: Tx, filter: Filter): Promise<Filter> {
  const names = conditionsOf(filter).filter(isOnTags).flatMap(tagsIn)
  if (names.length === 0) return filter
  const rows = await tx.execute<{ id: string; name: string }>(sql`select id, lower(name) as name from tags
    where id::text in (select value from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))
       or lower(name) in (select lower(value) from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`)
  const ids = new Map(rows.flatMap(({ id, name }) => [[id, id] as const, [name, id] as const]))
  return rewriteConditions(filter, (condition) =>
    isOnTags(condition) ? { ...condition, value: tagsIn(condition).map((tag) => idOf(ids, tag)) } : condition,
  )
}

const isOnTags = ({ field, value }: Condition): boolean => field === 'tags' && Array.isArray(value)

const tagsIn = ({ value }: Condition): string[] => (value as string[]).map(String)

function idOf(ids: Map<string, string>, tag: string): string {
  const id = ids.get(tag) ?? ids.get(tag.toLowerCase())
  if (!id) throw new BrokenFilter('tags', `“${tag}” does not exist (any more).`)
  return id
}
