import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { v7 } from '../platform/ids.ts'
import { InvalidInput } from '../platform/problem.ts'
import { recordsOf } from './fields.ts'
import type { CustomChoice, CustomField, CustomFieldType, EditCustomField } from './schema.ts'

type GivenChoice = NonNullable<EditCustomField['choices']>[number]

export const hasChoices = (type: CustomFieldType): boolean => type === 'single_choice' || type === 'multi_choice'

/** Choices of a new field; their ids are ours. @throws InvalidInput */
export function newChoices(type: CustomFieldType, given: readonly GivenChoice[]): CustomChoice[] {
  const choices = given.map(({ label }) => ({ id: v7(), label }))
  refuseUnusable(type, choices)
  return choices
}

/**
 * The choices as they are from now on: those with an id keep it under any name, those without are new. One that is left out
 * goes, or is archived where records hold it (CF-03).
 * @throws InvalidInput
 */
export async function editedChoices(
  tx: Tx,
  field: CustomField,
  given: readonly GivenChoice[],
): Promise<CustomChoice[]> {
  const known = new Map(field.choices.map((choice) => [choice.id, choice]))
  const unknown = given.findIndex(({ id }) => id !== undefined && !known.has(id))
  if (unknown >= 0)
    throw invalid('This choice does not exist. Leave its id out to make a new one.', `choices.${unknown}.id`)
  const kept = given.map(({ id, label, archived }) => ({ id: id ?? v7(), label, ...(archived ? { archived } : {}) }))
  const leftOut = field.choices.filter(({ id }) => !given.some((choice) => choice.id === id))
  const used = await usedChoices(tx, field, leftOut)
  const choices = [
    ...kept,
    ...leftOut.filter(({ id }) => used.has(id)).map((choice) => ({ ...choice, archived: true })),
  ]
  refuseUnusable(field.type, choices)
  return choices
}

async function usedChoices(tx: Tx, { key, entity }: CustomField, choices: CustomChoice[]): Promise<Set<string>> {
  if (choices.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`
    select w.value as id from jsonb_array_elements_text(${JSON.stringify(choices.map(({ id }) => id))}::jsonb) w
     where exists (select 1 from ${recordsOf(entity)} c where ${holdsChoice(key, sql`w.value`)})`)
  return new Set(rows.map(({ id }) => id))
}

/** Whether a record, `c`, holds a choice: alone or among several. */
export const holdsChoice = (key: string, id: ReturnType<typeof sql>) => sql`c.custom_fields -> ${key} ? ${id}`

function refuseUnusable(type: CustomFieldType, choices: readonly CustomChoice[]): void {
  const offered = choices.filter(({ archived }) => !archived)
  if (!hasChoices(type) && choices.length > 0) throw invalid('Only fields with choices take choices.')
  if (hasChoices(type) && offered.length === 0) throw invalid('Give at least one choice.')
  const labels = offered.map(({ label }) => label.normalize('NFKC').toLowerCase())
  const twice = labels.findIndex((label, index) => labels.indexOf(label) !== index)
  if (twice >= 0) throw invalid(`“${offered[twice]?.label}” stands twice.`)
}

const invalid = (message: string, path = 'choices') => new InvalidInput([{ path, message }])
