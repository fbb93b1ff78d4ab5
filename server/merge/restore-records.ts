import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { CustomValue, CustomValues } from '../custom-fields/schema.ts'
import type { Candidate } from './candidates.ts'
import { customKey, type FieldKind } from './fields.ts'
import { phoneCountry, toldValue } from './plan.ts'
import type { Choices } from './read-merges.ts'
import { uuids } from './tables.ts'
import { type ChangeLine, makeRecord } from './write-survivor.ts'

export interface StoredMerge extends Record<string, unknown> {
  id: string
  survivor_id: string
  choices: Choices
  before: { record: Record<string, unknown>; email: string | null; engagement: Record<string, unknown> } | null
  after: { columns: Record<string, unknown>; email: string | null } | null
  created_at: string
  undone_at: string | null
  later: string | null
}

export type Undoable = StoredMerge & {
  before: NonNullable<StoredMerge['before']>
  after: NonNullable<StoredMerge['after']>
}

interface Restored {
  columns: Record<string, unknown>
  changes: ChangeLine[]
  conflicts: string[]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Each field that is still as the merge left it gets its value from before; others stay, and are told. */
export function restoredFields(
  { before, after }: Undoable,
  survivor: Candidate,
  kinds: readonly FieldKind[],
): Restored {
  const restored: Restored = { columns: {}, changes: [], conflicts: [] }
  const custom: CustomValues = { ...survivor.contact.customFields }
  const now = survivor.record
  const settle = (field: string, label: string, columns: readonly string[]) => {
    const [main = ''] = columns
    if (!Object.hasOwn(after.columns, main) || same(before.record[main], after.columns[main])) return
    if (!same(now[main], after.columns[main])) {
      restored.conflicts.push(`${label} was edited since the merge and stays as it is.`)
      return
    }
    for (const column of columns) restored.columns[column] = before.record[column] ?? null
    restored.changes.push({ field, before: toldValue(field, now[main]), after: toldValue(field, before.record[main]) })
  }
  for (const { field, label, columns } of kinds) {
    const key = customKey(field)
    if (key === null) settle(field, label, columns)
    else settleCustom(restored, custom, { before, after }, { key, label })
  }
  settle('source', 'Source', ['source'])
  settle('createdAt', 'Created', ['created_at', 'created_by'])
  if (!same(custom, survivor.contact.customFields)) restored.columns.custom_fields = custom
  if ('phone' in restored.columns || 'mobile' in restored.columns)
    restored.columns.phone_country = phoneCountry({ ...now, ...restored.columns })
  return restored
}

function settleCustom(
  restored: Restored,
  custom: CustomValues,
  { before, after }: Pick<Undoable, 'before' | 'after'>,
  { key, label }: { key: string; label: string },
): void {
  if (!Object.hasOwn(after.columns, 'custom_fields')) return
  const was = ((before.record.custom_fields ?? {}) as CustomValues)[key] ?? null
  const became = ((after.columns.custom_fields ?? {}) as CustomValues)[key] ?? null
  const is = custom[key] ?? null
  if (same(was, became)) return
  if (!same(is, became)) {
    restored.conflicts.push(`${label} was edited since the merge and stays as it is.`)
    return
  }
  if (was === null) delete custom[key]
  else custom[key] = was as CustomValue
  restored.changes.push({ field: `customFields.${key}`, before: is, after: was })
}

/** A company may have gone since. */
export async function withPlace(tx: Tx, columns: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (typeof columns.company_id !== 'string') return columns
  const found = await tx.execute(sql`select 1 from companies where id = ${columns.company_id}::uuid for key share`)
  return found.length > 0 ? columns : { ...columns, company_id: null }
}

type Kept = Record<string, unknown> & { id: string }

/** As they were, in columns that are still there. */
export async function keptRecords(tx: Tx, mergeId: string, formerIds: readonly string[]): Promise<Kept[]> {
  const rows = await tx.execute<{ record: Kept }>(sql`
    select (select jsonb_object_agg(a.attname, rows -> 0 -> a.attname::text) from pg_attribute a
        where a.attrelid = 'contacts'::regclass and a.attnum > 0 and not a.attisdropped and rows -> 0 ? a.attname::text) as record
      from merge_parts where merge_id = ${mergeId}::uuid and table_name = 'contacts'
     order by array_position(${uuids(formerIds)}, former_id)`)
  return rows.map(({ record }) => record)
}

/** @returns what of them could not come back */
export async function makeRecords(tx: Tx, records: readonly Kept[], kinds: readonly FieldKind[]): Promise<string[]> {
  const told: string[] = []
  for (const record of records) {
    const placed = await withPlace(tx, record)
    if (placed.company_id !== (record.company_id ?? null)) told.push(`The company of ${nameOf(record)} is gone since.`)
    const custom = { ...(record.custom_fields as CustomValues) }
    const taken = await takenKeys(tx, custom)
    for (const { field, label } of kinds) {
      const key = customKey(field)
      if (key === null || !taken.has(key)) continue
      delete custom[key]
      told.push(`${label} of ${nameOf(record)} belongs to another contact since.`)
    }
    await makeRecord(tx, { ...placed, custom_fields: inUse(custom, kinds) })
  }
  return told
}

const nameOf = ({ first_name, last_name }: Kept): string =>
  [first_name, last_name].filter(Boolean).join(' ') || 'the restored contact'

/** Fields that were deleted for good in the meantime do not come back. */
const inUse = (custom: CustomValues, kinds: readonly FieldKind[]): CustomValues => {
  const keys = new Set(kinds.map(({ field }) => customKey(field)))
  return Object.fromEntries(Object.entries(custom).filter(([key]) => keys.has(key)))
}

/** Fields whose values only one contact may have, and another one has now. */
async function takenKeys(tx: Tx, custom: CustomValues): Promise<Set<string>> {
  const rows = await tx.execute<{ key: string }>(sql`
    select f.key from custom_values_of(null::uuid, ${JSON.stringify(custom)}::jsonb) s join custom_fields f on f.id = s.field_id
     where s.unique_value is not null and exists (
       select 1 from contact_custom_values v where v.field_id = s.field_id and v.unique_value = s.unique_value)`)
  return new Set(rows.map(({ key }) => key))
}
