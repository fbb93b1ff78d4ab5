import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Movement } from './move-rows.ts'
import { uuids } from './tables.ts'

/**
 * What somebody said of one who is merged away, that another is a different person, holds for the survivor. Guesses are
 * made anew.
 */
export async function carryVerdicts(tx: Tx, { survivorId, formerIds }: Movement): Promise<void> {
  const all = uuids([survivorId, ...formerIds])
  await tx.execute(sql`
    insert into duplicate_pairs (first_id, second_id, score, certainty, state, known_reasons, decided_by, decided_at, found_at)
    select least(${survivorId}::uuid, x.other), greatest(${survivorId}::uuid, x.other), x.score, x.certainty, 'dismissed',
        x.known_reasons, x.decided_by, x.decided_at, x.found_at
      from (select distinct on (other) p.*, case when p.first_id = any(${uuids(formerIds)}) then p.second_id else p.first_id end as other
              from duplicate_pairs p where p.state = 'dismissed' and (p.first_id = any(${uuids(formerIds)}) or p.second_id = any(${uuids(formerIds)}))
             order by other, p.decided_at desc nulls last) x
     where x.other <> all(${all})
    on conflict (first_id, second_id) do update set state = 'dismissed', known_reasons = excluded.known_reasons,
      decided_by = excluded.decided_by, decided_at = excluded.decided_at where duplicate_pairs.state = 'open'`)
}

/** Keeps what the survivor's own pairs were, for an undo. */
export const keepOwnPairs = (tx: Tx, { mergeId, survivorId }: Movement) =>
  tx.execute(sql`
    insert into merge_parts (merge_id, former_id, table_name, rows)
    select ${mergeId}::uuid, ${survivorId}::uuid, 'duplicate_pairs', jsonb_agg(to_jsonb(p)) from duplicate_pairs p
     where p.first_id = ${survivorId}::uuid or p.second_id = ${survivorId}::uuid having count(*) > 0`)

/**
 * Takes those who are merged away out of their groups, and removes groups that nothing joins any more; the continuous
 * check makes new ones.
 */
export async function settleGroups(tx: Tx, { survivorId, formerIds }: Movement): Promise<void> {
  const rows = await tx.execute<{ group_id: string }>(
    sql`select distinct group_id from duplicate_members where contact_id = any(${uuids([survivorId, ...formerIds])})`,
  )
  const groups = uuids(rows.map(({ group_id }) => group_id))
  await tx.execute(sql`delete from duplicate_members where contact_id = any(${uuids(formerIds)})`)
  await tx.execute(sql`
    delete from duplicate_groups g where g.id = any(${groups}) and not exists (
      select 1 from duplicate_members a join duplicate_members b on b.group_id = a.group_id
        join duplicate_pairs p on p.first_id = a.contact_id and p.second_id = b.contact_id and p.state = 'open'
       where a.group_id = g.id and a.contact_id <> all(${uuids(formerIds)}) and b.contact_id <> all(${uuids(formerIds)}))`)
  await tx.execute(sql`
    update duplicate_groups g set size = (select count(*) from duplicate_members m where m.group_id = g.id) where g.id = any(${groups})`)
}

/** Everybody concerned is compared again. */
export const compareAgain = (tx: Tx, ids: readonly string[]) =>
  tx.execute(sql`
    insert into duplicate_due (contact_id) select id from contacts where id = any(${uuids(ids)}) order by id on conflict do nothing`)

/** Verdicts that only came to the survivor by the merge go again, unless somebody decided since. */
export async function takeBackVerdicts(tx: Tx, { mergeId, survivorId }: Movement): Promise<void> {
  await tx.execute(sql`
    delete from duplicate_pairs p using merges m
     where m.id = ${mergeId}::uuid and p.state = 'dismissed' and (p.decided_at is null or p.decided_at < m.created_at)
       and (p.first_id = ${survivorId}::uuid or p.second_id = ${survivorId}::uuid)
       and exists (select 1 from merge_parts k cross join lateral jsonb_populate_recordset(null::duplicate_pairs, k.rows) r
         where k.merge_id = m.id and k.table_name = 'duplicate_pairs' and k.former_id <> ${survivorId}::uuid and r.state = 'dismissed'
           and case when p.first_id = ${survivorId}::uuid then p.second_id else p.first_id end in (r.first_id, r.second_id))`)
}
