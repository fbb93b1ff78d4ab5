import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ConsentWarnings } from '../../../server/consent/schema.ts'
import type { AutomaticReport } from '../../../server/merge/schema.ts'
import type { Mention, MentionList } from '../../../server/timeline/schema.ts'
import { api, meQuery } from '../../api/session.ts'
import { mayMergeMany } from '../../features/duplicates/rights.ts'

export type Notice = ConsentWarnings['items'][number]

/** What I must know about the consent of my contacts and have not put away, the soonest end first. */
export const noticesQuery = queryOptions({
  queryKey: ['consent-warnings'],
  queryFn: ({ signal }) => api.get<ConsentWarnings>('/consent-warnings', { signal }),
  select: (answer) => answer.items,
  refetchInterval: 10 * 60_000,
})

/** Puts a notice away: at once on screen, and back when the server did not hear of it. */
export function useDismissNotice() {
  const queries = useQueryClient()
  const { queryKey } = noticesQuery
  return useMutation({
    mutationFn: (notice: Notice) => api.post(`/consent-warnings/${notice.id}/seen`),
    onMutate: async (notice) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<ConsentWarnings>(queryKey, (known) => ({
        items: (known?.items ?? []).filter(({ id }) => id !== notice.id),
      }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}

/** Notes, calls and meetings that name me and that I have not put away, the latest first. */
export const mentionsQuery = queryOptions({
  queryKey: ['mentions'],
  queryFn: ({ signal }) => api.get<MentionList>('/mentions', { signal }),
  select: (answer) => answer.items,
  refetchInterval: 60_000,
})

export function useDismissMention() {
  const queries = useQueryClient()
  const { queryKey } = mentionsQuery
  return useMutation({
    mutationFn: (mention: Mention) => api.post(`/mentions/${mention.activityId}/seen`),
    onMutate: async (mention) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<MentionList>(queryKey, (known) => ({
        items: (known?.items ?? []).filter(({ activityId }) => activityId !== mention.activityId),
        nextCursor: null,
      }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}

const reportQuery = queryOptions({
  queryKey: ['automatic-report'],
  queryFn: ({ signal }) => api.get<AutomaticReport>('/merges/automatic-report', { signal }),
  refetchInterval: 10 * 60_000,
})

/** What was merged automatically since I put the last report away; of concern to those who may merge many. */
export function useAutomaticReport(): { merged: number; until: string } | null {
  const roles = useQuery(meQuery).data?.roles ?? []
  const report = useQuery({ ...reportQuery, enabled: mayMergeMany(roles) }).data
  return report?.until ? { merged: report.merged, until: report.until } : null
}

export function useDismissReport() {
  const queries = useQueryClient()
  const { queryKey } = reportQuery
  return useMutation({
    mutationFn: (until: string) => api.post('/merges/automatic-report/seen', { body: { until } }),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<AutomaticReport>(queryKey, { merged: 0, until: null })
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}
