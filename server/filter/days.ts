import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Resolved } from './resolve.ts'

export interface FilterContext {
  /** The instant that relative dates count from. */
  now: Date
  /** Whose days are meant, as an IANA name. */
  timeZone: string
}

/**
 * A condition on days as half-open ranges of days of the viewer's zone: from the first one to the one after the last.
 * `in_last_days: 7` is today and the six days before; `not_in_last_days` is everything else, never included.
 */
export function daysCondition(
  { op, value }: Resolved,
  context: FilterContext,
  between: (from: string | null, to: string | null) => SQL,
): SQL {
  const today = dayOf(context)
  const count = Number(value)
  const [first, last] = Array.isArray(value) ? (value as [string, string]) : [String(value), String(value)]
  switch (op) {
    case 'on_or_after':
      return between(first, null)
    case 'on_or_before':
      return between(null, plusDays(first, 1))
    case 'between':
      return between(first, plusDays(last, 1))
    case 'in_next_days':
      return between(today, plusDays(today, count))
    case 'in_last_days':
      return between(plusDays(today, 1 - count), plusDays(today, 1))
    default:
      return sql`(not coalesce(${between(plusDays(today, 1 - count), plusDays(today, 1))}, false))`
  }
}

/** The day it is now, there. */
export const dayOf = ({ now, timeZone }: FilterContext): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

/** A day as YYYY-MM-DD, so many days later; within the calendar PostgreSQL and people share. */
export function plusDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  const year = at.getUTCFullYear()
  if (year < 1) return '0001-01-01'
  return year > 9999 ? '9999-12-31' : at.toISOString().slice(0, 10)
}
