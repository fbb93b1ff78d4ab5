import { queryOptions } from '@tanstack/react-query'
import type { TrackingSummary } from '../../../server/tracking/schema.ts'
import { api } from '../../api/session.ts'

/** What is known of the opens and clicks of a mail; asked again while it is looked at. */
export function trackingQuery(activityId: string) {
  return queryOptions({
    queryKey: ['tracking', activityId] as const,
    queryFn: ({ signal }) => api.get<TrackingSummary>(`/activities/${activityId}/tracking`, { signal }),
    staleTime: 10_000,
    refetchInterval: 30_000,
  })
}
