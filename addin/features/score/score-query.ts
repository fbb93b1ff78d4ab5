import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AdjustScore, ScoreExplanation } from '../../../server/scoring/schema.ts'
import { api } from '../../api/session.ts'
import { contactKey } from '../contact/contact-query.ts'

const scoreKey = (contactId: string) => ['score', contactId] as const

/** Why a contact's score is what it is. Asked for again while it is on screen: activities change it within a minute. */
export function scoreQuery(contactId: string) {
  return queryOptions({
    queryKey: scoreKey(contactId),
    queryFn: ({ signal }) => api.get<ScoreExplanation>(`/contacts/${contactId}/score`, { signal }),
    staleTime: 10_000,
    refetchInterval: 30_000,
  })
}

/** Adds a line by hand. */
export function useAdjust(contactId: string, onDone: () => void) {
  const refresh = useRefresh(contactId)
  return useMutation({
    mutationFn: (body: AdjustScore) => api.post<unknown>(`/contacts/${contactId}/score/adjustments`, { body }),
    onSuccess: async () => {
      await refresh()
      onDone()
    },
  })
}

/** Takes a line by hand away again. */
export function useRemoveAdjustment(contactId: string, onDone: () => void) {
  const refresh = useRefresh(contactId)
  return useMutation({
    mutationFn: (id: string) => api.delete<unknown>(`/contacts/${contactId}/score/adjustments/${id}`),
    onSuccess: async () => {
      await refresh()
      onDone()
    },
  })
}

function useRefresh(contactId: string) {
  const queries = useQueryClient()
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: scoreKey(contactId) }),
      queries.invalidateQueries({ queryKey: contactKey(contactId) }),
    ])
}
