import type { ActivityType } from '../../../server/timeline/schema.ts'

/** What narrows a timeline. Dates are local days, `YYYY-MM-DD`, both included; empty means not set. */
export interface TimelineFilter {
  types: ActivityType[]
  /** Id of a user or contact. */
  person: string
  search: string
  from: string
  to: string
}

export const noFilter: TimelineFilter = { types: [], person: '', search: '', from: '', to: '' }

export type FilterPart = 'type' | 'person' | 'search' | 'dates'

/** Each part with what setting it free means. */
export const freed: Record<FilterPart, Partial<TimelineFilter>> = {
  type: { types: [] },
  person: { person: '' },
  search: { search: '' },
  dates: { from: '', to: '' },
}

export const isFiltered = ({ types, person, search, from, to }: TimelineFilter): boolean =>
  types.length > 0 || [person, search, from, to].some(Boolean)

/** As the server takes it: instants of the reader's own days. */
export function filterQuery({ types, person, search, from, to }: TimelineFilter): Record<string, string | undefined> {
  return {
    type: types.toSorted().join(',') || undefined,
    person: person || undefined,
    search: search.trim() || undefined,
    from: from ? startOf(from, 0) : undefined,
    to: to ? startOf(to, 1) : undefined,
  }
}

/** Midnight at the beginning of a local day, or of one some days later; absent for what is no day. */
function startOf(day: string, later: number): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const at = new Date(year, month - 1, date + later)
  return Number.isNaN(at.getTime()) || year < 1900 || year > 2900 ? undefined : at.toISOString()
}
