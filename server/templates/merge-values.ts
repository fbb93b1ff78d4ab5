import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database, Tx } from '#db/client.ts'
import { readContact } from '../contacts/read-contact.ts'
import type { Contact } from '../contacts/schema.ts'
import { type CustomColumn, customColumns } from '../custom-fields/export-columns.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import type { Actor } from '../platform/actor.ts'
import type { MergeField } from './schema.ts'

interface Reading extends MergeField {
  of: (contact: Contact) => string | number | null | undefined
}

const ofContact: readonly Reading[] = [
  { field: 'firstName', label: 'First name', example: 'Ann', of: ({ firstName }) => firstName },
  { field: 'lastName', label: 'Last name', example: 'Miller', of: ({ lastName }) => lastName },
  {
    field: 'fullName',
    label: 'Full name',
    example: 'Ann Miller',
    of: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '),
  },
  { field: 'email', label: 'Email', example: 'ann@client.example', of: ({ email }) => email },
  { field: 'phone', label: 'Phone', example: '+49 30 1234567', of: ({ phoneDisplay }) => phoneDisplay },
  { field: 'jobTitle', label: 'Job title', example: 'Head of Purchasing', of: ({ jobTitle }) => jobTitle },
  { field: 'department', label: 'Department', example: 'Purchasing', of: ({ department }) => department },
  { field: 'company', label: 'Company', example: 'Client GmbH', of: ({ company }) => company?.name },
  { field: 'owner', label: 'Name of the owner', example: 'Rita Rep', of: ({ owner }) => owner?.name },
]

const ofSender: readonly MergeField[] = [
  { field: 'sender.name', label: 'Your name', example: 'Rita Rep' },
  { field: 'sender.email', label: 'Your address', example: 'rita@ours.example' },
]

/** All merge fields there are: of the record, its custom fields, and who sends. */
export async function mergeFields(tx: Tx): Promise<MergeField[]> {
  const own = (await usableFields(tx)).map(({ key, label }) => ({ field: `custom.${key}`, label, example: label }))
  return [...ofContact.map(({ field, label, example }) => ({ field, label, example })), ...own, ...ofSender]
}

/** Sensitive fields never go into mail by themselves. */
const usableFields = async (tx: Tx) =>
  (await fieldDefinitions(tx, 'contact')).filter(({ archived, sensitive }) => !archived && !sensitive)

/**
 * What stands for the merge fields of a mail to this contact; of somebody who is none, the address alone.
 * @throws ContactNotFound
 */
export async function mergeValues(
  { db, sql: client }: { db: Database; sql: postgres.Sql },
  actor: Actor,
  to: { contactId: string | null; address: string | null },
): Promise<Map<string, string>> {
  const values = new Map<string, string>([['sender.name', actor.name]])
  if (actor.email) values.set('sender.email', actor.email)
  if (to.address) values.set('email', to.address)
  if (!to.contactId) return values
  const contact = await readContact(client, to.contactId)
  for (const { field, of } of ofContact) set(values, field, of(contact))
  if (to.address) values.set('email', to.address)
  for (const { target, cell } of await customCells(db)) set(values, target, cell(contact))
  return values
}

function set(values: Map<string, string>, field: string, value: unknown): void {
  if (value !== null && value !== undefined && value !== '') values.set(field, String(value))
}

async function customCells(db: Database): Promise<CustomColumn<Contact>[]> {
  const fields = await usableFields(db)
  const people = fields.some(({ type }) => type === 'user')
    ? await db.execute<{ id: string; name: string }>(sql`select id, name from users`)
    : []
  const names = new Map([...people].map(({ id, name }) => [id, name]))
  return customColumns<Contact>(fields, [], (id) => names.get(id) ?? '')
}
