import { infiniteQueryOptions } from '@tanstack/react-query'
import type { ContactHistory } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'

export type Change = ContactHistory['items'][number]

/** Who changed which field of a record, newest first, page after page. */
export function historyQuery(of: 'contacts' | 'companies' | 'deals', id: string) {
  return infiniteQueryOptions({
    queryKey: ['history', id],
    queryFn: ({ pageParam, signal }) =>
      api.get<ContactHistory>(`/${of}/${id}/history`, { query: { cursor: pageParam ?? undefined, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
