const DAY = 86_400_000
const LOCALE = 'en-US'
const time = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
const date = new Intl.DateTimeFormat(LOCALE, { day: '2-digit', month: '2-digit', year: 'numeric' })
const full = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
})
const monthAndYear = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric' })

const startOfDay = (instant: Date) => new Date(instant.getFullYear(), instant.getMonth(), instant.getDate()).getTime()
const daysAgo = (then: Date, now: Date) => Math.round((startOfDay(now) - startOfDay(then)) / DAY)

/** As Outlook's message list tells the time: the hour today, the day this week, the date before. */
export function listTime(text: string | null | undefined, now: Date): string {
  if (!text) return ''
  const then = new Date(text)
  const days = daysAgo(then, now)
  if (days <= 0) return time.format(then)
  return days < 7 ? weekday.format(then).replace(',', '') : date.format(then)
}

export const fullTime = (text: string | null | undefined): string =>
  text ? full.format(new Date(text)).replace(',', '') : ''

/** Heading under which the list shows a message. */
export function listGroup(text: string | null | undefined, now: Date): string {
  if (!text) return 'Undated'
  const then = new Date(text)
  const days = daysAgo(then, now)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days < 7) return 'This week'
  if (days < 14) return 'Last week'
  if (then.getFullYear() === now.getFullYear() && then.getMonth() === now.getMonth()) return 'Earlier this month'
  return monthAndYear.format(then)
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
