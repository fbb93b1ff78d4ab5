import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import type {
  CustomChoice,
  CustomField,
  CustomFieldEntity,
  CustomFieldQuery,
  CustomFieldType,
  CustomValue,
} from './schema.ts'

export const RESTORABLE_DAYS = 30
/** Up to so many values all are counted; above, PostgreSQL's statistics answer. */
const COUNTED_EXACTLY = 50_000

/** A field as it is defined, without how much it is used. */
export interface FieldDefinition extends Record<string, unknown> {
  id: string
  entity: CustomFieldEntity
  key: string
  label: string
  type: CustomFieldType
  required: boolean
  unique: boolean
  defaultValue: CustomValue
  choices: CustomChoice[]
  archived: boolean
}

export interface StoredField extends FieldDefinition {
  sensitive: boolean
}

/** All fields of contacts or companies, the deleted ones too. */
export async function fieldDefinitions(tx: Tx, entity: CustomFieldEntity): Promise<StoredField[]> {
  return [
    ...(await tx.execute<StoredField>(sql`
      select id, entity, key, label, type, required, is_unique as "unique", default_value as "defaultValue", choices,
          sensitive, archived_at is not null as archived
        from custom_fields where entity = ${entity} order by position, created_at, id`)),
  ]
}

interface FieldRow extends Record<string, unknown> {
  id: string
  entity: CustomFieldEntity
  key: string
  label: string
  type: CustomFieldType
  required: boolean
  unique: boolean
  default_value: CustomValue
  help: string | null
  position: number
  choices: CustomChoice[]
  in_pane: boolean
  personal_data: boolean
  sensitive: boolean
  archived_at: string | null
  restorable_until: string | null
  uses: number
  version: number
}

const fieldColumns = sql`f.id, f.entity, f.key, f.label, f.type, f.required, f.is_unique as unique, f.default_value, f.help,
  f.position, f.choices, f.in_pane, f.personal_data, f.sensitive, f.archived_at,
  f.archived_at + make_interval(days => ${sql.raw(String(RESTORABLE_DAYS))}) as restorable_until, f.version`

const usesOfOne = sql`(case f.entity
  when 'contact' then (select count(*) from contact_custom_values v where v.field_id = f.id and v.ordinal = 1)
  else (select count(*) from companies c where c.custom_fields ? f.key) end)::int`

/** The fields in their order. */
export async function listFields(tx: Tx, { entity, archived }: CustomFieldQuery): Promise<CustomField[]> {
  const exact = archived === 'true' || (await valuesStored(tx)) <= COUNTED_EXACTLY
  const rows = await tx.execute<FieldRow>(sql`
    with uses as (${exact ? countedUses : estimatedUses} union all
      select f.id, count(*) from companies c cross join lateral jsonb_object_keys(c.custom_fields) k
        join custom_fields f on f.entity = 'company' and f.key = k group by f.id)
    select ${fieldColumns}, coalesce(u.n, 0)::int as uses from custom_fields f left join uses u on u.field_id = f.id
     where ${entity ? sql`f.entity = ${entity}` : sql`true`} and ${archived === 'true' ? sql`true` : sql`f.archived_at is null`}
     order by f.entity desc, f.position, f.created_at, f.id`)
  return rows.map(fieldFrom)
}

const countedUses = sql`select field_id, count(*) as n from contact_custom_values where ordinal = 1 group by field_id`
const estimatedUses = sql`
  select s.field_id::uuid, (s.share * t.reltuples)::bigint from pg_class t, pg_stats p,
      unnest(p.most_common_vals::text::text[], p.most_common_freqs) as s(field_id, share)
   where t.oid = 'contact_custom_values'::regclass and p.schemaname = current_schema and p.tablename = 'contact_custom_values'
     and p.attname = 'field_id'`

async function valuesStored(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select reltuples::float8 as n from pg_class where oid = 'contact_custom_values'::regclass`,
  )
  return row?.n ?? 0
}

/** @throws NotFound */
export async function fieldById(tx: Tx, id: string): Promise<CustomField> {
  const [row] = await tx.execute<FieldRow>(
    sql`select ${fieldColumns}, ${usesOfOne} as uses from custom_fields f where f.id = ${id}::uuid`,
  )
  if (!row) throw new NotFound('such custom field')
  return fieldFrom(row)
}

const fieldFrom = (row: FieldRow): CustomField => ({
  id: row.id,
  entity: row.entity,
  key: row.key,
  label: row.label,
  type: row.type,
  required: row.required,
  unique: row.unique,
  defaultValue: row.default_value,
  help: row.help,
  position: row.position,
  choices: row.choices,
  inPane: row.in_pane,
  personalData: row.personal_data,
  sensitive: row.sensitive,
  archivedAt: isoInstantOrNull(row.archived_at),
  restorableUntil: row.restorable_until === null ? null : isoInstant(row.restorable_until),
  uses: row.uses,
  version: row.version,
})

/** One edit of definitions at a time, so that keys, places and the pane's eight are counted right. Nobody who reads waits. */
export const lockDefinitions = (tx: Tx) => tx.execute(sql`lock table custom_fields in share row exclusive mode`)

/** The table whose records hold the values. */
export const recordsOf = (entity: CustomFieldEntity): SQL => sql.raw(entity === 'contact' ? 'contacts' : 'companies')

/**
 * Taken before a value is checked, as any write of a record takes it: whoever changes what the stored values mean waits for
 * it, and it waits for them.
 */
export const lockForValues = (tx: Tx, entity: CustomFieldEntity) =>
  tx.execute(sql`lock table ${recordsOf(entity)} in row exclusive mode`)

/** No record is written until the end of the transaction; all are read. */
export const lockAllValues = (tx: Tx, entity: CustomFieldEntity) =>
  tx.execute(sql`lock table ${recordsOf(entity)} in exclusive mode`)

/** The name people know a record by, for `c`. */
export const recordName = (entity: CustomFieldEntity): SQL =>
  entity === 'company'
    ? sql`c.name`
    : sql`coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''),
        (select a.display from contact_addresses a where a.contact_id = c.id and a.is_primary), c.phone, c.mobile, '')`
