import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { ContactList } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import type { ListState } from './list-state.ts'

const pageSize = 100

/** Everything that lists contacts; invalidate it when contacts have changed. */
export const contactsKey = ['contacts'] as const

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The list, page by page. A search that was typed over is cancelled, and since each state has a key of its own, a late
 * answer never stands in a newer one's place (SE-10).
 */
export function contactsQuery({ search, filter, sort }: Pick<ListState, 'search' | 'filter' | 'sort'>) {
  const asked = { search, filter: filter && JSON.stringify(filter), sort, timeZone }
  return infiniteQueryOptions({
    queryKey: [...contactsKey, 'list', asked] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<ContactList>('/contacts', { query: { ...asked, cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    gcTime: 5 * 60_000,
  })
}
