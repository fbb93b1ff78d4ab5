/** A record of a file, before anything is made of it. */
export interface FileRecord {
  /** The physical line it begins at, counted from 1 (XLSX: the row of the sheet). */
  line: number
  cells: string[]
  /** Why its cells cannot be trusted. */
  fault?: 'unclosed_quote' | 'unclosed_card' | 'too_long'
  /** A blank line stands before it. */
  afterBlank?: true
}

export interface CsvDialect {
  delimiter: string
  /** Empty: no quotes. */
  quote: string
}

/** Where the search for the end of a quoted cell is given up, in characters: the bound of what is held in memory. */
const LONGEST_SEARCH = 16 * 1024 * 1024
/** A record longer than this is refused as a whole, in characters. */
const LONGEST_RECORD = 1024 * 1024
/** Where a quote further behind the beginning of its record is never closed, all of the record so far is given up with it. */
const FAR = 8 * 1024

const LF = 10
const CR = 13

/**
 * Reads CSV (RFC 4180, and what people make of it) piece by piece: any line ends, also mixed; quotes inside of unquoted
 * cells are letters; cells may hold line ends when quoted.
 *
 * Our own, because what matters here is what happens where a file is broken, and kept parsers end or swallow the rest
 * then. A quote that is never closed costs one line: it is known by a quote further down that closes nothing, by the end
 * of the file, or by too much text; that line is a fault, and reading goes on behind it. On sound files it reads what
 * `csv-parse` reads: the tests compare the two.
 */
export class CsvReader {
  readonly #delimiter: number
  readonly #quote: string
  #text = ''
  #line = 1
  #afterBlank = false
  /** A stretch of the text in which nothing closes a cell that is open where it begins; settled: nor anything behind it. */
  #open = { from: 0, to: 0, settled: false }

  constructor({ delimiter, quote }: CsvDialect) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote
  }

  /** The records that are complete with this piece. Blank lines are passed over. */
  read(piece: string): FileRecord[] {
    this.#text = this.#text === '' ? piece : this.#text + piece
    return this.#records(false)
  }

  /** What is left when the file ends. */
  end(): FileRecord[] {
    return this.#records(true)
  }

  #records(final: boolean): FileRecord[] {
    const records: FileRecord[] = []
    let at = 0
    while (at < this.#text.length) {
      const record = this.#record(at, final)
      if (record === null) break
      at = record.end
      const blank = record.cells.length === 1 && !record.fault && (record.cells[0] as string).trim() === ''
      if (!blank) {
        const { cells, fault } = record
        records.push({
          line: this.#line,
          cells,
          ...(fault ? { fault } : {}),
          ...(this.#afterBlank ? { afterBlank: true } : {}),
        })
      }
      this.#afterBlank = blank
      this.#line += record.lines
    }
    this.#text = this.#text.slice(at)
    this.#open = { ...this.#open, from: this.#open.from - at, to: this.#open.to - at }
    return records
  }

  /** One record from `start` on; null where its end has not come yet. */
  #record(
    start: number,
    final: boolean,
  ): (Pick<FileRecord, 'cells' | 'fault'> & { end: number; lines: number }) | null {
    const text = this.#text
    const cells: string[] = []
    let at = start
    let lines = 1
    for (;;) {
      const quoted = this.#quote !== '' && text.startsWith(this.#quote, at) ? this.#quoted(at, final) : undefined
      if (quoted === null) return null
      if (quoted === 'unclosed')
        return at - start > FAR
          ? this.#firstLine(start, 'unclosed_quote', at, lines)
          : this.#firstLine(start, 'unclosed_quote')
      let end: number
      if (quoted) {
        cells.push(quoted.value)
        lines += quoted.lines
        end = quoted.end
      } else {
        end = this.#endOfCell(at)
        cells.push(text.slice(at, end))
      }
      if (end >= text.length) {
        if (!final) return text.length - start > LONGEST_SEARCH ? this.#firstLine(start, 'too_long') : null
        return this.#checked({ cells, end, lines }, start)
      }
      if (text.charCodeAt(end) === this.#delimiter) {
        at = end + 1
        continue
      }
      const next = this.#behindLineEnd(end, final)
      return next === null ? null : this.#checked({ cells, end: next, lines }, start)
    }
  }

  #checked(record: { cells: string[]; end: number; lines: number }, start: number) {
    if (record.end - start <= LONGEST_RECORD) return record
    return { ...record, cells: record.cells.map((cell) => cell.slice(0, 200)), fault: 'too_long' as const }
  }

  /** The physical line alone, or everything up to the end of the line of `from`: what stands behind it is read for itself. */
  #firstLine(start: number, fault: NonNullable<FileRecord['fault']>, from = start, lines = 1) {
    const text = this.#text
    let end = from
    while (end < text.length && text.charCodeAt(end) !== LF && text.charCodeAt(end) !== CR) end += 1
    const line = text.slice(start, Math.min(end, start + 2000))
    return {
      cells: line.split(String.fromCharCode(this.#delimiter)),
      fault,
      end: this.#behindLineEnd(end, true) as number,
      lines,
    }
  }

  #endOfCell(from: number): number {
    const text = this.#text
    let at = from
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === this.#delimiter || code === LF || code === CR) return at
    }
    return at
  }

  /** Behind a line end; null where a CR is the last character so far, which an LF may follow. */
  #behindLineEnd(at: number, final: boolean): number | null {
    if (at >= this.#text.length) return at
    if (this.#text.charCodeAt(at) === LF) return at + 1
    if (at + 1 >= this.#text.length && !final) return null
    return this.#text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
  }

  /** A cell in quotes from `start` on. */
  #quoted(start: number, final: boolean): { value: string; end: number; lines: number } | 'unclosed' | null {
    const text = this.#text
    const quote = this.#quote
    let value = ''
    let from = start + 1
    let search = from
    let lineEnd = -1
    for (;;) {
      const at = text.indexOf(quote, search)
      if (lineEnd < 0) lineEnd = firstLineEnd(text, search, at < 0 ? text.length : at)
      if (this.#isKnownOpen(lineEnd)) return 'unclosed'
      if (at < 0) {
        this.#open = { from: lineEnd, to: text.length, settled: final }
        return final || text.length - start > LONGEST_SEARCH ? 'unclosed' : null
      }
      if (at + 1 >= text.length && !final) return null
      if (text.startsWith(quote, at + 1)) {
        value += text.slice(from, at + 1)
        from = at + 2
        search = from
        continue
      }
      const end = this.#behindBlanks(at + 1)
      if (end >= text.length && !final) return null
      const code = text.charCodeAt(end)
      if (end >= text.length || code === this.#delimiter || code === LF || code === CR) {
        value += text.slice(from, at)
        return { value, end, lines: lineEnd < 0 ? 0 : lineEnds(text, lineEnd, at) }
      }
      // A quote in the middle: a letter, if the cell goes on in this line; else the cell was never closed.
      if (lineEnd >= 0) {
        this.#open = { from: lineEnd, to: at, settled: true }
        return 'unclosed'
      }
      search = at + 1
    }
  }

  /**
   * Whether an earlier cell that was open at this line end found no end either. Both searches go by the same quotes from
   * there on: without this, a file of such lines would be searched to its end once a line.
   */
  #isKnownOpen(lineEnd: number): boolean {
    const { from, to, settled } = this.#open
    return lineEnd >= Math.max(from, 0) && lineEnd < to && (settled || to - lineEnd > LONGEST_SEARCH / 2)
  }

  #behindBlanks(at: number): number {
    let end = at
    while (this.#text.charCodeAt(end) === 32 && this.#delimiter !== 32) end += 1
    return end
  }
}

/** Where the first line end between two places stands; -1 without one. */
function firstLineEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code === LF || code === CR) return at
  }
  return -1
}

/** How many line ends of any kind there are between two places. */
function lineEnds(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count += 1
  }
  return count
}
