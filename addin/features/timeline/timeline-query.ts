import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Activity, HiddenEntries, TimelinePage } from '../../../server/timeline/schema.ts'
import { api } from '../../api/session.ts'
import { filterQuery, noFilter, type TimelineFilter } from './filters.ts'

const pageSize = 25

export type Whose = 'contacts' | 'companies'

type Pages = InfiniteData<TimelinePage, string | null>

export function timelineKey(contactId: string, filter: TimelineFilter = noFilter) {
  const { type = '', ...others } = filterQuery(filter)
  return ['timeline', contactId, type, JSON.stringify(others)] as const
}

/** The timeline of a contact, or of everybody at a company, newest first, page after page by cursor. */
export function timelineQuery(id: string, filter: TimelineFilter = noFilter, of: Whose = 'contacts') {
  return infiniteQueryOptions({
    queryKey: timelineKey(id, filter),
    queryFn: ({ pageParam, signal }) =>
      api.get<TimelinePage>(`/${of}/${id}/timeline`, {
        query: { ...filterQuery(filter), cursor: pageParam ?? undefined, limit: pageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** How many entries each part of a filter hides: asked for where nothing is left. */
export function hiddenQuery(id: string, filter: TimelineFilter, of: Whose) {
  return queryOptions({
    queryKey: [...timelineKey(id, filter), 'hidden'],
    queryFn: ({ signal }) =>
      api.get<HiddenEntries>(`/${of}/${id}/timeline/hidden`, { query: filterQuery(filter), signal }),
  })
}

/** Puts a first page that came with the contact where the timeline looks for it. */
export function seedTimeline(queries: QueryClient, contactId: string, first: TimelinePage): void {
  queries.setQueryData<Pages>(timelineKey(contactId), (old) => withFirstPage(old, first))
}

/**
 * A newer first page over pages read before. Those stay, or the list would shrink under a reader who has scrolled;
 * what new entries pushed off the first page stays between them. Without any overlap there is a gap: start over.
 */
export function withFirstPage(old: Pages | undefined, first: TimelinePage): Pages {
  const [oldFirst, ...later] = old?.pages ?? []
  const fresh = new Set(first.items.map(({ id }) => id))
  const overlaps = oldFirst?.items.some(({ id }) => fresh.has(id))
  if (!oldFirst || !overlaps || later.length === 0) return { pages: [first], pageParams: [null] }
  const end = first.items.at(-1)?.occurredAt ?? ''
  const pushedOff = oldFirst.items.filter(({ id, occurredAt }) => !fresh.has(id) && occurredAt <= end)
  const between = pushedOff.length > 0 ? [{ items: pushedOff, nextCursor: oldFirst.nextCursor }] : []
  const pages = [first, ...between, ...later]
  return { pages, pageParams: pages.map((_, index) => pages[index - 1]?.nextCursor ?? null) }
}

/** Shows a new activity before the next refresh does. Lists filtered to other types, or by more, stay as they are. */
export function insertActivity(queries: QueryClient, contactId: string, activity: Activity): void {
  for (const [key] of queries.getQueriesData<Pages>({ queryKey: ['timeline', contactId] })) {
    const types = String(key[2] ?? '')
    if (key[3] !== '{}' || key.length > 4) continue
    if (types && !types.split(',').includes(activity.type)) continue
    queries.setQueryData<Pages>(key, (old) => old && { ...old, pages: inserted(old.pages, activity) })
  }
}

function inserted(pages: TimelinePage[], activity: Activity): TimelinePage[] {
  if (pages.some((page) => page.items.some(({ id }) => id === activity.id))) return pages
  const at = pages.findIndex((page) => (page.items.at(-1)?.occurredAt ?? '') <= activity.occurredAt || !page.nextCursor)
  return pages.map((page, index) =>
    index === at
      ? { ...page, items: [...page.items, activity].sort((a, b) => b.occurredAt.localeCompare(a.occurredAt)) }
      : page,
  )
}

/** Takes an entry off a timeline before the next refresh does. */
export function dropActivity(queries: QueryClient, contactId: string, activityId: string): void {
  for (const [key, data] of queries.getQueriesData<Pages>({ queryKey: ['timeline', contactId] })) {
    if (!data?.pages) continue
    queries.setQueryData<Pages>(key, {
      ...data,
      pages: data.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== activityId) })),
    })
  }
}
