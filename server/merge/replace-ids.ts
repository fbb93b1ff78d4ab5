import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type IndirectReference, indirectReferences } from '#db/references.ts'
import type { Movement } from './move-rows.ts'
import { listed, name, uuids } from './tables.ts'

const places = indirectReferences.filter(({ merge }) => merge === 'replace the id')

const tableOf = ({ table }: IndirectReference): SQL => sql.join(table.split('.').map(name), sql`.`)

/** Ids that stand inside JSON become the survivor's; what stood there before is kept for undoing. */
export async function replaceIds(tx: Tx, movement: Movement): Promise<void> {
  for (const place of places) {
    const { holds, replaced } = inPlace(place, movement)
    const table = tableOf(place)
    const value = name(place.column)
    await tx.execute(sql`
      insert into merge_parts (merge_id, former_id, table_name, rows)
      select ${movement.mergeId}::uuid, ${movement.survivorId}::uuid, ${partOf(place)},
          jsonb_agg(jsonb_build_object('key', ${keyOf(place)}, 'was', t.${value}, 'became', ${replaced}))
        from ${table} t where ${holds} having count(*) > 0`)
    await tx.execute(sql`update ${table} t set ${value} = ${replaced} where ${holds}`)
  }
}

/** What is as the merge left it becomes what it was. */
export async function putIdsBack(tx: Tx, { mergeId }: Movement): Promise<void> {
  for (const place of places) {
    const value = name(place.column)
    await tx.execute(sql`
      update ${tableOf(place)} t set ${value} = kept.one -> 'was'
        from (select jsonb_array_elements(rows) as one from merge_parts
               where merge_id = ${mergeId}::uuid and table_name = ${partOf(place)}) kept
       where ${keyOf(place)} = kept.one -> 'key' and t.${value} = kept.one -> 'became'`)
  }
}

/** No table has a dot in its name, so such parts are nobody's rows. */
const partOf = ({ table, column }: IndirectReference): string => `${table}.${column}`

const keyOf = ({ key = [] }: IndirectReference): SQL => sql`jsonb_build_array(${listed('t', key)})`

function inPlace(
  { column, member }: IndirectReference,
  { survivorId, formerIds }: Movement,
): { holds: SQL; replaced: SQL } {
  const value = sql`t.${name(column)}`
  if (member)
    return {
      holds: sql`${value} ->> ${member} = any(${uuids(formerIds)}::text[])`,
      replaced: sql`jsonb_set(${value}, array[${member}], to_jsonb(${survivorId}::text))`,
    }
  const pattern = formerIds.join('|')
  return {
    holds: sql`${value}::text ~ ${pattern}`,
    replaced: sql`regexp_replace(${value}::text, ${pattern}, ${survivorId}, 'g')::jsonb`,
  }
}
