import { CsvReader, type FileRecord } from './csv-records.ts'
import { decoderFor } from './decode.ts'
import { readFile, type Store, type StoredFile } from './file-store.ts'
import type { Import, Reading } from './schema.ts'
import { CardReader, cardColumns } from './vcard-records.ts'
import { openWorkbook } from './xlsx-records.ts'

/** Everything it takes to read a file again in the same way. */
export interface FileToRead extends StoredFile {
  format: Import['format']
  reading: Reading
}

/** The records of a file, whatever its format, some at a time, in the order they stand. */
export function recordsOf(store: Store, file: FileToRead): AsyncGenerator<FileRecord[]> {
  if (file.format === 'xlsx') return recordsOfSheet(store, file)
  const bytes = readFile(store, file)
  return file.format === 'vcard' ? recordsOfCards(bytes, file.reading) : recordsOfText(bytes, file.reading)
}

/** The records of text that comes in pieces. */
export async function* recordsOfText(bytes: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<FileRecord[]> {
  const decoder = decoderFor(reading.encoding)
  const reader = new CsvReader(reading)
  for await (const piece of bytes) yield reader.read(decoder.write(piece))
  yield reader.read(decoder.end())
  yield reader.end()
}

export async function* recordsOfCards(bytes: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<FileRecord[]> {
  const decoder = decoderFor(reading.encoding)
  const reader = new CardReader()
  yield [{ line: 0, cells: [...cardColumns] }]
  for await (const piece of bytes) yield reader.read(decoder.write(piece))
  yield reader.read(decoder.end())
  yield reader.end()
}

async function* recordsOfSheet(store: Store, file: FileToRead): AsyncGenerator<FileRecord[]> {
  const workbook = await openWorkbook({ bytes: file.bytes, read: (from, to) => readFile(store, file, from, to) })
  try {
    yield* workbook.rows(file.reading.sheet ?? workbook.sheets[0] ?? '')
  } finally {
    workbook.close()
  }
}

export interface Row extends FileRecord {
  /** Counted from 1, behind the headers. */
  row: number
  /** A line that a program writes below its rows: who made the report, and whose it is. */
  aside?: true
}

/**
 * The rows of people in a file: what stands before the headers is left out, and so are the headers where they are
 * repeated, as in files that were put together from several. Lines of one cell behind a blank line, where the headers are
 * three or more, are no rows but the foot of a report.
 */
export async function* rowsOf(store: Store, file: FileToRead): AsyncGenerator<Row[]> {
  const { headerLine } = file.reading
  let headers: string | null = null
  let width = 0
  let isFoot = false
  let row = 0
  for await (const records of recordsOf(store, file)) {
    const rows: Row[] = []
    for (const record of records) {
      if (headers === null && headerOf(file, record, headerLine)) {
        headers = record.cells.join('\0')
        width = record.cells.length
        continue
      }
      if (headers === null && (headerLine > 0 || file.format === 'vcard')) continue
      row += 1
      isFoot = isAside(record, width) && (isFoot || record.afterBlank === true)
      rows.push(isFoot ? { ...record, row, aside: true } : { ...record, row })
    }
    if (rows.length > 0) yield rows
  }
}

const isAside = ({ cells, fault }: FileRecord, width: number): boolean =>
  width >= 3 && !fault && cells.length === 1 && /\p{L}/u.test(cells[0] ?? '') && !cells[0]?.includes('@')

const headerOf = ({ format }: FileToRead, { line }: FileRecord, headerLine: number): boolean =>
  format === 'vcard' ? line === 0 : headerLine > 0 && line >= headerLine
