import type { Cell } from './csv.ts'
import { type ZipEntry, zip } from './zip.ts'

/** What a sheet holds at most, headers included (Excel specifications and limits). */
const ROWS_A_SHEET = 1_048_576
/** What a cell holds at most; Excel takes a file with more for damaged. */
const CHARACTERS_A_CELL = 32_767

/** Places in `cellXfs` of the styles below. */
const BOLD = ' s="1"'
const QUOTED = ' s="2"'

export interface Table {
  /** Names the sheets; a further one gets its number. */
  name: string
  headers: readonly string[]
  /** In batches, as they come. */
  rows: AsyncIterable<readonly (readonly Cell[])[]>
}

/**
 * A workbook (ECMA-376), piece by piece: headers in bold that stay in sight, texts as they are (never formulas), numbers
 * as numbers. Where a sheet is full a further one goes on under the same headers. Rows are read as the file is taken.
 */
export const xlsx = (table: Table, at: Date, rowsASheet = ROWS_A_SHEET): AsyncGenerator<Buffer> =>
  zip(parts(table, rowsASheet), at)

async function* parts(table: Table, rowsASheet: number): AsyncGenerator<ZipEntry> {
  // First what tells a spreadsheet from any other zip.
  yield { name: '_rels/.rels', content: [relations([['officeDocument', 'xl/workbook.xml']])] }
  const names: string[] = []
  const rows = new Rows(table.rows)
  try {
    do {
      names.push(names.length === 0 ? table.name : `${table.name} ${names.length + 1}`)
      yield { name: `xl/worksheets/sheet${names.length}.xml`, content: sheet(table.headers, rows, rowsASheet) }
    } while (await rows.more())
  } finally {
    await rows.close()
  }
  const sheets = names.map((_, n) => ['worksheet', `worksheets/sheet${n + 1}.xml`] as const)
  yield { name: 'xl/_rels/workbook.xml.rels', content: [relations([...sheets, ['styles', 'styles.xml']])] }
  yield { name: 'xl/workbook.xml', content: [workbook(names)] }
  yield { name: 'xl/styles.xml', content: [styles] }
  yield { name: '[Content_Types].xml', content: [contentTypes(names.length)] }
}

/** The rows in batches, where a batch can be taken in part. */
class Rows {
  readonly #batches: AsyncIterator<readonly (readonly Cell[])[]>
  #batch: readonly (readonly Cell[])[] = []

  constructor(rows: Table['rows']) {
    this.#batches = rows[Symbol.asyncIterator]()
  }

  async more(): Promise<boolean> {
    while (this.#batch.length === 0) {
      const { value, done } = await this.#batches.next()
      if (done) return false
      this.#batch = value
    }
    return true
  }

  take(most: number): readonly (readonly Cell[])[] {
    const taken = this.#batch.slice(0, most)
    this.#batch = this.#batch.slice(most)
    return taken
  }

  async close(): Promise<void> {
    await this.#batches.return?.()
  }
}

async function* sheet(headers: readonly string[], rows: Rows, rowsASheet: number): AsyncGenerator<Buffer> {
  const letters = headers.map((_, n) => columnName(n))
  yield Buffer.from(SHEET_START + row(headers, 1, letters, BOLD))
  let next = 2
  while (next <= rowsASheet && (await rows.more())) {
    const taken = rows.take(rowsASheet - next + 1)
    const first = next
    yield Buffer.from(taken.map((cells, n) => row(cells, first + n, letters)).join(''))
    next += taken.length
  }
  yield Buffer.from(SHEET_END)
}

function row(cells: readonly Cell[], number: number, letters: readonly string[], style?: string): string {
  let text = `<row r="${number}">`
  for (let n = 0; n < cells.length; n++) text += cell(cells[n], `${letters[n]}${number}`, style)
  return `${text}</row>`
}

function cell(value: Cell, place: string, style?: string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  const text = String(value)
  const look = style ?? (formula.test(text) ? QUOTED : '')
  return `<c r="${place}"${look} t="inlineStr"><is><t xml:space="preserve">${escaped(cut(text))}</t></is></c>`
}

/** Text already; but somebody who edits the cell would make a formula of it, so it is marked as text. */
const formula = /^[=+\-@]/

const cut = (text: string): string =>
  text.length > CHARACTERS_A_CELL ? `${text.slice(0, CHARACTERS_A_CELL - 1)}…` : text

const special = /[&<>\ufffe\uffff\p{Cs}]|(?![\t\n])\p{Cc}|_(?=x[\dA-Fa-f]{4}_)/gu

/**
 * Text as XML that comes back unchanged. What XML has no place for, or would change, is written as Excel does: `_x000D_`;
 * what looks like that already has its own underscore written so (ECMA-376 part 1, 22.4.2.4).
 */
const escaped = (text: string): string => text.replaceAll(special, (letter) => entities[letter] ?? hexadecimal(letter))

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const hexadecimal = (letter: string): string => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** 0 is A, 26 is AA. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const SHEET_START =
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultRowHeight="15" baseColWidth="16"/><sheetData>'
const SHEET_END = '</sheetData></worksheet>'

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const workbook = (names: readonly string[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names
    .map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
    .join('')}</sheets></workbook>`

const contentTypes = (sheets: number): string => {
  const overrides = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...Array.from({ length: sheets }, (_, n) => [`xl/worksheets/sheet${n + 1}.xml`, 'worksheet']),
  ]
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    overrides.map(([part, type]) => `<Override PartName="/${part}" ContentType="${TYPE}.${type}+xml"/>`).join('') +
    '</Types>'
  )
}

/** Plain, bold, and plain text that stays text when it is edited. Excel asks for the two fills. */
const styles =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
