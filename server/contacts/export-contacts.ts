import type { Readable } from 'node:stream'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { selected } from '../bulk/bulk.ts'
import type { Selection } from '../bulk/schema.ts'
import { exportedFields } from '../custom-fields/exported-fields.ts'
import type { Actor } from '../platform/actor.ts'
import { download, type Pieces } from '../platform/download.ts'
import { InvalidInput } from '../platform/problem.ts'
import { type TableFormat, tableFile } from '../platform/table-file.ts'
import { userNames } from '../users/user-names.ts'
import { allExportColumns, type ContactColumn, exportColumns } from './export-columns.ts'
import { listOrder } from './list-order.ts'
import type { Contact } from './schema.ts'
import { contactsOf, sizeOf, type WholeList, type WholeListRequest, wholeList } from './whole-list.ts'

export interface ExportContext {
  db: Database
  now(): Date
}

export interface ListExport {
  format: TableFormat
  /** Columns of the list in the order they are wanted; all when absent. */
  columns?: string[] | undefined
  /** What the list shows, or who was chosen in it. */
  of: WholeListRequest | { selection: Selection; sort?: string | undefined }
}

/**
 * A list of contacts as a file for spreadsheets, of one instant: its headers at once, its rows when the export stands in
 * the audit log. Read again by an import it changes nothing.
 * @throws ExportsBusy, BrokenFilter, InvalidInput for a column that is none or does not sort
 */
export const exportContacts = (context: ExportContext, actor: Actor, request: ListExport): Promise<Readable> =>
  download(context.db, async (tx) => {
    const now = context.now()
    const columns = await columnsFor(tx, actor, request.columns)
    const list = await listOf(tx, request.of, now)
    const note = { format: request.format, columns: columns.map(({ id }) => id) }
    return contactFile(request.format, columns, noted(context.db, actor, note, tx, list), now)
  })

export const contactFile = (
  format: TableFormat,
  columns: readonly ContactColumn[],
  contacts: AsyncIterable<Contact[]>,
  now: Date,
): Pieces => tableFile(format, 'Contacts', columns, contacts, now)

/** Columns as they are wanted, all when nothing is said, less those the reader may not have. @throws InvalidInput */
export async function columnsFor(
  tx: Tx,
  { roles }: Pick<Actor, 'roles'>,
  wanted?: readonly string[],
): Promise<ContactColumn[]> {
  const { fields, mayHave } = await exportedFields(tx, 'contact', roles)
  const all = allExportColumns(fields, await userNames(tx))
  return (wanted ? chosenColumns(all, wanted) : all).filter(mayHave)
}

/** The id stands first whatever was chosen: an import finds the contact by it. */
function chosenColumns(all: readonly ContactColumn[], wanted: readonly string[]): ContactColumn[] {
  const named = (id: string) => all.filter((one) => one.shownAs === id || one.id === id)
  const unknown = wanted.find((id) => named(id).length === 0)
  if (unknown !== undefined) throw new UnknownColumn(unknown)
  return [...new Set(['id', ...wanted].flatMap(named))]
}

class UnknownColumn extends InvalidInput {
  constructor(id: string) {
    const known = [...new Set(exportColumns.map(({ shownAs }) => shownAs))].join(', ')
    super([{ path: 'columns', message: `There is no column “${id}”. Use ${known}, or custom.<key>.` }])
  }
}

async function listOf(tx: Tx, of: ListExport['of'], now: Date): Promise<WholeList> {
  if (!('selection' in of)) return wholeList(tx, of, now)
  const { selection, sort = '-createdAt' } = of
  const timeZone = 'ids' in selection ? 'UTC' : (selection.timeZone ?? 'UTC')
  return { condition: await selected(tx, selection, timeZone, now), order: await listOrder(tx, sort) }
}

/** Nobody is in the file before the log says how many were. */
async function* noted(
  db: Database,
  actor: Actor,
  note: Record<string, unknown>,
  tx: Tx,
  list: WholeList,
): AsyncGenerator<Contact[]> {
  const details = { count: await sizeOf(tx, list), ...note }
  await audit(db, actor, { action: 'contacts.list-exported', subjectKind: 'contact', subjectId: null, details })
  yield* contactsOf(tx, list)
}
