import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { ContactList } from '../../../server/contacts/schema.ts'
import type { Filter } from '../../../server/filter/schema.ts'
import type { CreateSegment, EditSegment, Membership, Segment } from '../../../server/segments/schema.ts'
import { api } from '../../api/session.ts'

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function segmentQuery(id: string) {
  return queryOptions({
    queryKey: ['segments', id],
    queryFn: ({ signal }) => api.get<Segment>(`/segments/${id}`, { signal }),
  })
}

/** How many match a filter now, and five of them. */
export function matchesQuery(filter: Filter | undefined, zone: string) {
  return queryOptions({
    queryKey: ['contacts', 'matches', filter, zone],
    queryFn: ({ signal }) =>
      api.get<ContactList>('/contacts', {
        query: { filter: JSON.stringify(filter), timeZone: zone, limit: 5 },
        signal,
      }),
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  })
}

export const inSegment = (id: string): Filter => ({ field: 'segments', op: 'any_of', value: [id] })

/** The members of a segment, page after page. */
export function membersQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['contacts', 'members', id],
    queryFn: ({ pageParam, signal }) =>
      api.get<ContactList>('/contacts', {
        query: { filter: JSON.stringify(inSegment(id)), sort: 'name', limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

/** Whether a contact is in, why, and since when. */
export function membershipQuery(id: string, contactId: string) {
  return queryOptions({
    queryKey: ['segments', id, 'membership', contactId],
    queryFn: ({ signal }) => api.get<Membership>(`/segments/${id}/contacts/${contactId}`, { signal }),
    staleTime: 0,
  })
}

/** A write that changes segments: whatever shows them, or filters by them, asks again. */
function useSegmentWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => {
      for (const key of ['segments', 'contacts']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const useCreateSegment = () => useSegmentWrite((body: CreateSegment) => api.post<Segment>('/segments', { body }))

export const useEditSegment = () =>
  useSegmentWrite(({ id, edit }: { id: string; edit: EditSegment }) =>
    api.patch<Segment>(`/segments/${id}`, { body: edit }),
  )

export const useFreezeSegment = () =>
  useSegmentWrite(({ id, name }: { id: string; name: string }) =>
    api.post<Segment>(`/segments/${id}/freeze`, { body: { name } }),
  )

export const useDeleteSegment = () =>
  useSegmentWrite(({ id, force }: { id: string; force: boolean }) =>
    api.delete(`/segments/${id}`, { query: { force: String(force) } }),
  )

export const useAddMembers = () =>
  useSegmentWrite(({ id, contactIds }: { id: string; contactIds: string[] }) =>
    api.post<Segment>(`/segments/${id}/members`, { body: { contactIds } }),
  )

export const useRemoveMembers = () =>
  useSegmentWrite(({ id, contactIds }: { id: string; contactIds: string[] }) =>
    api.post<Segment>(`/segments/${id}/members/remove`, { body: { contactIds } }),
  )
