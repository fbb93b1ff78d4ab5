import { CsvReader, type FileRecord } from './csv-records.ts'
import { looksLikeHeader } from './headers.ts'
import { delimiters, type Reading } from './schema.ts'

type Dialect = Pick<Reading, 'delimiter' | 'quote' | 'headerLine'>

/** How many records of the beginning are looked at. */
const LOOKED_AT = 200
/** Headers stand among the first records, behind what programs write above them. */
const HEADERS_WITHIN = 40

/** The first records of a text; the last one, which the sample may have cut, only when the sample is the whole file. */
export function firstRecords(
  text: string,
  dialect: Pick<Dialect, 'delimiter' | 'quote'>,
  whole: boolean,
): FileRecord[] {
  const reader = new CsvReader(dialect)
  const records = reader.read(text)
  return whole ? [...records, ...reader.end()] : records
}

/**
 * How a text file is cut into cells: the delimiter that cuts most records into the same number of cells, more than one;
 * headers that are known by name count for it. `sep=;`, which Excel writes and obeys, settles it.
 */
export function detectDialect(text: string, whole: boolean): Dialect {
  const told = /^\u{FEFF}?sep=(.)\r?\n/u.exec(text)?.[1]
  const given = delimiters.find((delimiter) => delimiter === told)
  const quote = quoteOf(text)
  const tried = (given ? [given] : delimiters).map((delimiter) => {
    const records = firstRecords(text, { delimiter, quote }, whole).slice(0, LOOKED_AT)
    return { delimiter, records, score: scoreOf(records) }
  })
  const best = tried.reduce((one, other) => (other.score > one.score ? other : one))
  const rows = told ? best.records.filter(({ line }) => line > 1) : best.records
  return { delimiter: best.delimiter, quote, headerLine: headerLineOf(rows) }
}

function scoreOf(records: FileRecord[]): number {
  const sizes = Map.groupBy(records, ({ cells }) => cells.length)
  const [common = 1, same = []] = [...sizes].toSorted((a, b) => b[1].length - a[1].length || b[0] - a[0])[0] ?? []
  if (common === 1) return 0
  const known = Math.max(0, ...records.slice(0, HEADERS_WITHIN).map(({ cells }) => knownNames(cells)))
  return same.length / records.length + Math.log2(common) / 20 + Math.min(known, 8) / 8
}

/** Apostrophes hold cells together where there are no quotation marks, and cells both begin and end with them. */
function quoteOf(text: string): Reading['quote'] {
  if (text.includes('"')) return '"'
  return (text.match(/(^|[,;\t|])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/gm) ?? []).length >= 3 ? "'" : '"'
}

const knownNames = (cells: readonly string[]): number => cells.filter(looksLikeHeader).length

const LONGEST_HEADER = 120

const holdsAddress = (cell: string): boolean => /\S@\S+\.\S/.test(cell.slice(0, 500))

const isData = (cell: string): boolean =>
  cell.length > LONGEST_HEADER ||
  holdsAddress(cell) ||
  /^[+(]?[\d\s().,/:-]{3,}$/.test(cell.trim()) ||
  /^https?:\/\//.test(cell)

/**
 * The line the headers begin at: of the record with the most names that are known; else the first one, unless a cell of it
 * is plainly the data of a person. 0: there are no headers.
 */
export function headerLineOf(records: readonly FileRecord[]): number {
  let best: FileRecord | null = null
  let most = 0
  for (const record of records.slice(0, HEADERS_WITHIN)) {
    const filled = record.cells.filter((cell) => cell.trim() !== '')
    const known = knownNames(filled)
    const enough = known >= 3 || known >= filled.length * 0.3
    if (known > most && enough && !filled.some(holdsAddress)) {
      best = record
      most = known
    }
  }
  if (best) return best.line
  const [first] = records
  if (!first || first.cells.some(isData)) return 0
  const distinct = new Set(first.cells.map((cell) => cell.trim().toLowerCase()))
  return distinct.size === first.cells.length && !distinct.has('') ? first.line : 0
}
