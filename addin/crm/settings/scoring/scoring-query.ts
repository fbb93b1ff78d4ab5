import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  EditScoringRule,
  ScoringPreview,
  ScoringRule,
  ScoringRuleList,
  WriteScoringRule,
} from '../../../../server/scoring/schema.ts'
import { api } from '../../../api/session.ts'

const rulesKey = ['scoring-rules'] as const

/** All rules and how scores lie now; asked for each second while everyone is re-scored. */
export const rulesQuery = queryOptions({
  queryKey: rulesKey,
  queryFn: ({ signal }) => api.get<ScoringRuleList>('/scoring-rules', { signal }),
  refetchInterval: ({ state }) => (state.data?.rescore ? 1_000 : false),
})

/** One change of the rules: a new one (`id` null), one written anew, or one deleted (`rule` null). */
export interface RuleChange {
  id: string | null
  rule: WriteScoringRule | null
}

/** What a change would do to the scores; nothing is saved. */
export function previewQuery(change: RuleChange) {
  return queryOptions({
    queryKey: ['scoring-preview', JSON.stringify(change)],
    queryFn: ({ signal }) => api.post<ScoringPreview>('/scoring-rules/preview', { body: change, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}

/** Saves a change; everyone is re-scored after it. `version` is that of the rule as it was read. */
export function useSaveChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, rule, version }: RuleChange & { version: number | undefined }) => {
      if (id === null) return api.post<ScoringRule>('/scoring-rules', { body: rule })
      if (rule === null) return api.delete<unknown>(`/scoring-rules/${id}`)
      const edit: EditScoringRule = { ...rule, ...(version === undefined ? {} : { version }) }
      return api.patch<ScoringRule>(`/scoring-rules/${id}`, { body: edit })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: rulesKey }),
  })
}
