import type { Contact, EditContactInput } from '../../../server/contacts/schema.ts'

/** The fields that are edited as text, in their order on screen. */
export const textFields = [
  'firstName',
  'lastName',
  'jobTitle',
  'department',
  'company',
  'email',
  'aliases',
  'phone',
  'mobile',
  'tags',
  'linkedin',
  'twitter',
  'country',
] as const

export type TextField = (typeof textFields)[number]
export type EditField = TextField | 'role' | 'status' | 'ownerId'

/** The edit form: everything as the text a field holds. */
export type Form = Record<EditField, string>

const lists: readonly EditField[] = ['aliases', 'tags']

export function formOf(contact: Contact): Form {
  return {
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
    jobTitle: contact.jobTitle ?? '',
    department: contact.department ?? '',
    company: contact.company?.name ?? '',
    email: contact.email ?? '',
    aliases: contact.aliases.join(', '),
    phone: contact.phone ?? '',
    mobile: contact.mobile ?? '',
    tags: contact.tags.join(', '),
    linkedin: contact.linkedin ?? '',
    twitter: contact.twitter ?? '',
    country: contact.consent.country ?? '',
    role: contact.role ?? '',
    status: contact.status,
    ownerId: contact.ownerId ?? '',
  }
}

/** The fields whose value differs between two forms. */
export function differing(a: Form, b: Form): EditField[] {
  return (Object.keys(a) as EditField[]).filter((field) => a[field].trim() !== b[field].trim())
}

/** The edit as the API takes it: only the fields given, blanks as null. */
export function toEditInput(form: Form, fields: EditField[], version: number): EditContactInput {
  const values = fields.map((field) => [field, lists.includes(field) ? items(form[field]) : form[field].trim() || null])
  return { ...Object.fromEntries(values), version }
}

function items(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((item) => item.trim())
    .filter(Boolean)
}

export interface Clash {
  field: EditField
  mine: string
  theirs: string
}

/**
 * After a refused edit (CR-11): what both sides changed, each to another value. None means that the two
 * edits touch different fields, so ours can go on top of theirs unseen.
 * @param before what the form started from
 */
export function clashes(before: Form, mine: Form, theirs: Form): Clash[] {
  const changedByThem = differing(before, theirs)
  return differing(before, mine)
    .filter((field) => changedByThem.includes(field) && mine[field].trim() !== theirs[field].trim())
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
}
