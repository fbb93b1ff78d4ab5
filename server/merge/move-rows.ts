import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { replaceIds } from './replace-ids.ts'
import { bare, equal, name, type ReferringTable, uuids } from './tables.ts'

export interface Movement {
  mergeId: string
  survivorId: string
  /** In the order in which their values count. */
  formerIds: readonly string[]
}

const everybody = ({ survivorId, formerIds }: Movement): SQL => uuids([survivorId, ...formerIds])

/**
 * Gives the survivor what refers to those who are merged into it, by the rules of the registry. A fixed number of
 * statements a table, however many rows.
 */
export async function moveRows(tx: Tx, tables: readonly ReferringTable[], movement: Movement): Promise<void> {
  await foldAttributes(tx, movement)
  await leaveRemoved(tx, movement)
  for (const table of tables) {
    if (table.merge === 'move') await moveOver(tx, table, movement)
    if (table.merge === 'keep') await handOver(tx, table, movement)
  }
  await replaceIds(tx, movement)
}

/** Who stands openly on an entry is not hidden on it; who is in a segment or deal twice is in it since the first time. */
async function foldAttributes(tx: Tx, movement: Movement): Promise<void> {
  const all = everybody(movement)
  await tx.execute(sql`
    update activity_contacts t set blind = false from activity_contacts o
     where t.contact_id = any(${all}) and t.blind and o.contact_id = any(${all}) and o.activity_id = t.activity_id and not o.blind`)
  await tx.execute(sql`
    update segment_members t set added_at = first.added_at, added_by = first.added_by
      from (select distinct on (segment_id) segment_id, added_at, added_by from segment_members
             where contact_id = any(${all}) order by segment_id, added_at) first
     where t.contact_id = any(${all}) and t.segment_id = first.segment_id and t.added_at > first.added_at`)
  await tx.execute(sql`
    update deal_contacts t set created_at = least(t.created_at, all_of.since), role = coalesce(t.role, all_of.role)
      from (select deal_id, min(created_at) as since,
                (array_agg(role order by array_position(${all}, contact_id)) filter (where role is not null))[1] as role
              from deal_contacts where contact_id = any(${all}) group by deal_id having count(*) > 1) all_of
     where t.contact_id = any(${all}) and t.deal_id = all_of.deal_id
       and (t.created_at > all_of.since or (t.role is null and all_of.role is not null))`)
}

/**
 * What was taken off the timeline of one of them does not come back by that of another; what was only filed there stays.
 * It counts as taken off now: entries are erased a while after, and undoing the merge gives this one back until then.
 */
async function leaveRemoved(tx: Tx, movement: Movement): Promise<void> {
  const all = everybody(movement)
  await tx.execute(sql`
    with gone as (
      delete from activity_contacts t using activity_removals r
       where t.contact_id = any(${uuids(movement.formerIds)}) and r.contact_id = any(${all})
         and r.activity_id = t.activity_id and r.reason <> 'refiled'
      returning t.activity_id)
    update activity_removals r set removed_at = (select created_at from merges where id = ${movement.mergeId}::uuid)
     where r.contact_id = any(${all}) and r.reason <> 'refiled' and r.activity_id in (select activity_id from gone)`)
}

/** Of rows that would repeat, that of the survivor stays, else that of the first who has one. */
async function moveOver(tx: Tx, { table, column, oneFor, key }: ReferringTable, movement: Movement): Promise<void> {
  const { survivorId, formerIds } = movement
  if (oneFor) {
    const all = everybody(movement)
    await tx.execute(sql`
      delete from ${name(table)} t using ${name(table)} better
       where t.${name(column)} = any(${uuids(formerIds)}) and better.${name(column)} = any(${all}) and ${equal('t', 'better', key)}
         and array_position(${all}, better.${name(column)}) < array_position(${all}, t.${name(column)})`)
  }
  await tx.execute(
    sql`update ${name(table)} set ${name(column)} = ${survivorId}::uuid where ${name(column)} = any(${uuids(formerIds)})`,
  )
}

/** What an entry that came from another ledger says of that. */
const origin = sql`gone.evidence || jsonb_build_object('mergedFrom', coalesce(gone.evidence -> 'mergedFrom', to_jsonb(gone.contact_id)))`

/**
 * Ledgers refuse updates: entries leave one and enter the other in one statement, ids and all, so that the order in which
 * they were recorded, on which what they mean depends, stays what it was.
 */
async function handOver(tx: Tx, { table, column, columns }: ReferringTable, movement: Movement): Promise<void> {
  const value = (one: string): SQL => {
    if (one === column) return sql`${movement.survivorId}::uuid`
    return table === 'consent_entries' && one === 'evidence' ? origin : sql`gone.${name(one)}`
  }
  await tx.execute(sql`
    with gone as (delete from ${name(table)} where ${name(column)} = any(${uuids(movement.formerIds)}) returning ${bare(columns)})
    insert into ${name(table)} (${bare(columns)}) select ${sql.join(columns.map(value), sql`, `)} from gone`)
}

/**
 * Keeps what undoing takes: the rows of those who are merged away, and those of the survivor that theirs are folded into.
 */
export async function keepParts(tx: Tx, tables: readonly ReferringTable[], movement: Movement): Promise<void> {
  const { mergeId, survivorId, formerIds } = movement
  await tx.execute(sql`
    insert into merge_parts (merge_id, former_id, table_name, rows)
    select ${mergeId}::uuid, c.id, 'contacts', jsonb_build_array(to_jsonb(c)) from contacts c where c.id = any(${uuids(formerIds)})`)
  for (const { table, column, merge, oneFor, key } of tables.filter(isKept)) {
    await tx.execute(sql`
      insert into merge_parts (merge_id, former_id, table_name, rows)
      select ${mergeId}::uuid, t.${name(column)}, ${table}, jsonb_agg(to_jsonb(t)) from ${name(table)} t
       where t.${name(column)} = any(${uuids(formerIds)}) group by t.${name(column)}
      on conflict (merge_id, former_id, table_name) do update set rows = merge_parts.rows || excluded.rows`)
    if (merge !== 'move' || !oneFor) continue
    await tx.execute(sql`
      insert into merge_parts (merge_id, former_id, table_name, rows)
      select ${mergeId}::uuid, ${survivorId}::uuid, ${table}, jsonb_agg(to_jsonb(t)) from ${name(table)} t
       where t.${name(column)} = ${survivorId}::uuid and exists (
         select 1 from ${name(table)} o where o.${name(column)} = any(${uuids(formerIds)}) and ${equal('o', 't', key)})
      having count(*) > 0`)
  }
}

/** What is worked out anew need not be kept, but for what was decided or measured. */
const isKept = ({ merge, table }: ReferringTable): boolean =>
  merge !== 'recompute' || table === 'contact_engagement' || table === 'duplicate_pairs'
