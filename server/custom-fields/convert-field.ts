import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { v7 } from '../platform/ids.ts'
import { InvalidInput } from '../platform/problem.ts'
import { hasChoices } from './choices.ts'
import { editable, mayBeUnique, note } from './edit-fields.ts'
import { fieldById, lockAllValues, lockDefinitions, recordName, recordsOf } from './fields.ts'
import { type Reading, type ReadingContext, readValue } from './read-value.ts'
import type {
  Conversion,
  ConvertCustomField,
  CustomChoice,
  CustomField,
  CustomFieldType,
  CustomValue,
} from './schema.ts'
import { activeUsers } from './user-values.ts'

const MOST_FAILURES = 100
const MOST_CHOICES = 200
const PER_STATEMENT = 20_000

const texts: readonly CustomFieldType[] = ['text', 'long_text']

/** Any value can be written as text, and a text may be anything; between others there is only what means the same. */
const waysOf = (from: CustomFieldType, to: CustomFieldType): boolean =>
  from !== to && (texts.includes(from) || texts.includes(to) || (hasChoices(from) && hasChoices(to)))

interface HeldValue {
  value: CustomValue
  records: number
}
interface Plan {
  choices: CustomChoice[]
  converted: { before: CustomValue; after: CustomValue; records: number }[]
  failed: { value: CustomValue; records: number; reason: string }[]
  defaultValue: CustomValue
}

/**
 * What a change of type makes of the stored values (CF-02); each different value is read once, by the same code that checks
 * new ones. With `apply` it is done, in one transaction, if no value fails.
 * @throws NotFound, FieldArchived, InvalidInput
 */
export function convertField(
  db: Database,
  actor: Actor,
  id: string,
  { type, apply }: ConvertCustomField,
): Promise<Conversion> {
  return db.transaction(async (tx) => {
    if (apply) await lockDefinitions(tx)
    const field = await editable(tx, id)
    if (!waysOf(field.type, type)) return report(field, type, false, null)
    if (field.unique && !mayBeUnique(type)) {
      throw new InvalidInput([
        { path: 'type', message: 'Fields of this type cannot be unique. Turn unique off first.' },
      ])
    }
    if (apply) await lockAllValues(tx, field.entity)
    const plan = await planFor(tx, field, type)
    const failures = await failuresOf(tx, field, plan)
    if (!apply || plan.failed.length > 0) return report(field, type, true, plan, failures)
    await carryOut(tx, field, type, plan)
    await note(tx, actor, 'converted', id, { from: field.type, to: type, values: field.uses })
    return { ...report(await fieldById(tx, id), type, true, plan), applied: true }
  })
}

const report = (
  field: CustomField,
  type: CustomFieldType,
  possible: boolean,
  plan: Plan | null,
  failures: Conversion['failures'] = [],
): Conversion => {
  const sum = (values: { records: number }[]) => values.reduce((all, { records }) => all + records, 0)
  return {
    type,
    possible,
    converts: sum(plan?.converted ?? []),
    fails: sum(plan?.failed ?? []),
    failures,
    applied: false,
    field,
  }
}

async function planFor(tx: Tx, field: CustomField, type: CustomFieldType): Promise<Plan> {
  const held = await heldValues(tx, field)
  const names = await userNames(tx, field, held)
  const asText = (value: CustomValue) => textOf(field, value, names)
  const choices = choicesFor(field, type, held, asText)
  const userId = await activeUsers(tx, type === 'user' ? held.map(({ value }) => String(value)) : [])
  const read = (value: CustomValue) =>
    convertValue(field, { type, choices }, value, asText, { userId, current: choices.map((choice) => choice.id) })
  const plan: Plan = { choices, converted: [], failed: [], defaultValue: null }
  const taken = new Map<string, CustomValue>()
  for (const { value, records } of held) {
    const reading = read(value)
    const fault = 'error' in reading ? reading.error : twice(field, taken, reading.value)
    if (fault !== null) plan.failed.push({ value, records, reason: fault })
    else if ('value' in reading) plan.converted.push({ before: value, after: reading.value, records })
  }
  const standard = field.defaultValue === null ? null : read(field.defaultValue)
  if (standard && 'value' in standard) plan.defaultValue = standard.value
  return plan
}

/** Two values that differ may become one: a unique field cannot have that. */
function twice({ unique }: CustomField, taken: Map<string, CustomValue>, after: CustomValue): string | null {
  if (!unique) return null
  const key = JSON.stringify(after).toLowerCase()
  if (taken.has(key)) return 'Would be the same as the value of another record.'
  taken.set(key, after)
  return null
}

function convertValue(
  field: CustomField,
  rules: { type: CustomFieldType; choices: CustomChoice[] },
  value: CustomValue,
  asText: (value: CustomValue) => string,
  context: ReadingContext,
): Reading {
  const given = hasChoices(field.type) && hasChoices(rules.type) ? value : asText(value)
  const reading = readValue(rules, given, context)
  return 'value' in reading && reading.value === null ? { error: 'Would be empty.' } : reading
}

async function heldValues(tx: Tx, { entity, key }: CustomField): Promise<HeldValue[]> {
  const rows = await tx.execute<HeldValue & Record<string, unknown>>(sql`
    select c.custom_fields -> ${key} as value, count(*)::int as records from ${recordsOf(entity)} c
     where c.custom_fields ? ${key} group by 1 order by 1`)
  return [...rows]
}

/** A value as people read it; names of people as addresses, so that it can be read back. */
function textOf({ type, choices }: CustomField, value: CustomValue, names: Map<string, string>): string {
  const label = (id: string) => choices.find((choice) => choice.id === id)?.label ?? id
  if (hasChoices(type)) return [value].flat().map(String).map(label).join('; ')
  if (type === 'yes_no') return value ? 'yes' : 'no'
  return type === 'user' ? (names.get(String(value)) ?? String(value)) : String(value)
}

async function userNames(tx: Tx, { type }: CustomField, held: HeldValue[]): Promise<Map<string, string>> {
  if (type !== 'user') return new Map()
  const rows = await tx.execute<{ id: string; name: string }>(sql`select id, coalesce(email, name) as name from users
    where id::text in (select value from jsonb_array_elements_text(${JSON.stringify(held.map(({ value }) => value))}::jsonb))`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Texts become choices by themselves, each different one; too many are no choices. */
function choicesFor(
  field: CustomField,
  type: CustomFieldType,
  held: HeldValue[],
  asText: (value: CustomValue) => string,
): CustomChoice[] {
  if (!hasChoices(type)) return []
  if (hasChoices(field.type)) return field.choices
  const labels = new Map<string, string>()
  for (const { value } of held) {
    const parts = type === 'multi_choice' ? asText(value).split(';') : [asText(value)]
    for (const part of parts.map((text) => text.normalize('NFKC').trim())) {
      if (part && [...part].length <= 100 && !labels.has(part.toLowerCase())) labels.set(part.toLowerCase(), part)
    }
  }
  if (labels.size > MOST_CHOICES || labels.size === 0) {
    const message =
      labels.size === 0
        ? 'There are no values yet to make choices of. Make a new field and name its choices.'
        : `The values differ too much to be choices: at most ${MOST_CHOICES}. Make a new field and copy.`
    throw new InvalidInput([{ path: 'type', message }])
  }
  return [...labels.values()].sort((a, b) => a.localeCompare(b)).map((label) => ({ id: v7(), label }))
}

async function failuresOf(tx: Tx, { entity, key }: CustomField, { failed }: Plan): Promise<Conversion['failures']> {
  if (failed.length === 0) return []
  const first = failed.slice(0, MOST_FAILURES)
  const rows = await tx.execute<{ id: string; name: string; value: CustomValue }>(sql`
    select c.id, ${recordName(entity)} as name, c.custom_fields -> ${key} as value from ${recordsOf(entity)} c
     where c.custom_fields -> ${key} in (select value from jsonb_array_elements(${JSON.stringify(first.map(({ value }) => value))}::jsonb))
     order by c.id limit ${MOST_FAILURES}`)
  const reasons = new Map(first.map(({ value, reason }) => [JSON.stringify(value), reason]))
  return rows.map(({ id, name, value }) => ({
    recordId: id,
    name,
    value,
    reason: reasons.get(JSON.stringify(value)) ?? '',
  }))
}

/** First the type, then the values: what is kept about values for filters follows from the type. */
async function carryOut(tx: Tx, field: CustomField, type: CustomFieldType, plan: Plan): Promise<void> {
  const standard = field.unique || plan.defaultValue === null ? null : JSON.stringify(plan.defaultValue)
  await tx.execute(sql`update custom_fields set type = ${type}, choices = ${JSON.stringify(plan.choices)}::jsonb,
      default_value = ${standard}::jsonb, version = version + 1, updated_at = now() where id = ${field.id}::uuid`)
  const changed = plan.converted.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  for (let start = 0; start < changed.length; start += PER_STATEMENT) {
    const pairs = changed.slice(start, start + PER_STATEMENT).map(({ before, after }) => ({ before, after }))
    await tx.execute(sql`update ${recordsOf(field.entity)} c
        set custom_fields = c.custom_fields || jsonb_build_object(${field.key}::text, m.after), version = version + 1
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as m(before jsonb, after jsonb)
     where c.custom_fields ? ${field.key} and c.custom_fields -> ${field.key} = m.before`)
  }
}
