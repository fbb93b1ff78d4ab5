import { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { FileRecord } from './csv-records.ts'
import { FileUnreadable } from './problems.ts'
import { DateFormats, serialToIso } from './xlsx-dates.ts'
import { SharedStrings } from './xlsx-strings.ts'
import { type Handlers, local, unescaped } from './xlsx-xml.ts'

/** A part that unpacks to more than this is a bomb or no list of people, in bytes. */
const LARGEST_PART = 4 * 1024 ** 3
const LARGEST_SMALL_PART = 64 * 1024 ** 2
/** Sheets pack to a tenth; whoever packs to less than this part has something else in mind. */
const MOST_PACKED = 300
const HARMLESS = 32 * 1024 ** 2
const MOST_COLUMNS = 16_384
/** Excel's own limit is 32,767 characters. */
const LONGEST_CELL = 1024 * 1024

export interface ByteSource {
  bytes: number
  read(from: number, to: number): AsyncIterable<Buffer>
}

/** A workbook whose directory was read; its sheets are read row by row. */
export interface Workbook {
  sheets: string[]
  rows(sheet: string): AsyncGenerator<FileRecord[]>
  close(): void
}

class FromSource extends yauzl.RandomAccessReader {
  readonly #source: ByteSource
  constructor(source: ByteSource) {
    super()
    this.#source = source
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#source.read(start, end), { objectMode: false })
  }
}

/**
 * Opens an XLSX file (ECMA-376) without unpacking it: sheets stream, texts that cells share are kept as bytes. What is
 * packed far beyond what sheets pack to, or unpacks to more than it says, is refused.
 * @throws FileUnreadable
 */
export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const zip = await openZip(source)
  try {
    const entries = await entriesOf(zip)
    const part = (name: string) => entries.get(name.toLowerCase())
    const targets = new Map<string, string>()
    await parse(zip, required(part('xl/_rels/workbook.xml.rels')), LARGEST_SMALL_PART, {
      open: ({ name, attributes }) => {
        if (local(name) === 'Relationship') targets.set(String(attributes.Id), fullPath(String(attributes.Target)))
      },
    })
    const sheets = new Map<string, string>()
    let from1904 = false
    await parse(zip, required(part('xl/workbook.xml')), LARGEST_SMALL_PART, {
      open: ({ name, attributes }) => {
        if (local(name) === 'workbookPr') from1904 = /^(1|true)$/.test(String(attributes.date1904 ?? ''))
        if (local(name) !== 'sheet' || attributes.state === 'veryHidden') return
        const target = targets.get(String(attributes['r:id'] ?? attributes.id))
        if (target && part(target)) sheets.set(String(attributes.name), target)
      },
    })
    if (sheets.size === 0) throw new FileUnreadable('The workbook has no sheet with rows.')
    const formats = new DateFormats()
    const styles = part('xl/styles.xml')
    if (styles) await parse(zip, styles, LARGEST_SMALL_PART, formats)
    let strings: SharedStrings | undefined
    return {
      sheets: [...sheets.keys()],
      async *rows(sheet) {
        strings ??= await sharedStrings(zip, part('xl/sharedStrings.xml'))
        yield* sheetRows(zip, required(part(sheets.get(sheet) ?? '')), { strings, formats, from1904 })
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw readable(error)
  }
}

const NO_WORKBOOK = 'This is no Excel workbook (.xlsx), or it is damaged. Open it in Excel and save it anew.'

/** What a broken or hostile file makes the readers throw, as what the person can do about it. */
function readable(error: unknown): unknown {
  if (error instanceof FileUnreadable) return error
  const { message = '' } = error as Error
  return /zip|central directory|entr|inflate|header|xml|tag|size|utf|^\d+:\d+:|invalid|Part \d/i.test(message)
    ? new FileUnreadable(NO_WORKBOOK)
    : error
}

function openZip(source: ByteSource): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(
      new FromSource(source),
      source.bytes,
      { lazyEntries: true, autoClose: false },
      (error, zip) => (error ? reject(new FileUnreadable(NO_WORKBOOK)) : resolve(zip)),
    )
  })
}

function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (entries.size >= 10_000) return reject(new FileUnreadable(NO_WORKBOOK))
      entries.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', reject)
    zip.readEntry()
  })
}

const required = (entry: Entry | undefined): Entry => {
  if (!entry) throw new FileUnreadable(NO_WORKBOOK)
  return entry
}

const fullPath = (target: string) =>
  target.startsWith('/') ? target.slice(1) : `xl/${target}`.replaceAll(/[^/]+\/\.\.\//g, '')

function unpacked(zip: ZipFile, entry: Entry, most: number): Promise<Readable> {
  const { uncompressedSize, compressedSize } = entry
  const bomb = uncompressedSize > HARMLESS && uncompressedSize > compressedSize * MOST_PACKED
  if (uncompressedSize > most || bomb) {
    throw new FileUnreadable(
      'The workbook unpacks to far more than a list of people holds. Copy the list to a new workbook and save that.',
    )
  }
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}

function parserFor(handlers: Handlers): SaxesParser {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  // Entities of its own are how small XML becomes large.
  parser.on('doctype', () => {
    throw new FileUnreadable(NO_WORKBOOK)
  })
  parser.on('opentag', (tag) => handlers.open?.(tag as SaxesTagPlain))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('closetag', (tag) => handlers.close?.(tag as SaxesTagPlain))
  return parser
}

async function parse(zip: ZipFile, entry: Entry, most: number, handlers: Handlers): Promise<void> {
  for await (const _ of parsed(zip, entry, most, handlers));
}

/** Feeds a part to the handlers; hands over after each piece. */
async function* parsed(zip: ZipFile, entry: Entry, most: number, handlers: Handlers): AsyncGenerator<void> {
  const parser = parserFor(handlers)
  const stream = await unpacked(zip, entry, most)
  stream.setEncoding('utf8')
  try {
    for await (const piece of stream) {
      parser.write(piece as string)
      yield
    }
    parser.close()
  } catch (error) {
    throw readable(error)
  } finally {
    stream.destroy()
  }
}

async function sharedStrings(zip: ZipFile, entry: Entry | undefined): Promise<SharedStrings> {
  const strings = new SharedStrings()
  if (entry) await parse(zip, entry, LARGEST_PART, strings)
  return strings.done()
}

interface SheetContext {
  strings: SharedStrings
  formats: DateFormats
  from1904: boolean
}

async function* sheetRows(zip: ZipFile, entry: Entry, context: SheetContext): AsyncGenerator<FileRecord[]> {
  const reader = new SheetReader(context)
  for await (const _ of parsed(zip, entry, LARGEST_PART, reader)) {
    const rows = reader.taken()
    if (rows.length > 0) yield rows
  }
}

/** Puts cells together to rows. Cells that a row leaves out are empty. */
class SheetReader implements Handlers {
  readonly #context: SheetContext
  #rows: FileRecord[] = []
  #line = 0
  #cells: string[] = []
  #column = 0
  #type = ''
  #style = 0
  #value = ''
  #reading = false

  constructor(context: SheetContext) {
    this.#context = context
  }

  taken(): FileRecord[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open({ name, attributes }: SaxesTagPlain): void {
    const tag = local(name)
    if (tag === 'row') {
      this.#line = Number(attributes.r ?? this.#line + 1) || this.#line + 1
      this.#cells = []
      this.#column = -1
    } else if (tag === 'c') {
      this.#column = columnOf(String(attributes.r ?? '')) ?? this.#column + 1
      this.#type = String(attributes.t ?? 'n')
      this.#style = Number(attributes.s ?? 0)
      this.#value = ''
    } else if (tag === 'v' || tag === 't') this.#reading = true
    else if (tag === 'rPh') this.#reading = false
  }

  text(text: string): void {
    if (this.#reading && this.#value.length < LONGEST_CELL) this.#value += text
  }

  close({ name }: SaxesTagPlain): void {
    const tag = local(name)
    if (tag === 'v' || tag === 't') this.#reading = false
    else if (tag === 'c' && this.#column < MOST_COLUMNS) this.#put(this.#cell())
    else if (tag === 'row' && this.#cells.some((cell) => cell.trim() !== '')) {
      this.#rows.push({ line: this.#line, cells: this.#cells })
    }
  }

  #put(value: string): void {
    if (value === '') return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = value
  }

  #cell(): string {
    const { strings, formats, from1904 } = this.#context
    const raw = this.#value
    if (this.#type === 's') return strings.at(Number(raw))
    if (this.#type === 'b') return raw === '1' ? 'yes' : 'no'
    if (this.#type === 'n' && raw !== '') {
      const number = Number(raw)
      if (!Number.isFinite(number)) return raw
      return formats.isDate(this.#style) ? serialToIso(number, from1904) : plainNumber(number)
    }
    return this.#type === 'd' ? raw : unescaped(raw)
  }
}

/** A long number is a telephone number or an id, and has all its digits. */
const plainNumber = (number: number): string =>
  Number.isInteger(number) && Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number)

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string): number | null {
  let column = 0
  for (const letter of reference) {
    const code = letter.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
    if (column > MOST_COLUMNS) return MOST_COLUMNS
  }
  return column === 0 ? null : column - 1
}
