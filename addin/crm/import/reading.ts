import { type DateOrder, dateOrderList } from './catalogue.ts'

/** Letters beyond ASCII, and quotes: where a wrong reading shows first (IM-01). */
export const isOdd = (cell: string): boolean => /["'\u0080-\u{10FFFF}]/u.test(cell)

/**
 * Signs that the letters are not the right ones: the mark for what cannot be read, and UTF-8 read as a Western
 * encoding ("MÃ¼ller").
 */
export const looksGarbled = (cell: string): boolean => /\uFFFD|[ÃÂ][\u0080-\u00BF‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/.test(cell)

/**
 * `YYYY-MM-DD` of a date written in numbers, read in an order; undefined where it is none in it. Years of two digits lie
 * within the last eighty years or the next twenty, as the server reads them.
 */
export function dayIn(raw: string, order: DateOrder, now = new Date()): string | undefined {
  const parts = /^\s*(\d{1,4})[./\-\s]+(\d{1,2})[./\-\s]+(\d{1,4})(?!\d)/.exec(raw)?.slice(1)
  const part = (name: 'y' | 'm' | 'd') => parts?.[order.indexOf(name)] ?? ''
  if (part('y').length !== 2 && part('y').length !== 4) return undefined
  const year = part('y').length === 2 ? fullYear(Number(part('y')), now.getUTCFullYear()) : Number(part('y'))
  const [month, day] = [Number(part('m')), Number(part('d'))]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? date.toISOString().slice(0, 10) : undefined
}

function fullYear(digits: number, now: number): number {
  const guess = Math.floor(now / 100) * 100 + digits
  return guess > now + 20 ? guess - 100 : guess
}

/** The value that shows best what an order makes of the values: one that another order would read otherwise. */
export function tellingValue(values: readonly string[], order: DateOrder): string | undefined {
  const read = values.filter((raw) => dayIn(raw, order) !== undefined)
  return read.find(differs) ?? read[0]
}

/**
 * Whether values can be read in more ways than one: several orders fit all that are dates, and make different days of
 * some.
 */
export function isAmbiguous(values: readonly string[]): boolean {
  const dates = values.filter((raw) => dateOrderList.some((order) => dayIn(raw, order) !== undefined))
  const fitting = dateOrderList.filter((order) => dates.every((raw) => dayIn(raw, order) !== undefined))
  return fitting.length > 1 && dates.some(differs)
}

const differs = (raw: string): boolean => new Set(dateOrderList.flatMap((order) => dayIn(raw, order) ?? [])).size > 1
