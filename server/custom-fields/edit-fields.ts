import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { once } from '../platform/idempotency.ts'
import { InvalidInput, NotFound } from '../platform/problem.ts'
import { editedChoices, newChoices } from './choices.ts'
import { freeKey, isReservedKey, keyFromLabel } from './field-key.ts'
import { fieldById, lockAllValues, lockDefinitions, RESTORABLE_DAYS } from './fields.ts'
import { FieldArchived, KeyTaken, PaneFull, StaleField } from './problems.ts'
import { readValue, type ValueRules } from './read-value.ts'
import {
  type CreateCustomField,
  type CustomField,
  type CustomFieldEntity,
  type CustomFieldType,
  type CustomValue,
  type EditCustomField,
  paneFields,
} from './schema.ts'
import { makeOrdinary, makeUnique } from './unique-values.ts'
import { activeUsers } from './user-values.ts'

/**
 * Adds a field: a row here and nothing else, so that no table is locked and no record touched (CF-08).
 * @throws InvalidInput, KeyTaken, PaneFull
 */
export async function createField(
  db: Database,
  actor: Actor,
  input: CreateCustomField,
  idempotencyKey?: string,
): Promise<CustomField> {
  const { id } = await once(db, actor, idempotencyKey, input, async (tx) => {
    await lockDefinitions(tx)
    const key = await keyFor(tx, input)
    const choices = newChoices(input.type, input.choices ?? [])
    const defaultValue = await checkedDefault(tx, { type: input.type, choices }, input.defaultValue ?? null)
    refuseWrongUnique({ type: input.type, unique: input.unique ?? false, defaultValue })
    if (input.inPane) await refuseFullPane(tx, input.entity, null)
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into custom_fields (entity, key, label, type, required, is_unique, default_value, help, position, choices,
          in_pane, personal_data, sensitive)
      values (${input.entity}, ${key}, ${input.label}, ${input.type}, ${input.required ?? false}, ${input.unique ?? false},
        ${jsonOrNull(defaultValue)}::jsonb, ${input.help || null}, 0, ${JSON.stringify(choices)}::jsonb,
        ${input.inPane ?? false}, ${input.personalData ?? true}, ${input.sensitive ?? false})
      returning id`)
    const made = row?.id as string
    await place(tx, input.entity, made, input.position ?? Number.MAX_SAFE_INTEGER)
    await note(tx, actor, 'created', made, { entity: input.entity, key, type: input.type })
    return { id: made }
  })
  return fieldById(db, id)
}

/**
 * Changes the settings that are given. Key and type stay: see convert.ts.
 * @throws StaleField with the current one, FieldArchived, InvalidInput, PaneFull; FieldCollisions when values stand twice
 */
export function editField(
  db: Database,
  actor: Actor,
  id: string,
  version: number,
  edit: Omit<EditCustomField, 'version'>,
): Promise<CustomField> {
  return db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const before = await editable(tx, id)
    if (before.version !== version) throw new StaleField(before)
    if (edit.choices || (edit.unique !== undefined && edit.unique !== before.unique))
      await lockAllValues(tx, before.entity)
    const choices = edit.choices ? await editedChoices(tx, before, edit.choices) : before.choices
    const after = { ...before, ...defined(edit), choices }
    if (edit.choices || edit.defaultValue !== undefined) {
      after.defaultValue = await checkedDefault(tx, after, after.defaultValue)
    }
    refuseWrongUnique(after)
    if (after.inPane && !before.inPane) await refuseFullPane(tx, before.entity, id)
    await save(tx, after)
    if (edit.position !== undefined) await place(tx, before.entity, id, edit.position)
    if (after.unique && !before.unique) await makeUnique(tx, before)
    if (!after.unique && before.unique) await makeOrdinary(tx, id)
    await note(tx, actor, 'edited', id, { fields: Object.keys(defined(edit)) })
    return fieldById(tx, id)
  })
}

/** The field is gone everywhere, its values stay for 30 days. Says in `uses` how many records hold one. */
export function archiveField(db: Database, actor: Actor, id: string): Promise<CustomField> {
  return db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const { uses, archivedAt } = await fieldById(tx, id)
    if (archivedAt) return fieldById(tx, id)
    await tx.execute(sql`update custom_fields set archived_at = now(), updated_at = now(), version = version + 1
      where id = ${id}::uuid`)
    await note(tx, actor, 'archived', id, { uses })
    return fieldById(tx, id)
  })
}

/** Brings a deleted field back with its values, at the end of the list. @throws NotFound after 30 days */
export function restoreField(db: Database, actor: Actor, id: string): Promise<CustomField> {
  return db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const field = await fieldById(tx, id)
    if (!field.archivedAt) return field
    const paneIsFull = field.inPane && (await fieldsInPane(tx, field.entity, id)) >= paneFields
    const rows = await tx.execute(sql`update custom_fields
        set archived_at = null, in_pane = in_pane and ${!paneIsFull}, updated_at = now(), version = version + 1
      where id = ${id}::uuid and archived_at > now() - make_interval(days => ${RESTORABLE_DAYS}) returning id`)
    if (rows.length === 0) throw new NotFound('such custom field any more: it was deleted more than 30 days ago')
    await place(tx, field.entity, id, Number.MAX_SAFE_INTEGER)
    await note(tx, actor, 'restored', id)
    return fieldById(tx, id)
  })
}

/** @throws NotFound, FieldArchived */
export async function editable(tx: Tx, id: string): Promise<CustomField> {
  const field = await fieldById(tx, id)
  if (field.archivedAt) throw new FieldArchived()
  return field
}

async function save(tx: Tx, field: CustomField): Promise<void> {
  await tx.execute(sql`update custom_fields set label = ${field.label}, required = ${field.required},
      is_unique = ${field.unique}, default_value = ${jsonOrNull(field.defaultValue)}::jsonb, help = ${field.help || null},
      choices = ${JSON.stringify(field.choices)}::jsonb, in_pane = ${field.inPane}, personal_data = ${field.personalData},
      sensitive = ${field.sensitive}, updated_at = now(), version = version + 1
    where id = ${field.id}::uuid`)
}

/** What was done to the definition; never a value. */
export const note = (tx: Tx, actor: Actor | null, done: string, id: string, details: Record<string, unknown> = {}) =>
  audit(tx, actor, { action: `custom_field.${done}`, subjectKind: 'custom_field', subjectId: id, details })

/** Keys are one of a kind, those of deleted fields included: their values may come back (CF-01). */
async function keyFor(tx: Tx, { entity, key, label }: CreateCustomField): Promise<string> {
  const rows = await tx.execute<{ key: string }>(sql`select key from custom_fields where entity = ${entity}`)
  const taken = new Set(rows.map((row) => row.key))
  if (key === undefined) return freeKey(keyFromLabel(label), taken)
  if (isReservedKey(key))
    throw new InvalidInput([{ path: 'key', message: 'This word means something else. Choose another key.' }])
  if (taken.has(key)) throw new KeyTaken(key)
  return key
}

/** Puts a field at its place among those of its kind, and the others around it. */
async function place(tx: Tx, entity: CustomFieldEntity, id: string, position: number): Promise<void> {
  const rows = await tx.execute<{ id: string }>(sql`select id from custom_fields
    where entity = ${entity} and archived_at is null and id <> ${id}::uuid order by position, created_at, id`)
  const ids = rows.map((row) => row.id).toSpliced(position, 0, id)
  await tx.execute(sql`update custom_fields f set position = o.n - 1
    from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) with ordinality o(id, n)
   where f.id = o.id::uuid and f.position <> o.n - 1`)
}

async function refuseFullPane(tx: Tx, entity: CustomFieldEntity, besides: string | null): Promise<void> {
  if ((await fieldsInPane(tx, entity, besides)) >= paneFields) throw new PaneFull(paneFields)
}

async function fieldsInPane(tx: Tx, entity: CustomFieldEntity, besides: string | null): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from custom_fields
    where entity = ${entity} and in_pane and archived_at is null and id is distinct from ${besides}::uuid`)
  return row?.n ?? 0
}

async function checkedDefault(tx: Tx, rules: ValueRules, given: CustomValue): Promise<CustomValue> {
  const userId = await activeUsers(tx, rules.type === 'user' && typeof given === 'string' ? [given] : [])
  const reading = readValue(rules, given, { userId })
  if ('error' in reading) throw new InvalidInput([{ path: 'defaultValue', message: reading.error }])
  return reading.value
}

const neverUnique: readonly CustomFieldType[] = ['long_text', 'yes_no', 'single_choice', 'multi_choice']
export const mayBeUnique = (type: CustomFieldType): boolean => !neverUnique.includes(type)

function refuseWrongUnique({
  type,
  unique,
  defaultValue,
}: Pick<CustomField, 'type' | 'unique' | 'defaultValue'>): void {
  if (!unique) return
  const message = !mayBeUnique(type)
    ? 'Fields of this type cannot be unique.'
    : defaultValue !== null
      ? 'A unique field takes no default: the second record would have the same.'
      : null
  if (message) throw new InvalidInput([{ path: 'unique', message }])
}

const jsonOrNull = (value: CustomValue): string | null => (value === null ? null : JSON.stringify(value))

const defined = <T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
