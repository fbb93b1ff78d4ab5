import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { note } from './edit-fields.ts'
import { lockAllValues, lockDefinitions, RESTORABLE_DAYS, recordsOf } from './fields.ts'
import type { CustomFieldEntity } from './schema.ts'

interface PurgedField extends Record<string, unknown> {
  id: string
  entity: CustomFieldEntity
  key: string
}

/**
 * Removes what was deleted 30 days ago, with its values; one transaction each, so that a crash loses no place and a second
 * run finds only the rest.
 * @returns how many fields are gone
 */
export async function purgeFields(db: Database): Promise<number> {
  let gone = 0
  while (await purgeNext(db)) gone += 1
  return gone
}

function purgeNext(db: Database): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const [field] = await tx.execute<PurgedField>(sql`select id, entity, key from custom_fields
      where archived_at <= now() - make_interval(days => ${RESTORABLE_DAYS}) order by archived_at, id limit 1`)
    if (!field) return false
    await lockAllValues(tx, field.entity)
    await tx.execute(sql`update ${recordsOf(field.entity)} c set custom_fields = c.custom_fields - ${field.key}
      where c.custom_fields ? ${field.key}`)
    await tx.execute(sql`delete from custom_fields where id = ${field.id}::uuid`)
    await note(tx, null, 'purged', field.id, { entity: field.entity, key: field.key })
    return true
  })
}
