import type { Database, Tx } from '#db/client.ts'
import { CreateContact } from '../contacts/schema.ts'
import type { CustomValue, CustomValues } from '../custom-fields/schema.ts'
import { checkCustomValues } from '../custom-fields/values.ts'
import { normalAddress } from '../platform/address.ts'
import { isCountry } from '../platform/phone.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { FormDefinition } from './schema.ts'
import type { ShownField } from './shown-fields.ts'
import { type Words, wordsOf } from './words.ts'

/** What a visitor sent, by the key of the field: texts, or several for boxes of one field. */
export type Given = Record<string, string | string[] | undefined>

/** What a form brought in. Kept with the submission, so that it can be taken in later. */
export interface FormValues {
  /** By field, as a contact takes them. */
  contact: { email: string } & Record<string, string>
  custom: CustomValues
  message: string | null
  consent: boolean
  tracking: boolean
}

export type FieldErrors = Map<string, string>

const LONGEST_MESSAGE = 5000

/** The text of a field without what is no text; several texts are joined by none. */
export const textOf = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).replaceAll(/[^\P{Cc}\n\t]/gu, '').trim()

const textsOf = (value: string | string[] | undefined): string[] =>
  [value ?? []].flat().filter((text) => text.trim() !== '')

/** Reads what was sent by the rules of the contact form itself. Errors are in the words of the form’s language. */
export async function readValues(
  tx: Tx,
  definition: FormDefinition,
  fields: ShownField[],
  given: Given,
): Promise<{ values: FormValues; errors: FieldErrors }> {
  const words = wordsOf[definition.language]
  const errors: FieldErrors = new Map()
  for (const field of fields) if (field.required && isEmpty(field, given)) errors.set(field.key, words.missing)
  const contact = readContactFields(fields, given, words, errors)
  const message = textOf(given.message)
  if (message.length > LONGEST_MESSAGE) errors.set('message', words.tooLong)
  const country = contact.country ?? null
  const custom = await readCustomFields(tx, definition, fields, given, country, errors)
  const consent = definition.consent !== null && textOf(given.consent) !== ''
  if (definition.consent?.required && !consent) errors.set('consent', words.mustAgree)
  const tracking = definition.tracking !== null && textOf(given.tracking) !== ''
  const asked = fields.some(({ key }) => key === 'message')
  return {
    values: { contact, custom, message: asked && message !== '' ? message : null, consent, tracking },
    errors,
  }
}

const isEmpty = ({ key, control }: ShownField, given: Given): boolean =>
  control === 'many_choices' ? textsOf(given[key]).length === 0 : textOf(given[key]) === ''

function readContactFields(
  fields: ShownField[],
  given: Given,
  words: Words,
  errors: FieldErrors,
): FormValues['contact'] {
  const typed = fields
    .filter(({ key, customKey }) => customKey === null && key !== 'message')
    .map(({ key }) => [key, key === 'email' ? textOf(given[key]) : textOf(given[key]).replaceAll(/\s+/g, ' ')] as const)
    .filter(([, text]) => text !== '')
  const read = CreateContact.safeParse(Object.fromEntries(typed))
  for (const { path, code } of read.error?.issues ?? []) {
    const key = String(path[0])
    if (!errors.has(key))
      errors.set(key, key === 'email' ? words.email : code === 'too_big' ? words.tooLong : words.wrong)
  }
  const values = Object.fromEntries(typed) as FormValues['contact']
  if (values.email && !errors.has('email') && !normalAddress(values.email)) errors.set('email', words.email)
  if (values.country) {
    values.country = values.country.toUpperCase()
    if (!isCountry(values.country)) errors.set('country', words.wrong)
  }
  return values
}

async function readCustomFields(
  tx: Tx,
  { language }: FormDefinition,
  fields: ShownField[],
  given: Given,
  country: string | null,
  errors: FieldErrors,
): Promise<CustomValues> {
  const words = wordsOf[language]
  const asked = fields.filter(({ customKey }) => customKey !== null)
  const sent = Object.fromEntries(
    asked.map((field) => [field.customKey as string, customValue(field, given[field.key])]),
  )
  const filled = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null))
  if (Object.keys(filled).length === 0) return {}
  try {
    return await checkCustomValues(tx, 'contact', filled, {
      creating: false,
      current: {},
      locale: language,
      country,
      mayLackRequired: true,
    })
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    for (const { path, message } of error.members.errors as { path: string; message: string }[]) {
      const field = asked.find(({ customKey }) => path === `customFields.${customKey}`)
      if (field) errors.set(field.key, language === 'en' ? message : words.wrong)
    }
    return {}
  }
}

function customValue({ control }: ShownField, value: Given[string]): CustomValue {
  if (control === 'many_choices') return textsOf(value).length > 0 ? textsOf(value) : null
  if (control === 'tick') return textOf(value) === '' ? null : true
  return textOf(value) || null
}

/** What was filled in, as people read it: for the timeline, the list of submissions and files. */
export function readable(fields: ShownField[], values: FormValues): { label: string; value: string }[] {
  return fields.flatMap((field) => {
    const value =
      field.customKey === null ? plainText(field.key, values) : customText(field, values.custom[field.customKey])
    return value ? [{ label: field.label, value }] : []
  })
}

const plainText = (key: string, { contact, message }: FormValues): string | undefined =>
  key === 'message' ? (message ?? undefined) : contact[key]

function customText({ choices, control }: ShownField, value: CustomValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (control === 'tick') return value === true ? '✓' : ''
  const label = (id: string) => choices.find((choice) => choice.id === id)?.label ?? id
  if (control === 'one_choice' || control === 'many_choices') return [value].flat().map(String).map(label).join(', ')
  return String(value)
}

/** What was filled in a while ago without what a contact cannot hold any more: of fields deleted since, of choices removed. */
export async function stillTaken(db: Database, values: FormValues): Promise<FormValues> {
  const { custom, contact } = values
  try {
    await db.transaction((tx) =>
      checkCustomValues(tx, 'contact', custom, { creating: false, country: contact.country, mayLackRequired: true }),
    )
    return values
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const refused = new Set((error.members.errors as { path: string }[]).map(({ path }) => path))
    const kept = Object.entries(custom).filter(([key]) => !refused.has(`customFields.${key}`))
    return { ...values, custom: Object.fromEntries(kept) }
  }
}
