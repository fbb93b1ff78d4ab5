import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { isCurrency } from '../../../server/deals/currencies/schema.ts'
import type { Deal, DealList, DealStage } from '../../../server/deals/schema.ts'
import { api } from '../../api/session.ts'

/** Of every board, whatever it is narrowed to. */
export const boardKey = ['deals', 'board'] as const

const dealKey = (id: string) => ['deals', 'one', id] as const

export function dealQuery(id: string) {
  return queryOptions({
    queryKey: dealKey(id),
    queryFn: ({ signal }) => api.get<Deal>(`/deals/${id}`, { signal }),
  })
}

/** The columns of the board, the final ones last. */
export const stagesQuery = queryOptions({
  queryKey: ['deal-stages'],
  queryFn: ({ signal }) => api.get<{ items: DealStage[] }>('/deal-stages', { signal }),
  staleTime: 60_000,
})

/** What narrows a list of deals, as the address of the API has it. */
export type DealsWanted = Readonly<Record<string, string | number | undefined>>

/** Deals, page after page. */
export function dealsQuery(wanted: DealsWanted, pageSize = 50) {
  return infiniteQueryOptions({
    queryKey: ['deals', 'list', wanted, pageSize],
    queryFn: ({ pageParam, signal }) =>
      api.get<DealList>('/deals', { query: { ...wanted, cursor: pageParam ?? undefined, limit: pageSize }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** The currency of the deal that was changed last: most likely that of the next one too. */
export const usualCurrencyQuery = queryOptions({
  queryKey: ['deals', 'currency'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get<DealList>('/deals', { query: { limit: 10 }, signal })
    return items.find(({ currency }) => currency !== null && isCurrency(currency))?.currency ?? 'EUR'
  },
  staleTime: 5 * 60_000,
})

/**
 * Takes over a deal as it was saved, wherever it shows; so do the timelines and scores of its contacts.
 * @returns settled when a board that is open shows it too
 */
export function showDeal(queries: QueryClient, deal: Deal): Promise<void> {
  queries.setQueryData(dealKey(deal.id), deal)
  refreshDeals(queries, deal)
  return queries.invalidateQueries({ queryKey: boardKey })
}

/** After a deal is gone. */
export function forgetDeal(queries: QueryClient, deal: Deal): void {
  // Not removed: a page that still shows it would keep what it has.
  void queries.resetQueries({ queryKey: dealKey(deal.id) })
  refreshDeals(queries, deal)
  void queries.invalidateQueries({ queryKey: boardKey })
}

function refreshDeals(queries: QueryClient, { id, contacts, companyId }: Deal): void {
  const people = contacts.map((contact) => contact.id)
  for (const queryKey of [
    ['deals', 'list'],
    ['deals', 'palette'],
    ['deal-stages'],
    ['contacts'],
    ['history', id],
    ...people.flatMap((contact) => [
      ['contact', contact],
      ['timeline', contact],
      ['score', contact],
    ]),
    ...(companyId ? [['timeline', companyId]] : []),
  ]) {
    void queries.invalidateQueries({ queryKey })
  }
}
