import type { Readable } from 'node:stream'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { exportedFields } from '../custom-fields/exported-fields.ts'
import type { Actor } from '../platform/actor.ts'
import { download, type Pieces } from '../platform/download.ts'
import { type Column, type TableFormat, tableFile } from '../platform/table-file.ts'
import { ahead } from '../platform/walk.ts'
import { userNames } from '../users/user-names.ts'
import { companyExportColumns } from './export-columns.ts'
import { allCompanies, countCompanies, type WholeCompanyList } from './list-companies.ts'
import type { Company } from './schema.ts'

/**
 * A list of companies as a file for spreadsheets, of one instant: its headers at once, its rows when the export stands in
 * the audit log.
 * @throws ExportsBusy, InvalidInput for a column that does not sort
 */
export const exportCompanies = (
  { db, now }: { db: Database; now(): Date },
  actor: Actor,
  query: WholeCompanyList,
  format: TableFormat,
): Promise<Readable> =>
  download(db, async (tx) => {
    const companies = allCompanies(tx, query)
    const note = async () =>
      audit(db, actor, {
        action: 'companies.list-exported',
        subjectKind: 'company',
        subjectId: null,
        details: { count: await countCompanies(tx, query), format },
      })
    return companyFile(format, await companyColumnsFor(tx, actor), noted(note, companies), now())
  })

async function* noted(note: () => Promise<void>, companies: AsyncGenerator<Company[]>): AsyncGenerator<Company[]> {
  await note()
  yield* ahead(companies)
}

export const companyFile = (
  format: TableFormat,
  columns: readonly Column<Company>[],
  companies: AsyncIterable<Company[]>,
  now: Date,
): Pieces => tableFile(format, 'Companies', columns, companies, now)

/** Every column the reader may have. */
export async function companyColumnsFor(tx: Tx, { roles }: Pick<Actor, 'roles'>): Promise<Column<Company>[]> {
  const { fields, mayHave } = await exportedFields(tx, 'company', roles)
  return companyExportColumns(fields, await userNames(tx)).filter(mayHave)
}
