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
  return useScoreWrite(contactId, onDone, (body: AdjustScore) =>
    api.post<ScoreExplanation>(`/contacts/${contactId}/score/adjustments`, { body }),
  )
}

/** Takes a line by hand away again. */
export function useRemoveAdjustment(contactId: string, onDone: () => void) {
  return useScoreWrite(contactId, onDone, (id: string) =>
    api.delete<ScoreExplanation>(`/contacts/${contactId}/score/adjustments/${id}`),
  )
}

/** A write that the server answers with the new explanation. */
function useScoreWrite<Input>(
  contactId: string,
  onDone: () => void,
  write: (input: Input) => Promise<ScoreExplanation>,
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: (explanation) => {
      queries.setQueryData<ScoreExplanation>(scoreKey(contactId), explanation)
      void queries.invalidateQueries({ queryKey: contactKey(contactId) })
      onDone()
    },
  })
}
