import type { SaxesTagPlain } from 'saxes'
import { type Handlers, local } from './xlsx-xml.ts'

/** Formats of dates and times that every workbook has (ECMA-376, 18.8.30). */
const builtIn = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
])

/** Which styles of a workbook show a number as a date: nothing else tells them apart. */
export class DateFormats implements Handlers {
  readonly #dates = new Set(builtIn)
  readonly #styles: boolean[] = []
  #inCells = false

  open({ name, attributes }: SaxesTagPlain): void {
    const tag = local(name)
    if (tag === 'numFmt' && showsDate(String(attributes.formatCode))) this.#dates.add(Number(attributes.numFmtId))
    else if (tag === 'cellXfs') this.#inCells = true
    else if (tag === 'xf' && this.#inCells) this.#styles.push(this.#dates.has(Number(attributes.numFmtId)))
  }

  close({ name }: SaxesTagPlain): void {
    if (local(name) === 'cellXfs') this.#inCells = false
  }

  isDate(style: number): boolean {
    return this.#styles[style] ?? false
  }
}

/** Beside texts in quotes, colours and currencies in brackets, and escaped letters. */
function showsDate(code: string): boolean {
  const plain = code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  return /[dmyhs]/i.test(plain) && !/^general$/i.test(plain)
}

const DAY = 86_400_000

/**
 * Days since the end of 1899 as an ISO date, with the time where there is one. Excel believes in 29 February 1900; days
 * before it are one off.
 */
export function serialToIso(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const at = new Date(Math.round((days - 25_569) * DAY))
  if (Number.isNaN(at.getTime()) || serial < 0) return String(serial)
  const iso = at.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}
