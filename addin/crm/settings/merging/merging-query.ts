import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { MergeSettings, WriteMergeSettings } from '../../../../server/merge/schema.ts'
import { api } from '../../../api/session.ts'

const mergeSettingsKey = ['merge-settings'] as const

export const mergeSettingsQuery = queryOptions({
  queryKey: mergeSettingsKey,
  queryFn: ({ signal }) => api.get<MergeSettings>('/merge-settings', { signal }),
})

export function useSaveMerging(onDone: (settings: MergeSettings) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: WriteMergeSettings) => api.put<MergeSettings>('/merge-settings', { body }),
    onSuccess: (settings) => {
      queries.setQueryData<MergeSettings>(mergeSettingsKey, settings)
      onDone(settings)
    },
  })
}
