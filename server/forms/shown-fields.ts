import type { Tx } from '#db/client.ts'
import { fieldDefinitions, type StoredField } from '../custom-fields/fields.ts'
import type { CustomChoice } from '../custom-fields/schema.ts'
import type { FormDefinition, FormField, StandardField } from './schema.ts'

/** How a field is shown and read. */
type Control =
  | 'email'
  | 'text'
  | 'tel'
  | 'area'
  | 'country'
  | 'number'
  | 'date'
  | 'url'
  | 'tick'
  | 'one_choice'
  | 'many_choices'

export interface ShownField extends FormField {
  control: Control
  choices: CustomChoice[]
  /** Of the custom field behind it. */
  customKey: string | null
}

const standard: Record<StandardField, Control> = {
  email: 'email',
  firstName: 'text',
  lastName: 'text',
  phone: 'tel',
  jobTitle: 'text',
  company: 'text',
  country: 'country',
  message: 'area',
}

const customControls: Partial<Record<StoredField['type'], Control>> = {
  text: 'text',
  long_text: 'area',
  number: 'number',
  date: 'date',
  yes_no: 'tick',
  single_choice: 'one_choice',
  multi_choice: 'many_choices',
  url: 'url',
  email: 'email',
  phone: 'tel',
}

const customKeyOf = (key: string): string | null => /^custom\.(.+)$/.exec(key)?.[1] ?? null

/** Whether strangers may be asked for it: colleagues are no answer of theirs, unique values would tell who has them. */
export const mayBeAsked = (field: StoredField): boolean =>
  !field.archived && !field.unique && !field.sensitive && field.type in customControls

/** The fields of a form as they are shown now: custom fields that are gone since are left out. */
export async function shownFields(tx: Tx, definition: FormDefinition): Promise<ShownField[]> {
  const asksCustom = definition.fields.some(({ key }) => customKeyOf(key) !== null)
  const custom = new Map(
    asksCustom ? (await fieldDefinitions(tx, 'contact')).filter(mayBeAsked).map((field) => [field.key, field]) : [],
  )
  return definition.fields.flatMap((field): ShownField[] => {
    const customKey = customKeyOf(field.key)
    if (customKey === null) return [{ ...field, control: standard[field.key as StandardField], choices: [], customKey }]
    const found = custom.get(customKey)
    if (!found) return []
    const control = customControls[found.type] as Control
    return [{ ...field, control, choices: found.choices.filter(({ archived }) => !archived), customKey }]
  })
}
