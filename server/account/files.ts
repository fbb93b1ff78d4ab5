import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { companyColumnsFor, companyFile } from '../companies/export-companies.ts'
import { allCompanies } from '../companies/list-companies.ts'
import { columnsFor, contactFile } from '../contacts/export-contacts.ts'
import { contactsOf, wholeList } from '../contacts/whole-list.ts'
import type { Actor } from '../platform/actor.ts'
import type { Pieces } from '../platform/download.ts'
import { version } from '../platform/version.ts'
import { ahead, walk } from '../platform/walk.ts'
import type { ZipEntry } from '../platform/zip.ts'
import { readme } from './readme.ts'
import { type ExportedTable, exportedTables } from './tables.ts'

const ROWS_AT_ONCE = 1000

/** What the manifest says of a file. */
export interface FileNote {
  name: string
  /** Records, without headers; null where it holds none. */
  rows: number | null
  bytes: number
  sha256: string
}

export interface AccountExport {
  tx: Tx
  actor: Actor
  now: Date
}

/** Every file of the export, each read as it is written; last the manifest of all before it. */
export async function* accountFiles(account: AccountExport): AsyncGenerator<ZipEntry> {
  const notes: FileNote[] = []
  const { organisation } = await nameOf(account.tx)
  const head = { organisation, version, exportedAt: account.now.toISOString() }
  yield noted(notes, 'README.md', [readme(head)])
  const contacts = new Counted(contactsOf(account.tx, await wholeList(account.tx, everybody, account.now)))
  const contactColumns = await columnsFor(account.tx, account.actor)
  yield noted(notes, 'contacts.csv', contactFile('csv', contactColumns, contacts, account.now), contacts)
  const companies = new Counted(ahead(allCompanies(account.tx, { sort: 'createdAt' })))
  const companyColumns = await companyColumnsFor(account.tx, account.actor)
  yield noted(notes, 'companies.csv', companyFile('csv', companyColumns, companies, account.now), companies)
  for (const table of exportedTables) {
    const lines = new Counted(ahead(linesOf(account.tx, await rowsAsJson(account.tx, table))))
    yield noted(notes, `tables/${table.table}.jsonl`, joined(lines), lines)
  }
  yield { name: 'manifest.json', content: [`${JSON.stringify({ ...head, files: notes }, null, 2)}\n`] }
}

const everybody = { sort: 'createdAt', timeZone: 'UTC' }

async function nameOf(tx: Tx): Promise<{ organisation: string | null }> {
  const [row] = await tx.execute<{ name: string }>(sql`select name from organisation limit 1`)
  return { organisation: row?.name || null }
}

/** Batches that know afterwards how many things were in them. */
class Counted<Item> implements AsyncIterable<Item[]> {
  count = 0
  readonly #batches: AsyncIterable<Item[]>

  constructor(batches: AsyncIterable<Item[]>) {
    this.#batches = batches
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item[]> {
    for await (const batch of this.#batches) {
      this.count += batch.length
      yield batch
    }
  }
}

function noted(notes: FileNote[], name: string, pieces: Pieces | string[], counted?: { count: number }): ZipEntry {
  async function* content(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of pieces) {
      const buffer = Buffer.from(piece as string)
      hash.update(buffer)
      bytes += buffer.length
      yield buffer
    }
    notes.push({ name, rows: counted?.count ?? null, bytes, sha256: hash.digest('hex') })
  }
  return { name, content: content() }
}

async function* joined(batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const lines of batches) yield `${lines.join('\n')}\n`
}

async function* linesOf(tx: Tx, query: SQL): AsyncGenerator<string[]> {
  for await (const rows of walk<{ line: string }>(tx, query, ROWS_AT_ONCE)) yield rows.map(({ line }) => line)
}

/** A table as JSON text, a row a line, in the order of its key; a column that a migration adds comes along by itself. */
async function rowsAsJson(tx: Tx, { table, without = [], inPart = {}, order }: ExportedTable): Promise<SQL> {
  const columns = await tx.execute<{ name: string }>(sql`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} order by ordinal_position`)
  const shown = columns
    .filter(({ name }) => !without.includes(name))
    .map(({ name }) => (inPart[name] ? `${inPart[name]} as ${name}` : `t.${name}`))
  const key = order.map((name) => `r.${name}`).join(', ')
  return sql.raw(
    `select row_to_json(r)::text as line from (select ${shown.join(', ')} from public.${table} t) r order by ${key}`,
  )
}
