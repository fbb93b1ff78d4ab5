import type { Tx } from '#db/client.ts'
import { InvalidInput } from '../platform/problem.ts'
import { type FieldDefinition, fieldDefinitions, lockForValues } from './fields.ts'
import { isEmptyValue, type ReadingContext, readValue } from './read-value.ts'
import type { CustomFieldEntity, CustomValue, CustomValues } from './schema.ts'
import { refuseTakenValues } from './unique-values.ts'
import { activeUsers } from './user-values.ts'

export interface CheckContext {
  /** What the record holds now. */
  current?: CustomValues | undefined
  /** A new record gets the defaults, and must have what is required. */
  creating: boolean
  /** The record itself, which may hold its own unique values. */
  recordId?: string | undefined
  locale?: string | undefined
  country?: string | null | undefined
  /** Import and sync may leave required fields empty (CF-05). */
  mayLackRequired?: boolean | undefined
}

/**
 * The one check of custom values, on every way in: screen, API, import, form. `given` holds the fields that change; what is
 * null or empty is taken out. Part of the caller's transaction, before the record is written.
 * @returns everything the record holds from now on, as it is stored
 * @throws InvalidInput with a path `customFields.<key>` for each value that cannot be; CustomValueTaken
 */
export async function checkCustomValues(
  tx: Tx,
  entity: CustomFieldEntity,
  given: CustomValues,
  context: CheckContext,
): Promise<CustomValues> {
  const { current = {}, creating } = context
  if (!creating && Object.keys(given).length === 0) return current
  await lockForValues(tx, entity)
  const fields = await fieldDefinitions(tx, entity)
  const userId = await activeUsers(tx, textsOfUsers(fields, given))
  const { changes, errors } = readChanges(fields, given, { ...context, current }, userId)
  if (errors.length > 0) throw new InvalidInput(errors)
  await refuseTakenValues(tx, entity, changes, context)
  return merged(current, changes)
}

interface Faults {
  path: string
  message: string
}

function readChanges(
  fields: FieldDefinition[],
  given: CustomValues,
  context: CheckContext & { current: CustomValues },
  userId: ReadingContext['userId'],
): { changes: CustomValues; errors: Faults[] } {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const changes: CustomValues = context.creating ? defaultsOf(fields, given) : {}
  const errors: Faults[] = []
  for (const [key, value] of Object.entries(given)) {
    const field = byKey.get(key)
    const held = Object.hasOwn(context.current, key) ? context.current[key] : null
    if (sameValue(value, held) && (field || !isEmptyValue(held)) && !isEmptyValue(value)) continue
    const reading = usable(field) ?? readValue(field as FieldDefinition, value, { ...context, current: held, userId })
    if ('error' in reading) errors.push({ path: `customFields.${key}`, message: reading.error })
    else changes[key] = reading.value
  }
  if (!context.mayLackRequired) errors.push(...missing(fields, changes, context, errors))
  return { changes, errors }
}

function usable(field: FieldDefinition | undefined): { error: string } | null {
  if (!field) return { error: 'There is no such field. Settings > Custom fields lists the keys.' }
  return field.archived ? { error: 'This field is deleted. Leave it out.' } : null
}

/** What a new record gets in the fields that nothing is given for. */
export const defaultsOf = (fields: FieldDefinition[], given: CustomValues): CustomValues =>
  Object.fromEntries(
    fields
      .filter(
        ({ key, archived, defaultValue }) => !archived && !Object.hasOwn(given, key) && !isEmptyValue(defaultValue),
      )
      .map(({ key, defaultValue }) => [key, defaultValue]),
  )

/** What a new record, or the field that is edited, must not leave empty (CF-05). */
function missing(
  fields: FieldDefinition[],
  changes: CustomValues,
  { creating }: CheckContext,
  errors: Faults[],
): Faults[] {
  const told = new Set(errors.map(({ path }) => path))
  return fields
    .filter(({ required, archived }) => required && !archived)
    .filter(({ key }) => (creating || Object.hasOwn(changes, key)) && isEmptyValue(changes[key]))
    .map(({ key, label }) => ({ path: `customFields.${key}`, message: `“${label}” must not be empty.` }))
    .filter(({ path }) => !told.has(path))
}

export const sameValue = (one: CustomValue | undefined, other: CustomValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

const textsOfUsers = (fields: FieldDefinition[], given: CustomValues): string[] =>
  fields
    .filter(({ type, key }) => type === 'user' && Object.hasOwn(given, key))
    .map(({ key }) => given[key])
    .filter((value) => typeof value === 'string')

function merged(current: CustomValues, changes: CustomValues): CustomValues {
  const all = Object.entries({ ...current, ...changes })
  return Object.fromEntries(all.filter(([, value]) => !isEmptyValue(value)))
}
