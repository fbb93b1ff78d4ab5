import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { rewriteConditions } from '../filter/rewrite.ts'
import type { Condition, Filter } from '../filter/schema.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { hasChoices, holdsChoice } from './choices.ts'
import { editable, note } from './edit-fields.ts'
import { fieldById, lockAllValues, lockDefinitions, recordsOf } from './fields.ts'
import type { CustomChoice, CustomField, ReplaceChoice } from './schema.ts'

/**
 * Takes a choice away: records that hold it hold the other from now on, or nothing. Filters of segments and scoring rules
 * follow (CF-03); one that would be left without a value keeps the old id, and matches nobody.
 * @throws NotFound, FieldArchived, InvalidInput
 */
export function replaceChoice(
  db: Database,
  actor: Actor,
  id: string,
  { from, to }: ReplaceChoice,
): Promise<{ field: CustomField; records: number }> {
  return db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const field = await editable(tx, id)
    refuseUnusable(field, from, to)
    await lockAllValues(tx, field.entity)
    const records = await repoint(tx, actor, field, from, to)
    const choices = field.choices.filter((choice) => choice.id !== from)
    await saveWithout(tx, field, choices, from, to)
    if (to !== null && field.entity === 'contact') await refile(tx, field.key, from, to)
    await note(tx, actor, 'choice_replaced', id, { from, to, records })
    return { field: await fieldById(tx, id), records }
  })
}

function refuseUnusable({ type, choices, required }: CustomField, from: string, to: string | null): void {
  const known = (id: string) => choices.some((choice) => choice.id === id)
  const others = choices.filter(({ id, archived }) => id !== from && !archived)
  const fault =
    !hasChoices(type) || !known(from)
      ? ['from', 'This choice does not exist.']
      : to !== null && (to === from || !others.some(({ id }) => id === to))
        ? ['to', 'Name another choice of this field that is still offered.']
        : to === null && required
          ? ['to', 'The field must not be empty. Name the choice that takes its place.']
          : others.length === 0
            ? ['from', 'It is the last choice. Add another one first.']
            : null
  if (fault) throw new InvalidInput([{ path: fault[0] as string, message: fault[1] as string }])
}

/** Each record once, with an entry in its history. */
async function repoint(tx: Tx, actor: Actor, field: CustomField, from: string, to: string | null): Promise<number> {
  const { key, type, entity } = field
  const one = sql`case when ${to}::text is null then c.custom_fields - ${key}
    else c.custom_fields || jsonb_build_object(${key}::text, ${to}::text) end`
  const order = JSON.stringify(field.choices.map((choice) => choice.id))
  const kept = sql`(select jsonb_agg(v.value order by v.n) from (
    select o.value, o.n from jsonb_array_elements_text(${order}::jsonb) with ordinality o(value, n)
     where o.value <> ${from} and (c.custom_fields -> ${key} ? o.value or o.value = ${to}::text)) v)`
  const several = sql`case when ${kept} is null then c.custom_fields - ${key}
    else c.custom_fields || jsonb_build_object(${key}::text, ${kept}) end`
  const [changes, record] = entity === 'contact' ? ['contact_changes', 'contact_id'] : ['company_changes', 'company_id']
  const rows = await tx.execute(sql`
    with before as (
      select c.id, c.custom_fields -> ${key} as value from ${recordsOf(entity)} c where ${holdsChoice(key, sql`${from}::text`)}
    ), changed as (
      update ${recordsOf(entity)} c set custom_fields = ${type === 'multi_choice' ? several : one}, version = version + 1,
          updated_at = now()
        from before b where c.id = b.id returning c.id, b.value as before, c.custom_fields -> ${key} as after
    )
    insert into ${sql.raw(changes as string)} (${sql.raw(record as string)}, user_id, field, before, after, route, request_id)
    select id, ${actor.userId}::uuid, ${`customFields.${key}`}, coalesce(before, 'null'), coalesce(after, 'null'),
        ${actor.route}, ${actor.requestId ?? null} from changed`)
  return rows.count
}

async function saveWithout(tx: Tx, field: CustomField, choices: CustomChoice[], from: string, to: string | null) {
  const instead = [field.defaultValue].flat().map((id) => (id === from ? to : id))
  const kept = [...new Set(instead)].filter((id) => id !== null)
  const defaultValue = Array.isArray(field.defaultValue) ? kept : (kept[0] ?? null)
  const empty = defaultValue === null || (Array.isArray(defaultValue) && defaultValue.length === 0)
  await tx.execute(sql`update custom_fields set choices = ${JSON.stringify(choices)}::jsonb,
      default_value = ${empty ? null : JSON.stringify(defaultValue)}::jsonb, version = version + 1, updated_at = now()
    where id = ${field.id}::uuid`)
}

/** Filters that name the one choice name the other from now on. */
async function refile(tx: Tx, key: string, from: string, to: string): Promise<void> {
  const instead = (filter: Filter): Filter =>
    rewriteConditions(filter, (condition) =>
      condition.field === `custom.${key}`
        ? ({ ...condition, value: replaced(condition.value, from, to) } as Condition)
        : condition,
    )
  const field = JSON.stringify({ field: `custom.${key}`, id: from })
  const named = (column: string) =>
    sql`jsonb_path_exists(${sql.raw(column)}, '$.** ? (@.field == $field && (@.value == $id || @.value[*] == $id))', ${field}::jsonb)`
  const segments = await tx.execute<{ id: string; filter: Filter }>(
    sql`select id, filter from segments where ${named('filter')} order by id for update`,
  )
  for (const { id, filter } of segments) {
    await tx.execute(sql`update segments set filter = ${JSON.stringify(instead(filter))}::jsonb where id = ${id}::uuid`)
  }
  const rules = await tx.execute<{ id: string; condition: { filter?: Filter } }>(
    sql`select id, condition from scoring_rules where ${named('condition')} order by id for update`,
  )
  for (const { id, condition } of rules) {
    const after = condition.filter ? { ...condition, filter: instead(condition.filter) } : condition
    await tx.execute(sql`update scoring_rules set condition = ${JSON.stringify(after)}::jsonb where id = ${id}::uuid`)
  }
}

function replaced(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => (one === from ? to : one)))]
  return value === from ? to : value
}
