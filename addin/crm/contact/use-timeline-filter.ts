import { useLocation, useSearchParams } from 'react-router'
import { type ActivityType, activityTypes } from '../../../server/timeline/schema.ts'
import type { TimelineFilter } from '../../features/timeline/filters.ts'
import type { Filtering } from '../../features/timeline/Timeline.tsx'

const DAY = /^\d{4}-\d\d-\d\d$/

/** What narrows the timeline of a page stands in its address: it survives a reload and can be sent to a colleague. */
export function useTimelineFilter(): Filtering {
  const [params, setParams] = useSearchParams()
  const { state } = useLocation()
  return {
    filter: filterFrom(params),
    onFilter: (filter) => setParams((now) => withFilter(now, filter), { replace: true, state }),
  }
}

function filterFrom(params: URLSearchParams): TimelineFilter {
  const day = (name: string) => (DAY.test(params.get(name) ?? '') ? (params.get(name) ?? '') : '')
  const types = (params.get('type') ?? '').split(',')
  return {
    types: activityTypes.filter((type: ActivityType) => types.includes(type)),
    person: params.get('person') ?? '',
    search: params.get('words') ?? '',
    from: day('from'),
    to: day('to'),
  }
}

function withFilter(now: URLSearchParams, { types, person, search, from, to }: TimelineFilter): URLSearchParams {
  const next = new URLSearchParams(now)
  for (const [name, value] of Object.entries({ type: types.join(','), person, words: search, from, to })) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}
