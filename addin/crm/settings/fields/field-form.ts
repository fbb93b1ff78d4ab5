import type {
  CreateCustomFieldInput,
  CustomChoice,
  CustomField,
  CustomFieldEntity,
  CustomFieldType,
  CustomValue,
  EditCustomField,
} from '../../../../server/custom-fields/schema.ts'

/** A choice while it is edited; without `id` it is new. `row` tells rows apart while they have no id. */
export interface ChoiceRow {
  row: number
  id?: string
  label: string
  archived: boolean
}

/** A custom field as the form holds it: texts as they are typed. */
export interface FieldForm {
  label: string
  key: string
  type: CustomFieldType
  help: string
  required: boolean
  unique: boolean
  inPane: boolean
  personalData: boolean
  sensitive: boolean
  defaultText: string
  defaultChoices: string[]
  choices: ChoiceRow[]
}

export const paneLimit = 8
const typesWithChoices: readonly CustomFieldType[] = ['single_choice', 'multi_choice']
const typesNeverUnique: readonly CustomFieldType[] = ['yes_no', 'long_text', ...typesWithChoices]

export const hasChoices = (type: CustomFieldType) => typesWithChoices.includes(type)
export const mayBeUnique = (type: CustomFieldType) => !typesNeverUnique.includes(type)

export const newField: FieldForm = {
  label: '',
  key: '',
  type: 'text',
  help: '',
  required: false,
  unique: false,
  inPane: false,
  personalData: true,
  sensitive: false,
  defaultText: '',
  defaultChoices: [],
  choices: [],
}

export function formOf(field: CustomField): FieldForm {
  const { defaultValue } = field
  return {
    label: field.label,
    key: field.key,
    type: field.type,
    help: field.help ?? '',
    required: field.required,
    unique: field.unique,
    inPane: field.inPane,
    personalData: field.personalData,
    sensitive: field.sensitive,
    defaultText: defaultValue === null || Array.isArray(defaultValue) ? '' : String(defaultValue),
    defaultChoices: Array.isArray(defaultValue) ? defaultValue : [],
    choices: field.choices.map((choice, row) => ({ row, ...choice, archived: choice.archived ?? false })),
  }
}

/** The key the server will make of a label, shown before it is fixed for good. */
export function keyOf(label: string): string {
  const words = label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  return words
    .map((word, index) => (index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join('')
    .replace(/^\d+/, '')
    .slice(0, 59)
}

/** The default as it goes to the server; numbers as text are read there in the usual ways of writing them. */
export function defaultOf({ type, defaultText, defaultChoices }: FieldForm): CustomValue {
  if (type === 'multi_choice') return defaultChoices.length > 0 ? defaultChoices : null
  const text = defaultText.trim()
  if (text === '') return null
  if (type === 'yes_no') return text === 'true'
  if (type === 'number' && Number.isFinite(Number(text))) return Number(text)
  return text
}

export function toCreate(form: FieldForm, entity: CustomFieldEntity): CreateCustomFieldInput {
  const key = form.key.trim()
  return { ...settingsOf(form), entity, type: form.type, ...(key === '' ? {} : { key }) }
}

/** Only what differs from the field as it was opened, so that two people's edits of other settings both stay. */
export function toEdit(before: CustomField, form: FieldForm): EditCustomField {
  const was = settingsOf(formOf(before))
  const now = settingsOf(form)
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof typeof was]),
  )
  return { ...Object.fromEntries(changed), version: before.version }
}

function settingsOf(form: FieldForm) {
  return {
    label: form.label.trim(),
    help: form.help.trim() || null,
    required: form.required,
    unique: form.unique && mayBeUnique(form.type),
    inPane: form.inPane,
    personalData: form.personalData,
    sensitive: form.sensitive,
    defaultValue: defaultOf(form),
    ...(hasChoices(form.type) ? { choices: form.choices.map(choiceOf) } : {}),
  }
}

function choiceOf({
  id,
  label,
  archived,
}: ChoiceRow): Partial<Pick<CustomChoice, 'id' | 'archived'>> & { label: string } {
  return { ...(id === undefined ? {} : { id }), label: label.trim(), ...(archived ? { archived } : {}) }
}

/** New rows from what was typed or pasted, a line each; labels that are there already are left out. */
export function addedChoices(rows: readonly ChoiceRow[], text: string): ChoiceRow[] {
  const taken = new Set(rows.map(({ label }) => label.trim().toLowerCase()))
  const added: ChoiceRow[] = []
  let row = Math.max(-1, ...rows.map((one) => one.row))
  for (const line of text.split(/[\r\n]+/)) {
    const label = line.trim().slice(0, 100)
    if (label === '' || taken.has(label.toLowerCase())) continue
    taken.add(label.toLowerCase())
    row += 1
    added.push({ row, label, archived: false })
  }
  return [...rows, ...added]
}

/** The form after a choice was replaced in all records: what else was typed stays. */
export function afterReplacing(form: FieldForm, saved: CustomField): FieldForm {
  const archivedOf = new Map(saved.choices.map(({ id, archived }) => [id, archived ?? false]))
  const choices = form.choices
    .filter(({ id }) => id === undefined || archivedOf.has(id))
    .map((row) => ({ ...row, archived: row.archived || (archivedOf.get(row.id ?? '') ?? false) }))
  return { ...form, choices }
}

/** The list with one entry moved by one place; itself when it stands at the end already. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list]
  const [one, other] = [next[index], next[index + by]]
  if (one === undefined || other === undefined) return next
  next[index] = other
  next[index + by] = one
  return next
}
