import type { Contact, CreateContactInput, EditContactInput } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import { customDraft, customInput } from '../custom-fields/custom-value.ts'
import { customPrefix, type Draft, isList, isReference, type Value } from '../editing/draft.ts'
import type { Editing } from '../editing/save-draft.ts'

/** The fields of the form, in their order on screen. Custom fields follow. */
export const contactFields = [
  'firstName',
  'lastName',
  'jobTitle',
  'department',
  'company',
  'email',
  'aliases',
  'phone',
  'mobile',
  'role',
  'country',
  'status',
  'owner',
  'tags',
  'source',
  'linkedin',
  'twitter',
] as const
export type ContactField = (typeof contactFields)[number]

export const emptyContact: Draft = {
  firstName: '',
  lastName: '',
  jobTitle: '',
  department: '',
  company: null,
  role: '',
  email: '',
  aliases: [],
  phone: '',
  mobile: '',
  country: '',
  status: 'active',
  owner: null,
  tags: [],
  source: '',
  linkedin: '',
  twitter: '',
}

export function contactDraft(contact: Contact): Draft {
  const { firstName, lastName, jobTitle, department, company, role, email, aliases, phone, mobile, consent } = contact
  const { status, owner, tags, source, linkedin, twitter } = contact
  return {
    firstName,
    lastName,
    jobTitle,
    department,
    company,
    role,
    email,
    aliases,
    phone: contact.phoneDisplay ?? phone,
    mobile: contact.mobileDisplay ?? mobile,
    country: consent.country,
    status,
    owner: owner && { id: owner.id, name: owner.name },
    tags,
    source,
    linkedin,
    twitter,
    ...customDraft(contact.customFields),
  }
}

/** The fields given as the API takes them, blanks as null. */
export function contactInput(draft: Draft, fields: readonly string[]): CreateContactInput {
  const own = fields.filter((field) => !field.startsWith(customPrefix))
  const customFields = customInput(draft, [...fields])
  return {
    ...Object.fromEntries(own.map((field) => wireField(field, draft[field] ?? null))),
    ...(customFields ? { customFields } : {}),
  }
}

function wireField(field: string, value: Value): [string, unknown] {
  if (field === 'owner') return ['ownerId', isReference(value) ? value.id : null]
  if (field === 'company') {
    if (!isReference(value)) return ['company', null]
    return value.id ? ['companyId', value.id] : ['company', value.name.trim() || null]
  }
  if (isList(value)) return [field, [...value]]
  if (field === 'aliases' || field === 'tags') return [field, []]
  return [field, typeof value === 'string' ? value.trim() || null : value]
}

export const contactEditing: Editing<Contact> = {
  draftOf: contactDraft,
  send: (contact, draft, fields) => {
    const body: EditContactInput = { ...contactInput(draft, fields), version: contact.version }
    return api.patch<Contact>(`/contacts/${contact.id}`, { body })
  },
}
