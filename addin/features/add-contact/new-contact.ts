import type { CreateContactInput } from '../../../server/contacts/schema.ts'

/** The fields of the add form, in their order on screen. */
export const newContactFields = ['firstName', 'lastName', 'email', 'company', 'jobTitle', 'phone', 'mobile'] as const

export type NewContact = Record<(typeof newContactFields)[number], string>

/** The form as the API takes it: blank fields are left out. */
export function toCreateInput(values: NewContact): CreateContactInput {
  const filled = newContactFields.map((name) => [name, values[name].trim()] as const).filter(([, value]) => value)
  return { ...Object.fromEntries(filled), source: 'Outlook' }
}
