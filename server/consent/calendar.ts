/**
 * The same instant some calendar months later, in UTC; where the month is shorter, its last day (31 August and six months
 * is 28 or 29 February). The same as PostgreSQL's `+ make_interval(months => n)`.
 */
export function addMonths(at: Date, months: number): Date {
  const end = new Date(at)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(at.getUTCDate(), lastDay))
  return end
}

/** The day of an instant in UTC, as it stands in reasons and summaries. */
export const day = (at: Date): string => at.toISOString().slice(0, 10)
