import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { TrackingSettings, WriteTrackingSettings } from '../../../../server/tracking/schema.ts'
import { api } from '../../../api/session.ts'

const trackingSettingsKey = ['tracking-settings'] as const

export const trackingSettingsQuery = queryOptions({
  queryKey: trackingSettingsKey,
  queryFn: ({ signal }) => api.get<TrackingSettings>('/tracking-settings', { signal }),
})

export function useSaveTracking(onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: WriteTrackingSettings) => api.put<TrackingSettings>('/tracking-settings', { body }),
    onSuccess: (settings) => {
      queries.setQueryData<TrackingSettings>(trackingSettingsKey, settings)
      onDone()
    },
  })
}

/** Asks for every kept hit to be judged by the rules and networks of now. */
export function useJudgeAgain(onDone: () => void) {
  return useMutation({
    mutationFn: () => api.post<{ jobId: string | null }>('/tracking/judge-again'),
    onSuccess: onDone,
  })
}
