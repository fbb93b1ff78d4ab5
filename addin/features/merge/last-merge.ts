import { queryOptions, skipToken } from '@tanstack/react-query'
import type { MergeResult } from '../../../server/merge/schema.ts'

/** The merge that just made a contact what it is, so that its record can offer the way back. */
export const lastMergeQuery = (contactId: string) =>
  queryOptions<MergeResult | null>({
    queryKey: ['last-merge', contactId],
    queryFn: skipToken,
    gcTime: 5 * 60_000,
  })
