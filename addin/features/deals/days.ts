import { localDay } from '../../ui/format.ts'
import { locale } from '../../ui/i18n.ts'

/** A calendar day, which has no zone. */
export function dayText(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

/** Whether a day is over where the reader is. */
export const isPast = (day: string, now = Date.now()): boolean => day < localDay(now)
