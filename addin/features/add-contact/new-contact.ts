import type { CreateContactInput } from '../../../server/contacts/schema.ts'
import { contactInput, emptyContact } from '../contact/contact-draft.ts'
import { type Draft, differing } from '../editing/draft.ts'

/** The fields shown first, in their order on screen; a message often tells them. */
export const newContactFields = ['firstName', 'lastName', 'email', 'company', 'jobTitle', 'phone', 'mobile'] as const

export type NewContact = Record<(typeof newContactFields)[number], string>

/** A proposal as the form holds it. */
export const proposedDraft = ({ company, ...values }: NewContact): Draft => ({
  ...emptyContact,
  ...values,
  company: company ? { id: null, name: company } : null,
  source: 'Outlook',
})

/** The form as the API takes it: blank fields are left out. */
export const toCreateInput = (draft: Draft): CreateContactInput => contactInput(draft, differing(emptyContact, draft))
