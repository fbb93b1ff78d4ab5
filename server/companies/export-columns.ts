import { type CustomColumn, customColumns, type ExportedField } from '../custom-fields/export-columns.ts'
import { joinList } from '../platform/lists.ts'
import type { Column } from '../platform/table-file.ts'
import type { Company } from './schema.ts'

const columns: readonly Column<Company>[] = [
  { id: 'id', header: 'ID', cell: (company) => company.id },
  { id: 'name', header: 'Name', cell: (company) => company.name },
  { id: 'domains', header: 'Domains', cell: (company) => joinList(company.domains) },
  { id: 'phone', header: 'Phone', cell: (company) => company.phone },
  { id: 'website', header: 'Website', cell: (company) => company.website },
  { id: 'country', header: 'Country', cell: (company) => company.country },
  { id: 'owner', header: 'Owner', cell: ({ owner }) => owner?.email ?? owner?.name },
  { id: 'contacts', header: 'Contacts', cell: (company) => company.contacts },
  { id: 'createdAt', header: 'Created', cell: (company) => company.createdAt },
  { id: 'updatedAt', header: 'Updated', cell: (company) => company.updatedAt },
]

/** What an export of companies has, in its order. @param userName what to write for the id of a colleague */
export const companyExportColumns = (
  fields: readonly ExportedField[],
  userName: (id: string) => string,
): (Column<Company> | CustomColumn<Company>)[] => [
  ...columns,
  ...customColumns<Company>(
    fields,
    columns.map(({ header }) => header),
    userName,
  ),
]
