import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DealBoard, DealColumn, DealList } from '../../../server/deals/schema.ts'
import { api } from '../../api/session.ts'
import { boardKey, type DealsWanted } from '../../features/deals/deals-query.ts'

const firstPage = 20
const lookAgain = 60_000

/** The board: every column with its numbers and first cards. Colleagues move cards too, so it is asked for again. */
export function boardQuery(wanted: DealsWanted) {
  return queryOptions({
    queryKey: [...boardKey, wanted],
    queryFn: ({ signal }) => api.get<DealBoard>('/deals/board', { query: { ...wanted, limit: firstPage }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: lookAgain,
  })
}

/** The cards of a column after those that came with the board. */
export function restOfColumnQuery(wanted: DealsWanted, { stage, nextCursor }: DealColumn) {
  return infiniteQueryOptions({
    queryKey: ['deals', 'list', 'column', stage.id, nextCursor, wanted],
    queryFn: ({ pageParam, signal }) =>
      api.get<DealList>('/deals', {
        query: { ...wanted, stage: stage.id, sort: '-updatedAt', cursor: pageParam ?? undefined, limit: 50 },
        signal,
      }),
    initialPageParam: nextCursor,
    getNextPageParam: (page) => page.nextCursor,
  })
}
