import type { dateOrders } from './schema.ts'

export type DateOrder = (typeof dateOrders)[number]

export interface ReadDate {
  /** YYYY-MM-DD. */
  day: string
  /** The instant, where the cell tells a time; in UTC where it tells no zone. */
  at: Date
}

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl']
const months = new Map<string, number>()
for (const language of languages) {
  for (let month = 0; month < 12; month += 1) {
    const day = new Date(Date.UTC(2026, month, 15))
    for (const style of ['long', 'short'] as const) {
      const name = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' }).format(day)
      months.set(plain(name), month + 1)
      // «Sept» and «sep.» are both written; three letters tell the month in these languages but for juin and juillet.
      if (!/^jui/.test(plain(name))) months.set(plain(name).slice(0, 3), month + 1)
    }
  }
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase()
}

const numbers = /^(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})\.?(?:[T ,]+(.*))?$/
const dayFirst = /^(?:\p{L}+,? )?(\d{1,2})\.?[ -]+(?:de )?(\p{L}+)\.?,?[ -]+(?:de )?(\d{4}|\d{2})(?:,?[T ]+(.*))?$/u
const monthFirst = /^(?:\p{L}+,? )?(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,?[T ]+(.*))?$/u
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

/**
 * A date as people and programs write it. What could be read in two ways is read in the order that is given; a year of
 * two digits is within the last eighty years or the next twenty.
 * @returns null for what is no date, or has no year
 */
export function readDate(text: string, order: DateOrder): ReadDate | null {
  const typed = text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ')
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(typed)
  if (compact) return dated(Number(compact[1]), Number(compact[2]), Number(compact[3]), undefined)
  const all = numbers.exec(typed)
  if (all) return fromNumbers(all, order)
  const named = dayFirst.exec(typed)
  if (named) return dated(year(named[3] as string), month(named[2]), Number(named[1]), named[4])
  const english = monthFirst.exec(typed)
  return english ? dated(year(english[3] as string), month(english[1]), Number(english[2]), english[4]) : null
}

function fromNumbers([, a = '', b = '', c = '', time]: string[], order: DateOrder): ReadDate | null {
  if (a.length === 4 || (a.length === 3 && c.length < 3)) return dated(Number(a), Number(b), Number(c), time)
  if (a.length > 2 || c.length === 3 || c.length === 1) return null
  // With the year at the end it cannot come first, whatever the order of the column.
  if (order === 'ymd' && c.length === 2) return dated(year(a), Number(b), Number(c), time)
  return order === 'mdy' ? dated(year(c), Number(a), Number(b), time) : dated(year(c), Number(b), Number(a), time)
}

const month = (name: string | undefined): number =>
  months.get(plain(name ?? '')) ?? months.get(plain(name ?? '').slice(0, 4)) ?? 0

function year(digits: string): number {
  const number = Number(digits)
  if (digits.length > 2) return number
  const now = new Date().getUTCFullYear()
  const guess = Math.floor(now / 100) * 100 + number
  return guess > now + 20 ? guess - 100 : guess
}

function dated(y: number, m: number, d: number, time: string | undefined): ReadDate | null {
  const start = new Date(Date.UTC(y, m - 1, d))
  if (y < 1000 || y > 9999 || start.getUTCMonth() !== m - 1 || start.getUTCDate() !== d) return null
  const day = start.toISOString().slice(0, 10)
  if (!time?.trim()) return { day, at: start }
  const read = clock.exec(time.trim())
  if (!read) return null
  const [, hours = '', minutes = '', seconds = '0', half, zone] = read
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  const offset = zone && /^[+-]/.test(zone) ? offsetOf(zone) : 0
  return {
    day,
    at: new Date(start.getTime() + (hour * 60 + Number(minutes) - offset) * 60_000 + Number(seconds) * 1000),
  }
}

const offsetOf = (zone: string): number =>
  (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.replace(':', '').slice(3, 5)))

/**
 * The order to read a value in: the one of its column where that decides it, else the only one that it allows.
 * @returns null for what could be read in two ways
 */
export function orderFor(text: string, chosen: DateOrder | null | undefined): DateOrder | null {
  if (chosen === 'dmy' || chosen === 'mdy') return chosen
  const orders = possibleOrders([text])
  // With the year at the end, a column of years in front says nothing about the day.
  if (chosen && orders.includes(chosen)) return chosen
  return isAmbiguous([text]) ? null : (orders[0] ?? 'ymd')
}

/** Cells that stand for no date at all, as Outlook writes them. */
export const isNoDate = (text: string): boolean =>
  /^(0{1,4}[-./]0{1,2}[-./]0{1,4}|0|-|n\/a)( 0{1,2}:00(:00)?)?$/i.test(text.trim())

const all: readonly DateOrder[] = ['dmy', 'mdy', 'ymd']

/** Values whose order matters: three numbers, the year not in front. What no order can read tells nothing. */
const undecided = (values: readonly string[]): string[] =>
  values.filter((value) => {
    const [, a = '', , c = ''] = numbers.exec(value.trim()) ?? []
    return a !== '' && a.length <= 2 && c !== '' && all.some((order) => readDate(value, order) !== null)
  })

/**
 * Which orders the values of a column allow. Both day and month up to twelve in all of them: the data do not tell.
 * Values in another form (with the year first, or a name of the month) allow every order.
 */
export function possibleOrders(values: readonly string[]): DateOrder[] {
  const telling = undecided(values)
  return all.filter((order) =>
    telling.every((value) => readDate(value, order) !== null && !(order === 'ymd' && /\d{4}\D*$/.test(value.trim()))),
  )
}

/** Whether values can be read in more ways than one, with different outcomes. */
export function isAmbiguous(values: readonly string[]): boolean {
  const telling = undecided(values)
  const orders = possibleOrders(telling)
  return telling.some((value) => new Set(orders.map((order) => readDate(value, order)?.day)).size > 1)
}
