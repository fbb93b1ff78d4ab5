import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { recordName, recordsOf } from './fields.ts'
import { CustomValueTaken, FieldCollisions } from './problems.ts'
import type { Collision, CustomField, CustomFieldEntity, CustomValues } from './schema.ts'

const MOST_COLLISIONS = 50

/** What is compared: without regard to case and accents. The same as contact_custom_values.unique_value. */
const uniqueKey = (text: ReturnType<typeof sql>) =>
  sql`case when length(${text}) > 200 then md5(fold(${text})) else fold(${text}) end`

interface WantedValue extends Record<string, unknown> {
  id: string
  key: string
  label: string
  wanted: string
}

/**
 * Values of unique fields that change are taken by this transaction: who wants the same waits until it ends, and sees it.
 * @throws CustomValueTaken with the record that holds it
 */
export async function refuseTakenValues(
  tx: Tx,
  entity: CustomFieldEntity,
  changes: CustomValues,
  { current = {}, recordId }: { current?: CustomValues | undefined; recordId?: string | undefined },
): Promise<void> {
  const wanted = await tx.execute<WantedValue>(sql`
    select f.id, f.key, f.label, ${uniqueKey(sql`e.value`)} as wanted
      from jsonb_each_text(${JSON.stringify(changes)}::jsonb) e
      join custom_fields f on f.entity = ${entity} and f.key = e.key and f.is_unique
      left join jsonb_each_text(${JSON.stringify(current)}::jsonb) b on b.key = e.key
     where e.value is not null and fold(e.value) is distinct from fold(b.value) order by f.id`)
  for (const { id, wanted: value } of wanted) {
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.uniqueValue}, hashtext(${`${id} ${value}`}))`)
  }
  for (const field of wanted) {
    const holder = await holderOf(tx, entity, field, recordId)
    if (holder) throw new CustomValueTaken(entity, field, holder)
  }
}

async function holderOf(tx: Tx, entity: CustomFieldEntity, { id, key, wanted }: WantedValue, besides?: string) {
  const holds =
    entity === 'contact'
      ? sql`c.id in (select contact_id from contact_custom_values where field_id = ${id}::uuid and unique_value = ${wanted})`
      : sql`c.custom_fields ? ${key} and ${uniqueKey(sql`(c.custom_fields ->> ${key})`)} = ${wanted}`
  const [holder] = await tx.execute<{ id: string; name: string }>(
    sql`select c.id, ${recordName(entity)} as name from ${recordsOf(entity)} c
      where ${holds} and c.id is distinct from ${besides ?? null}::uuid limit 1`,
  )
  return holder
}

/**
 * What a refused write of the unique index means, for writes that come past the check: the index is the last word.
 * @returns CustomValueTaken, or the error as it is
 */
export async function valueTakenFrom(tx: Tx, error: unknown): Promise<unknown> {
  const fault = ((error as { cause?: unknown }).cause ?? error) as { constraint_name?: string; detail?: string }
  if (fault.constraint_name !== 'contact_custom_values_unique') return error
  const [, id, wanted] =
    /^Key \(field_id, unique_value\)=\(([^,]+), (.*)\) already exists/s.exec(fault.detail ?? '') ?? []
  if (!id || wanted === undefined) return error
  const [field] = await tx.execute<{ key: string; label: string }>(
    sql`select key, label from custom_fields where id = ${id}::uuid`,
  )
  const holder = field && (await holderOf(tx, 'contact', { ...field, id, wanted }))
  return holder ? new CustomValueTaken('contact', field, holder) : error
}

/**
 * Makes every stored value of a field one of a kind from now on. The records are locked by the caller.
 * @throws FieldCollisions with the first 50 values that stand several times; nothing is changed then.
 */
export async function makeUnique(tx: Tx, field: Pick<CustomField, 'id' | 'entity' | 'key'>): Promise<void> {
  await refuseCollisions(tx, field)
  if (field.entity !== 'contact') return
  await tx.execute(sql`update contact_custom_values v set unique_value = ${uniqueKey(sql`(c.custom_fields ->> ${field.key})`)}
    from contacts c where v.field_id = ${field.id}::uuid and c.id = v.contact_id`)
}

/** Two records may hold the same again. */
export const makeOrdinary = (tx: Tx, fieldId: string) =>
  tx.execute(sql`update contact_custom_values set unique_value = null
    where field_id = ${fieldId}::uuid and unique_value is not null`)

async function refuseCollisions(tx: Tx, { entity, key }: Pick<CustomField, 'entity' | 'key'>): Promise<void> {
  const rows = await tx.execute<Collision & { total: number } & Record<string, unknown>>(sql`
    with held as materialized (
      select c.id, c.custom_fields ->> ${key} as value, ${uniqueKey(sql`(c.custom_fields ->> ${key})`)} as same
        from ${recordsOf(entity)} c where c.custom_fields ? ${key}
    ), shared as (
      select same, min(value) as value, (array_agg(id order by id))[1:10] as ids from held group by same having count(*) > 1
    )
    select s.value, (select count(*) from shared)::int as total,
        (select json_agg(json_build_object('id', c.id, 'name', ${recordName(entity)}) order by c.id)
           from ${recordsOf(entity)} c where c.id = any(s.ids)) as records
      from shared s order by s.value limit ${MOST_COLLISIONS}`)
  const [first] = rows
  if (first)
    throw new FieldCollisions(
      first.total,
      rows.map(({ value, records }) => ({ value, records })),
    )
}
