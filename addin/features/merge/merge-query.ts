import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import type { MergeContactsInput, MergeList, MergePreview, MergeResult } from '../../../server/merge/schema.ts'
import { api } from '../../api/session.ts'
import { contactKey } from '../contact/contact-query.ts'
import { duplicatesKey } from '../duplicates/duplicates-query.ts'

export const mergesKey = ['merges'] as const

/** What a merge would do; nothing is changed. `versions` only tell one state of the contacts from another. */
export function previewQuery({ versions, ...input }: MergeContactsInput) {
  return queryOptions({
    queryKey: ['merge-preview', input, versions],
    queryFn: ({ signal }) => api.post<MergePreview>('/merges/preview', { body: input, signal }),
    enabled: input.otherIds.length > 0,
    staleTime: 30_000,
    gcTime: 60_000,
  })
}

/** Merges, newest first: all, or those that made a contact what it is. */
export function mergesQuery(contactId?: string) {
  return infiniteQueryOptions({
    queryKey: [...mergesKey, contactId ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.get<MergeList>('/merges', { query: { contactId, cursor: pageParam, limit: 25 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

/** Merges contacts. The same merge sent twice is one. */
export function useMerge() {
  const queries = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: (input: MergeContactsInput) => {
      const body = JSON.stringify(input)
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      return api.post<MergeResult>('/merges', { body: input, idempotencyKey: sent.current.key })
    },
    onSuccess: (result) => took(queries, result),
  })
}

/** Takes a merge back. What it left with the survivor stands in `merge.conflicts`. */
export function useUndoMerge() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (mergeId: string) => api.post<MergeResult>(`/merges/${mergeId}/undo`),
    onSuccess: (result) => {
      took(queries, result)
      void queries.invalidateQueries({ queryKey: duplicatesKey })
    },
  })
}

/** Whatever shows one of the contacts asks again. The queue of duplicates does so itself, or it would jump. */
function took(queries: QueryClient, { contact }: MergeResult): void {
  queries.setQueryData(contactKey(contact.id), contact)
  void queries.invalidateQueries({ queryKey: [...duplicatesKey, 'of'] })
  for (const key of [
    'merges',
    'contacts',
    'contact',
    'contact-at',
    'people',
    'timeline',
    'history',
    'consent',
    'score',
    'companies',
    'tags',
    'segments',
  ]) {
    void queries.invalidateQueries({ queryKey: [key] })
  }
}
