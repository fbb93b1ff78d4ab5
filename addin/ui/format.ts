import { locale, t } from './i18n.ts'

const minute = 60_000
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
]

/** "3 days ago", "in 2 hours"; under a minute "now". */
export function relativeTime(instant: string | number, now = Date.now()): string {
  const difference = new Date(instant).getTime() - now
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' })
  const [unit, size] = units.find(([, ms]) => Math.abs(difference) >= ms) ?? ['second', 1000]
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.trunc(difference / size), unit)
}

/** Date and time in the reader's zone, the zone named: for titles shown on hover. */
export function fullInstant(instant: string | number): string {
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: 'full',
    timeStyle: 'long',
  }).format(new Date(instant))
}

export function timeOfDay(instant: string): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(new Date(instant))
}

/** "17:11" today, else with the date. */
export function asOf(instant: number): string {
  const at = new Date(instant).toISOString()
  return localDay(instant) === localDay(Date.now()) ? timeOfDay(at) : `${shortDate(at)} ${timeOfDay(at)}`
}

/** A date without its time; the year only when it is not the present one. */
export function shortDate(instant: string, now = Date.now()): string {
  const date = new Date(instant)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}

/** An instant as a `datetime-local` field takes it. */
export function localDateTime(instant: string | number): string {
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The local day of an instant as `YYYY-MM-DD`: the key of its day group. */
export function localDay(instant: string | number): string {
  const date = new Date(instant)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** "Today", "Yesterday", "Monday, 12 October", with the year when it is another one. */
export function dayLabel(instant: string, now = Date.now()): string {
  const day = localDay(instant)
  if (day === localDay(now)) return t('timeline.today')
  const before = new Date(now)
  before.setDate(before.getDate() - 1)
  if (day === localDay(before.getTime())) return t('timeline.yesterday')
  const date = new Date(instant)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}

/** A country by its ISO 3166-1 code in the reader's language. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "1.2 MB" in the reader's language. */
export function fileSize(bytes: number): string {
  const power = Math.min(sizes.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: sizes[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}
