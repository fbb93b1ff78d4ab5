import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  skipToken,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  Certainty,
  DismissDuplicates,
  DuplicateGroups,
  DuplicateScan,
  LatestScan,
} from '../../../server/duplicates/schema.ts'
import type { Job } from '../../../server/jobs/schema.ts'
import type { BulkMergeStarted, StartBulkMerge } from '../../../server/merge/schema.ts'
import { api } from '../../api/session.ts'
import { duplicatesKey } from '../../features/duplicates/duplicates-query.ts'

const pageSize = 50
/** How often the queue is asked for what came in meanwhile, in milliseconds. */
const lookAgain = 60_000

export const queueKey = [...duplicatesKey, 'queue'] as const

/** Groups to review, best first, page after page. */
export function queueQuery(certainty: Certainty | undefined) {
  return infiniteQueryOptions({
    queryKey: [...queueKey, certainty ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.get<DuplicateGroups>('/duplicates', { query: { certainty, cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgain,
  })
}

/** Says of contacts that they are different people, pair by pair where not all of them are meant. */
export function useDismiss() {
  return useMutation({
    mutationFn: async (sets: DismissDuplicates['contactIds'][]) => {
      for (const contactIds of sets) await api.post('/duplicates/dismissals', { body: { contactIds } })
    },
  })
}

export const isScanning = (scan: DuplicateScan | null | undefined): boolean =>
  scan?.state === 'queued' || scan?.state === 'running'

/** The latest comparison of everybody with everybody; asked for each second while it runs. */
export const latestScanQuery = queryOptions({
  queryKey: [...duplicatesKey, 'scan'],
  queryFn: ({ signal }) => api.get<z.infer<typeof LatestScan>>('/duplicates/scans/latest', { signal }),
  select: ({ scan }) => scan,
  refetchInterval: ({ state }) => (isScanning(state.data?.scan) ? 1_000 : lookAgain),
})

export function useStartScan() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<DuplicateScan>('/duplicates/scans'),
    onSuccess: (scan) => queries.setQueryData(latestScanQuery.queryKey, { scan }),
  })
}

const bulkKey = ['bulk-merge'] as const

/** The merge of many that was started in this window, kept while it is open. */
export const startedBulkQuery = queryOptions<z.infer<typeof BulkMergeStarted> | null>({
  queryKey: bulkKey,
  queryFn: skipToken,
  gcTime: Number.POSITIVE_INFINITY,
})

export function useStartBulkMerge() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: z.infer<typeof StartBulkMerge>) =>
      api.post<z.infer<typeof BulkMergeStarted>>('/merges/bulk', { body }),
    onSuccess: (started) => queries.setQueryData(bulkKey, started),
  })
}

export const isAtWork = (job: Job | undefined): boolean => job?.state === 'queued' || job?.state === 'active'

/** A job, asked for each second until it is through. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => api.get<Job>(`/jobs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : 1_000),
  })
}
