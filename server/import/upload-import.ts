import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import type { Actor } from '../platform/actor.ts'
import { v7 } from '../platform/ids.ts'
import type { Secrets } from '../platform/secrets.ts'
import { columnFacts } from './column-facts.ts'
import type { FileRecord } from './csv-records.ts'
import { decoderFor } from './decode.ts'
import { detectDialect, firstRecords, headerLineOf } from './detect-csv.ts'
import { type ByteFacts, detectEncoding } from './detect-encoding.ts'
import { forgetFile, PART, readFile, type Store, type StoredFile, storeFile } from './file-store.ts'
import { plainHeader } from './headers.ts'
import { EmptyFile, FileUnreadable } from './problems.ts'
import { proposeMapping } from './propose-mapping.ts'
import { recordsOfCards } from './records.ts'
import { type ChangeReading, type Import, type Mapping, Mapping as MappingSchema, type Reading } from './schema.ts'
import { openWorkbook } from './xlsx-records.ts'

/** How much of a file is looked at before anything is asked: 512 KB, 2,000 records. */
const LOOKED_AT = 512 * 1024
const MOST_RECORDS = 2000
const SHOWN_ROWS = 20
const MOST_COLUMNS = 2000

export interface ImportContext {
  db: Database
  secrets: Secrets
}

/**
 * Keeps an uploaded file and finds out what it is: how it is read, what its columns hold, where they go. Nothing is
 * imported. Of a file that cannot be read nothing is kept.
 * @throws EmptyFile, FileTooLarge, FileUnreadable
 */
export async function uploadImport(
  context: ImportContext,
  actor: Actor,
  name: string,
  pieces: AsyncIterable<Buffer>,
): Promise<string> {
  const id = v7()
  const shown = name.normalize('NFKC').split(/[/\\]/).at(-1)?.slice(0, 200) || 'file'
  const { source, tag } = await namesFor(context, shown)
  await context.db.execute(sql`insert into imports (id, name, format, state, source, tag, requested_by, request_id)
    values (${id}::uuid, ${shown}, 'csv', 'uploaded', ${source}, ${tag}, ${actor.userId}::uuid, ${actor.requestId ?? null})`)
  try {
    const { bytes, facts } = await storeFile(context, id, 1, pieces)
    const file = { importId: id, edition: 1, bytes }
    const read = await examine(context, file, facts, shown, {})
    await save(context, actor, file, facts, read)
    return id
  } catch (error) {
    await context.db.execute(sql`delete from imports where id = ${id}::uuid`)
    throw error
  }
}

/** Reads the file in another way, as somebody told. What was mapped stays where the columns are the same. */
export async function rereadImport(
  context: ImportContext,
  actor: Actor,
  row: { id: string; name: string; bytes: number; file: { edition: number; facts: ByteFacts }; reading: Reading },
  change: ChangeReading,
): Promise<void> {
  const file = { importId: row.id, edition: row.file.edition, bytes: row.bytes }
  const read = await examine(context, file, row.file.facts, row.name, {
    ...row.reading,
    ...change,
    ...(change.encoding ? { encodingFrom: 'person' as const } : {}),
  })
  await save(context, actor, file, row.file.facts, read)
}

interface Examined {
  format: Import['format']
  reading: Reading
  records: FileRecord[]
  /** Records with letters or signs that show whether the reading is right. */
  telling: FileRecord[]
}

type Told = { [K in keyof Reading]?: Reading[K] | undefined }

async function examine(store: Store, file: StoredFile, facts: ByteFacts, name: string, told: Told): Promise<Examined> {
  const [head] = await Array.fromAsync(readFile(store, file, 0, Math.min(file.bytes, LOOKED_AT)))
  if (!head) throw new EmptyFile()
  if (head[0] === 0x50 && head[1] === 0x4b) return examineWorkbook(store, file, told)
  refuseOthers(head)
  const encoding = told.encoding
    ? { encoding: told.encoding, encodingFrom: told.encodingFrom ?? ('person' as const) }
    : detectEncoding(facts, await around(store, file, facts.firstBeyondAscii ?? 0))
  if (
    /^\s*(\u{FEFF})?BEGIN:VCARD/iu.test(decoderFor(encoding.encoding).write(head.subarray(0, 1000))) ||
    /\.vcf$/i.test(name)
  )
    return examineCards(head, encoding)
  const decoder = decoderFor(encoding.encoding)
  const whole = file.bytes <= head.length
  const text = decoder.write(head) + (whole ? decoder.end() : '')
  const found = detectDialect(text, whole)
  const dialect = { delimiter: told.delimiter ?? found.delimiter, quote: told.quote ?? found.quote }
  const records = firstRecords(text, dialect, whole).slice(0, MOST_RECORDS)
  const again = dialect.delimiter !== found.delimiter || dialect.quote !== found.quote
  const headerLine = told.headerLine ?? (again ? headerLineOf(records) : found.headerLine)
  const farther =
    facts.firstBeyondAscii !== null && facts.firstBeyondAscii > head.length
      ? await recordsAround(store, file, facts.firstBeyondAscii, { ...dialect, ...encoding })
      : []
  return {
    format: 'csv',
    reading: { ...encoding, ...dialect, headerLine, sheet: null, sheets: [] },
    records,
    telling: [
      ...records.filter(
        ({ line, cells }) => line > headerLine && cells.some((cell) => /[\u{80}-\u{10FFFF}]|["'\n]/u.test(cell)),
      ),
      ...farther,
    ],
  }
}

/** What people upload by mistake, by its first bytes. */
function refuseOthers(head: Buffer): void {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte)
  if (starts(0xd0, 0xcf, 0x11, 0xe0))
    throw new FileUnreadable(
      'This is an old Excel file (.xls), or one with a password. Save it as .xlsx without password, or as CSV.',
    )
  if (starts(0x25, 0x50, 0x44, 0x46))
    throw new FileUnreadable('This is a PDF. Export the list as CSV, Excel (.xlsx) or vCard.')
  if (starts(0x1f, 0x8b) || starts(0x37, 0x7a, 0xbc, 0xaf))
    throw new FileUnreadable('This is a packed file. Unpack it and upload what is inside.')
  if (starts(0x21, 0x42, 0x44, 0x4e))
    throw new FileUnreadable('This is an Outlook data file (.pst). Export the contacts from Outlook as CSV.')
  if (/^\s*(\{|<html|<!doctype|<\?xml)/i.test(head.subarray(0, 200).toString('latin1')))
    throw new FileUnreadable(
      'This is a page or a program’s data, no list of people. Export the list as CSV, Excel (.xlsx) or vCard.',
    )
}

const around = async (store: Store, file: StoredFile, place: number): Promise<Buffer> => {
  const from = Math.max(0, place - (place % 2) - 1024)
  const pieces = await Array.fromAsync(readFile(store, file, from, Math.min(file.bytes, from + 65_536)))
  return Buffer.concat(pieces)
}

/** Whole records near a place in the middle of a file. */
async function recordsAround(
  store: Store,
  file: StoredFile,
  place: number,
  reading: Pick<Reading, 'encoding' | 'delimiter' | 'quote'>,
): Promise<FileRecord[]> {
  const from = Math.max(0, place - (place % 2) - 4096)
  const pieces = await Array.fromAsync(readFile(store, file, from, Math.min(file.bytes, place + PART / 8)))
  const text = decoderFor(reading.encoding).write(Buffer.concat(pieces))
  return firstRecords(text.slice(text.search(/[\r\n]/) + 1), reading, false)
    .filter(({ cells, fault }) => !fault && cells.some((cell) => /[\u{80}-\u{10FFFF}]/u.test(cell)))
    .slice(0, 3)
}

async function examineWorkbook(store: Store, file: StoredFile, told: Told): Promise<Examined> {
  const workbook = await openWorkbook({ bytes: file.bytes, read: (from, to) => readFile(store, file, from, to) })
  try {
    const sheet = told.sheet && workbook.sheets.includes(told.sheet) ? told.sheet : (workbook.sheets[0] as string)
    const records: FileRecord[] = []
    for await (const some of workbook.rows(sheet)) {
      records.push(...some)
      if (records.length >= MOST_RECORDS) break
    }
    const headerLine = told.headerLine ?? headerLineOf(records)
    return {
      format: 'xlsx',
      reading: {
        encoding: 'utf-8',
        encodingFrom: 'format',
        delimiter: ',',
        quote: '"',
        headerLine,
        sheet,
        sheets: workbook.sheets,
      },
      records: records.slice(0, MOST_RECORDS),
      telling: [],
    }
  } finally {
    workbook.close()
  }
}

async function examineCards(head: Buffer, encoding: Pick<Reading, 'encoding' | 'encodingFrom'>): Promise<Examined> {
  const reading: Reading = { ...encoding, delimiter: ',', quote: '"', headerLine: 1, sheet: null, sheets: [] }
  const records = (await Array.fromAsync(recordsOfCards(once(head), reading))).flat()
  return {
    format: 'vcard',
    reading,
    records: records.filter(({ fault }) => !fault).slice(0, MOST_RECORDS),
    telling: [],
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function save(
  context: ImportContext,
  actor: Actor,
  file: StoredFile,
  facts: ByteFacts,
  { format, reading, records, telling }: Examined,
): Promise<void> {
  const header =
    format === 'vcard'
      ? records.find(({ line }) => line === 0)
      : reading.headerLine > 0
        ? records.find(({ line }) => line >= reading.headerLine)
        : undefined
  const rows = records.filter(({ line }) => !header || line > header.line)
  const columns = columnFacts(
    header?.cells ?? null,
    rows.map(({ cells }) => cells),
  )
  if (columns.length > MOST_COLUMNS)
    throw new FileUnreadable(
      `The file has ${columns.length.toLocaleString('en')} columns. At most ${MOST_COLUMNS.toLocaleString('en')} are read; the delimiter may be another.`,
    )
  const fields = await fieldDefinitions(context.db, 'contact')
  const proposal = proposeMapping(columns, fields, actor.roles.includes('Admin'), format === 'vcard')
  const fingerprint = header ? fingerprintOf(header.cells) : null
  const remembered = fingerprint
    ? await rememberedMapping(
        context,
        fingerprint,
        columns.length,
        fields.filter(({ archived }) => !archived).map(({ key }) => key),
      )
    : null
  const sample = [
    ...rows.slice(0, SHOWN_ROWS),
    ...telling.filter(({ line }) => !rows.slice(0, SHOWN_ROWS).some((row) => row.line === line)).slice(0, 3),
  ]
  await context.db.execute(sql`
    update imports set bytes = ${file.bytes}, format = ${format}, state = 'uploaded', preview = null, total = null,
        rows = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, refused = 0, warned = 0,
        file = ${JSON.stringify({ edition: file.edition, facts })}::jsonb, reading = ${JSON.stringify(reading)}::jsonb,
        columns = ${JSON.stringify(columns)}::jsonb, sample = ${JSON.stringify(sample.map(({ cells }) => cells.map((cell) => cleanText(cell).slice(0, 300))))}::jsonb,
        mapping = ${JSON.stringify(remembered ?? proposal.mapping)}::jsonb, mapping_from = ${remembered ? 'saved' : proposal.from},
        known_as = ${proposal.knownAs}, fingerprint = ${fingerprint}, notices = ${JSON.stringify(noticesOf(records, columns, rows, format))}::jsonb
     where id = ${file.importId}::uuid`)
}

const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed()

function noticesOf(
  records: FileRecord[],
  columns: ReturnType<typeof columnFacts>,
  rows: FileRecord[],
  format: Import['format'],
): string[] {
  const notices: string[] = []
  if (rows.length === 0) notices.push('The file has headers and no rows: there is nobody to import.')
  const damaged = columns.filter(({ damage }) => damage.length > 0).map(({ name }) => `“${name}”`)
  if (damaged.length > 0)
    notices.push(
      `A spreadsheet has probably changed numbers in ${damaged.join(', ')}. Look at them before you import, or export the file anew and upload it unopened.`,
    )
  const broken = records.filter(({ fault }) => fault === 'unclosed_quote').length
  if (broken > 0 && format === 'csv')
    notices.push('A quotation mark is opened and never closed. That row will be refused; the others come in.')
  return notices
}

const fingerprintOf = (headers: readonly string[]): string =>
  createHash('sha256').update(headers.map(plainHeader).join('\n')).digest('hex')

/** The mapping that was used last for these headers, where everything it names is still there. */
async function rememberedMapping(
  context: ImportContext,
  fingerprint: string,
  width: number,
  keys: string[],
): Promise<Mapping | null> {
  const [row] = await context.db.execute<{ mapping: unknown }>(
    sql`select mapping from import_mappings where fingerprint = ${fingerprint}`,
  )
  const read = row ? MappingSchema.safeParse(row.mapping) : null
  if (!read?.success || read.data.columns.length !== width) return null
  const named = [...read.data.columns.map(({ target }) => target), ...read.data.matchBy].filter((target) =>
    target.startsWith('custom.'),
  )
  return named.every((target) => keys.includes(target.slice('custom.'.length))) ? read.data : null
}

/** A source and a tag of its own, so that the people of a file are found again. */
async function namesFor({ db }: ImportContext, name: string): Promise<{ source: string; tag: string }> {
  const stem = name.replace(/\.[a-z\d]{1,5}$/i, '')
  const tag = `Import ${new Date().toISOString().slice(0, 10)} ${stem}`.slice(0, 44).trim()
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from imports where tag = ${tag} or tag like ${`${tag} (%`}`,
  )
  const copies = row?.n ?? 0
  return { source: `Import: ${stem}`.slice(0, 200), tag: copies === 0 ? tag : `${tag} (${copies + 1})` }
}

/** Deletes what was kept of the file. */
export const forgetUpload = (db: Database, importId: string) =>
  db.transaction(async (tx) => {
    await forgetFile(tx, importId)
    await tx.execute(sql`update imports set file_deleted_at = now(), sample = '[]', preview = null,
      columns = (select coalesce(jsonb_agg(c || '{"samples": [], "examples": []}' order by n), '[]') from jsonb_array_elements(columns) with ordinality e(c, n))
      where id = ${importId}::uuid`)
  })
