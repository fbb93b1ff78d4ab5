import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Movement } from './move-rows.ts'
import { bare, equal, listed, name, type ReferringTable, referringTables, uuids } from './tables.ts'

/** Rows that repeat are folded into one; these columns of it are then worked out from all of them. */
const foldedColumns: Readonly<Record<string, readonly string[]>> = {
  activity_contacts: ['blind'],
  segment_members: ['added_at', 'added_by'],
  deal_contacts: ['created_at'],
}

/** Tables of which something is kept, with the columns they had then: what was added since has its own default. */
export async function tablesWithParts(tx: Tx, mergeId: string): Promise<ReferringTable[]> {
  const rows = await tx.execute<{ table_name: string; columns: string[] }>(sql`
    select distinct on (table_name) table_name, (select json_agg(k) from jsonb_object_keys(rows -> 0) k) as columns
      from merge_parts where merge_id = ${mergeId}::uuid order by table_name`)
  const kept = new Map(rows.map((row) => [row.table_name, new Set(row.columns)]))
  const tables = await referringTables(tx)
  return tables
    .filter(({ table }) => kept.has(table))
    .map((one) => ({ ...one, columns: one.columns.filter((column) => kept.get(one.table)?.has(column)) }))
}

/** Rows of a merge's parts as rows of their table, under the alias `kept`. */
const kept = (mergeId: string, table: string, whose: SQL): SQL => sql`
  (select r.* from merge_parts p cross join lateral jsonb_populate_recordset(null::${name(table)}, p.rows) r
    where p.merge_id = ${mergeId}::uuid and p.table_name = ${table} and ${whose}) kept`

const formers = ({ survivorId }: Movement): SQL => sql`p.former_id <> ${survivorId}::uuid`

/**
 * Gives back what those who were merged away had: rows that the survivor still has move, rows that were folded are made
 * again. What came to the survivor since stays there.
 * @returns what somebody edited since and therefore stays
 */
export async function giveBackRows(tx: Tx, tables: readonly ReferringTable[], movement: Movement): Promise<string[]> {
  for (const table of tables) {
    if (table.merge === 'keep') await handBack(tx, table, movement)
    if (table.merge !== 'move') continue
    await moveBack(tx, table, movement)
    if (table.oneFor) await makeAgain(tx, table, movement)
    if (table.table === 'activity_contacts') await shareRemovals(tx, movement)
    await unfold(tx, table, movement)
  }
  return tables.some(({ table }) => table === 'deal_contacts') ? unfoldRoles(tx, movement) : []
}

/** Where there is one row a contact, it is known by being unchanged. */
const knownBy = ({ key, column, columns }: ReferringTable): readonly string[] =>
  key.length > 0 ? key : columns.filter((one) => one !== column)

async function moveBack(tx: Tx, one: ReferringTable, movement: Movement): Promise<void> {
  const { table, column, oneFor } = one
  const { mergeId, survivorId, formerIds } = movement
  const key = knownBy(one)
  const own = oneFor
    ? sql`and not exists (select 1 from ${kept(mergeId, table, sql`p.former_id = ${survivorId}::uuid`)} where ${equal('kept', 't', one.key)})`
    : sql``
  await tx.execute(sql`
    update ${name(table)} t set ${name(column)} = whose.${name(column)}
      from (select distinct on (${listed('kept', key)}) kept.${name(column)}, ${listed('kept', key)}
              from ${kept(mergeId, table, formers(movement))}
             order by ${listed('kept', key)}, array_position(${uuids(formerIds)}, kept.${name(column)})) whose
     where t.${name(column)} = ${survivorId}::uuid and ${equal('t', 'whose', key)} ${own}`)
}

/** Where what it refers to is gone, a row has no place any more. */
const hasPlace = ({ parents, column }: ReferringTable): SQL =>
  sql.join(
    parents
      .filter((parent) => parent.column !== column)
      .map(
        (parent) =>
          sql`(kept.${name(parent.column)} is null or exists (select 1 from ${name(parent.table)} x where x.${name(parent.of)} = kept.${name(parent.column)}))`,
      )
      .concat(sql`true`),
    sql` and `,
  )

/** An entry that was taken off the survivor's timeline since the merge was taken off that of everybody in it. */
const takenOffSince = ({ mergeId, survivorId }: Movement): SQL => sql`exists (
  select 1 from activity_removals r join merges m on m.id = ${mergeId}::uuid
   where r.activity_id = kept.activity_id and r.contact_id = ${survivorId}::uuid and r.removed_at > m.created_at)`

/** It stays taken off for those who had it, and can be put back there as on the survivor's. */
async function shareRemovals(tx: Tx, movement: Movement): Promise<void> {
  await tx.execute(sql`
    insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason, removed_by, removed_at)
    select kept.activity_id, kept.contact_id, kept.occurred_at, kept.type, kept.blind, kept.folded, r.reason, r.removed_by, r.removed_at
      from ${kept(movement.mergeId, 'activity_contacts', formers(movement))}
      join activity_removals r on r.activity_id = kept.activity_id and r.contact_id = ${movement.survivorId}::uuid
      join merges m on m.id = ${movement.mergeId}::uuid and r.removed_at > m.created_at
    on conflict do nothing`)
  await tx.execute(sql`
    delete from activity_removals r using merges m
     where m.id = ${movement.mergeId}::uuid and r.contact_id = ${movement.survivorId}::uuid and r.removed_at > m.created_at
       and exists (select 1 from ${kept(movement.mergeId, 'activity_contacts', formers(movement))} where kept.activity_id = r.activity_id)
       and not exists (select 1 from ${kept(movement.mergeId, 'activity_contacts', sql`p.former_id = ${movement.survivorId}::uuid`)}
         where kept.activity_id = r.activity_id)`)
}

async function makeAgain(tx: Tx, table: ReferringTable, movement: Movement): Promise<void> {
  const { column, columns, key } = table
  const since = table.table === 'activity_contacts' ? sql`and not ${takenOffSince(movement)}` : sql``
  await tx.execute(sql`
    insert into ${name(table.table)} (${bare(columns)})
    select ${listed('kept', columns)} from ${kept(movement.mergeId, table.table, formers(movement))}
     where not exists (select 1 from ${name(table.table)} t where t.${name(column)} = kept.${name(column)} and ${equal('t', 'kept', key)})
       and ${hasPlace(table)} ${since} on conflict do nothing`)
}

async function unfold(tx: Tx, { table, column, key }: ReferringTable, { mergeId }: Movement): Promise<void> {
  const folded = foldedColumns[table]
  if (!folded) return
  await tx.execute(sql`
    update ${name(table)} t set ${sql.join(
      folded.map((one) => sql`${name(one)} = kept.${name(one)}`),
      sql`, `,
    )}
      from ${kept(mergeId, table, sql`true`)}
     where t.${name(column)} = kept.${name(column)} and ${equal('t', 'kept', key)}
       and (${listed('t', folded)}) is distinct from (${listed('kept', folded)})`)
}

/** Roles in deals as they were, but for those that are not what the merge made of them any more. */
async function unfoldRoles(tx: Tx, { mergeId, survivorId, formerIds }: Movement): Promise<string[]> {
  const edited = await tx.execute<{ name: string }>(sql`
    with was as (select kept.* from ${kept(mergeId, 'deal_contacts', sql`true`)}),
      folded as (select deal_id, (array_agg(role order by array_position(${uuids([survivorId, ...formerIds])}, contact_id))
            filter (where role is not null))[1] as role from was group by deal_id),
      other as (select t.deal_id, t.contact_id, was.role, t.role is distinct from folded.role as edited
          from deal_contacts t join was on was.deal_id = t.deal_id and was.contact_id = t.contact_id
          join folded on folded.deal_id = t.deal_id where t.role is distinct from was.role),
      undone as (update deal_contacts t set role = other.role from other
          where t.deal_id = other.deal_id and t.contact_id = other.contact_id and not other.edited)
    select distinct d.name from other join deals d on d.id = other.deal_id where other.edited order by d.name`)
  return edited.map(({ name }) => `The role in the deal ${name} was edited since the merge and stays as it is.`)
}

/** In two steps: an entry has to be gone before its id comes again. */
async function handBack(tx: Tx, table: ReferringTable, movement: Movement): Promise<void> {
  const { column, columns, key } = table
  const theirs = kept(movement.mergeId, table.table, formers(movement))
  await tx.execute(sql`
    delete from ${name(table.table)} t using ${theirs} where t.${name(column)} = ${movement.survivorId}::uuid and ${equal('t', 'kept', key)}`)
  await tx.execute(sql`
    insert into ${name(table.table)} (${bare(columns)}) select ${listed('kept', columns)} from ${theirs}
     where ${hasPlace(table)} on conflict do nothing`)
}

/** «Not a duplicate» is somebody's word and comes back; so do guesses, which are compared anew at once. */
export async function giveBackPairs(tx: Tx, tables: readonly ReferringTable[], movement: Movement): Promise<void> {
  const pairs = tables.find(({ table }) => table === 'duplicate_pairs')
  if (!pairs) return
  const all = { ...pairs, column: '' }
  await tx.execute(sql`
    insert into duplicate_pairs (${bare(pairs.columns)})
    select ${listed('kept', pairs.columns)} from ${kept(movement.mergeId, 'duplicate_pairs', sql`true`)}
     where ${hasPlace(all)} on conflict do nothing`)
}
