export type Cell = string | number | boolean | null | undefined

/**
 * What a spreadsheet would take for a formula, or for the end of a cell (OWASP, CSV Injection; the wide forms too, which
 * Excel folds). Apostrophes in front count, so that taking one guard away is the exact opposite of adding one.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const guardedFormula = /^'+[=+\-@\t\r\n＝＋－＠]/

/** Text as it may stand in a CSV file: an apostrophe keeps a spreadsheet from running it (IM-04). */
export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** The text behind a guard; anything else as it is. */
export const unguarded = (text: string): string => (guardedFormula.test(text) ? text.slice(1) : text)

/** One cell, RFC 4180. Numbers are no formulas, whatever their sign. */
function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = guarded(cell)
  // Blanks at the edges are quoted: some readers trim what is not.
  return /["\r\n,;\t|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record with its line end, RFC 4180. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Spreadsheets take a file with this mark for UTF-8. */
export const BYTE_ORDER_MARK = '\u{FEFF}'
