import { customColumns, type ExportedField } from '../custom-fields/export-columns.ts'
import { joinList } from '../platform/lists.ts'
import type { Column } from '../platform/table-file.ts'
import type { Contact } from './schema.ts'

/** Where an import puts a column of ours; `ignore` is what the product works out by itself. */
export type ExportTarget =
  | 'ignore'
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'aliases'
  | 'phone'
  | 'mobile'
  | 'jobTitle'
  | 'department'
  | 'company'
  | 'role'
  | 'status'
  | 'source'
  | 'owner'
  | 'tags'
  | 'linkedin'
  | 'twitter'
  | 'country'
  | 'consent.status'
  | 'consent.type'
  | 'consent.date'
  | 'consent.source'
  | 'consent.basis'
  | 'createdAt'
  | `custom.${string}`

export interface ContactColumn extends Column<Contact> {
  target: ExportTarget
  /** The column of the list that brings it; its own id where there is none beside it. */
  shownAs: string
}

const column = (
  id: string,
  header: string,
  target: ExportTarget,
  cell: ContactColumn['cell'],
  shownAs = id,
): ContactColumn => ({ id, header, target, cell, shownAs })

/** What an export of contacts has, in its order: the one place that says so. The import maps files of ours by it. */
export const exportColumns: readonly ContactColumn[] = [
  column('id', 'ID', 'id', (contact) => contact.id),
  column('firstName', 'First name', 'firstName', (contact) => contact.firstName, 'name'),
  column('lastName', 'Last name', 'lastName', (contact) => contact.lastName, 'name'),
  column('email', 'Email', 'email', (contact) => contact.email),
  column('aliases', 'Other emails', 'aliases', (contact) => joinList(contact.aliases), 'email'),
  column('phone', 'Phone', 'phone', (contact) => contact.phone),
  column('mobile', 'Mobile', 'mobile', (contact) => contact.mobile),
  column('jobTitle', 'Job title', 'jobTitle', (contact) => contact.jobTitle),
  column('department', 'Department', 'department', (contact) => contact.department),
  column('company', 'Company', 'company', (contact) => contact.company?.name),
  column('role', 'Role', 'role', (contact) => contact.role),
  column('status', 'Status', 'status', (contact) => contact.status),
  column('leadScore', 'Lead score', 'ignore', (contact) => contact.leadScore),
  column('source', 'Source', 'source', (contact) => contact.source),
  column('owner', 'Owner', 'owner', (contact) => contact.owner?.email ?? contact.owner?.name),
  column('tags', 'Tags', 'tags', (contact) => joinList(contact.tags)),
  column('linkedin', 'LinkedIn', 'linkedin', (contact) => contact.linkedin),
  column('twitter', 'X (Twitter)', 'twitter', (contact) => contact.twitter),
  column('country', 'Country', 'country', ({ consent }) => consent.country),
  column('consentStatus', 'Consent status', 'consent.status', ({ consent }) => consent.status),
  column('consentType', 'Consent type', 'consent.type', ({ consent }) => consent.type),
  column('consentDate', 'Consent date', 'consent.date', ({ consent }) => consent.date),
  column('consentSource', 'Consent source', 'consent.source', ({ consent }) => consent.source),
  column('gdprBasis', 'GDPR basis', 'consent.basis', ({ consent }) => consent.gdprBasis),
  column('tracking', 'Tracking consent', 'ignore', ({ consent }) => consent.tracking),
  column('jurisdiction', 'Jurisdiction', 'ignore', ({ consent }) => consent.jurisdiction),
  column('createdAt', 'Created', 'createdAt', (contact) => contact.createdAt),
  column('updatedAt', 'Updated', 'ignore', (contact) => contact.updatedAt),
  column('lastContactedAt', 'Last contacted', 'ignore', (contact) => contact.lastContactedAt),
  column('lastActivityAt', 'Last activity', 'ignore', (contact) => contact.lastActivityAt),
]

/**
 * The columns of the record, then those of the custom fields.
 * @param fields all that are in use, in their order: the headers depend on one another
 * @param userName what to write for the id of a colleague
 */
export const allExportColumns = (
  fields: readonly ExportedField[],
  userName: (id: string) => string = (id) => id,
): ContactColumn[] => [
  ...exportColumns,
  ...customColumns<Contact>(
    fields,
    exportColumns.map(({ header }) => header),
    userName,
  ).map((one) => ({ ...one, shownAs: one.id })),
]
