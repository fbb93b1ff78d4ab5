import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { plainArray, textArray } from '../platform/arrays.ts'
import { v7 } from '../platform/ids.ts'
import { type Edge, type Group, groupsOf } from './groups.ts'
import type { Certainty } from './schema.ts'

/** A pair to be suggested, in any order of its ids. */
export interface Suggestion extends Edge {
  /** What would ask again about two people who were called different: see `strongReasons`. */
  strong: string[]
}

/** Holds contacts where they are, in order of ids as merges do, and then the suggestions. @returns the ids that exist */
export async function holdForSuggestions(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id from contacts where id = any(${plainArray([...new Set(ids)])}::uuid[]) order by id for key share`,
  )
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.duplicates})`)
  return new Set(rows.map(({ id }) => id))
}

/** Pairs a statement. */
const AT_ONCE = 10_000

/**
 * Writes suggestions. A pair that somebody called different stays so, unless a strong reason is new; whoever is in it must be held.
 */
export async function writePairs(tx: Tx, suggestions: readonly Suggestion[]): Promise<void> {
  for (let from = 0; from < suggestions.length; from += AT_ONCE) {
    const rows = suggestions.slice(from, from + AT_ONCE)
    const column = (value: (row: Suggestion) => string | number) => plainArray(rows.map(value))
    await tx.execute(sql`
      insert into duplicate_pairs (first_id, second_id, score, certainty, known_reasons)
      select least(r.one, r.other), greatest(r.one, r.other), r.score, r.certainty, string_to_array(r.strong, E'\n')
        from unnest(${column((row) => row.one)}::uuid[], ${column((row) => row.other)}::uuid[], ${column((row) => row.score)}::real[],
          ${column((row) => row.certainty)}::text[], ${textArray(rows.map(({ strong }) => strong.join('\n')))}::text[])
          as r(one, other, score, certainty, strong)
      on conflict (first_id, second_id) do update set score = excluded.score, certainty = excluded.certainty,
        state = case when duplicate_pairs.known_reasons @> excluded.known_reasons then duplicate_pairs.state else 'open' end,
        known_reasons = case when duplicate_pairs.known_reasons @> excluded.known_reasons then duplicate_pairs.known_reasons
          else excluded.known_reasons end`)
  }
}

/** Puts the contacts that open pairs join with these together anew. Whoever is in them must be held. */
export async function regroup(tx: Tx, ids: readonly string[]): Promise<void> {
  const list = plainArray([...new Set(ids)])
  const reached = await tx.execute<{ id: string }>(sql`
    with recursive reached(id) as (
      select id from unnest(${list}::uuid[]) as given(id)
      union select m.contact_id from duplicate_members m where m.group_id in
        (select group_id from duplicate_members where contact_id = any(${list}::uuid[]))
      union select case when p.first_id = r.id then p.second_id else p.first_id end
        from reached r join duplicate_pairs p on r.id in (p.first_id, p.second_id) and p.state = 'open'
    ) select id from reached`)
  const all = plainArray(reached.map(({ id }) => id))
  await tx.execute(sql`delete from duplicate_groups where id in
    (select group_id from duplicate_members where contact_id = any(${all}::uuid[]))`)
  const edges = await tx.execute<Edge & Record<string, unknown>>(sql`
    select first_id as one, second_id as other, score, certainty from duplicate_pairs
     where state = 'open' and first_id = any(${all}::uuid[])`)
  await writeGroups(tx, groupsOf(edges))
}

/** Takes the place of all groups. */
export async function regroupAll(tx: Tx): Promise<void> {
  await tx.execute(sql`delete from duplicate_groups`)
  const edges = await tx.execute<Edge & Record<string, unknown>>(
    sql`select first_id as one, second_id as other, score, certainty from duplicate_pairs where state = 'open'`,
  )
  await writeGroups(tx, groupsOf(edges))
}

async function writeGroups(tx: Tx, groups: readonly Group[]): Promise<void> {
  for (let from = 0; from < groups.length; from += AT_ONCE) {
    const rows = groups.slice(from, from + AT_ONCE).map((group) => ({ id: v7(), ...group }))
    const column = (value: (row: Group & { id: string }) => string | number) => plainArray(rows.map(value))
    await tx.execute(sql`insert into duplicate_groups (id, score, certainty, size)
      select * from unnest(${column(({ id }) => id)}::uuid[], ${column(({ score }) => score)}::real[],
        ${column(({ certainty }) => certainty as Certainty)}::text[], ${column(({ members }) => members.length)}::int[])`)
    const members = rows.flatMap(({ id, members }) => members.map((contactId) => ({ id, contactId })))
    await tx.execute(sql`insert into duplicate_members (group_id, contact_id)
      select * from unnest(${plainArray(members.map(({ id }) => id))}::uuid[], ${plainArray(members.map((member) => member.contactId))}::uuid[])`)
  }
}
