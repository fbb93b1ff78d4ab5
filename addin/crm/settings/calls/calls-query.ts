import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  CallSource,
  CallSourceList,
  CallSourceWithKey,
  ReceivedCall,
  ReceivedCallPage,
} from '../../../../server/calls/schema.ts'
import { api } from '../../../api/session.ts'

export const sourcesQuery = queryOptions({
  queryKey: ['call-sources'],
  queryFn: ({ signal }) => api.get<CallSourceList>('/call-sources', { signal }),
  select: ({ items }) => items,
})

export function receivedQuery(state: ReceivedCall['state'] | '') {
  return infiniteQueryOptions({
    queryKey: ['received-calls', state],
    queryFn: ({ signal, pageParam }) =>
      api.get<ReceivedCallPage>('/received-calls', {
        query: { state: state || undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

function useSourceWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => queries.invalidateQueries({ queryKey: ['call-sources'] }),
  })
}

export const useCreateSource = () =>
  useSourceWrite((name: string) => api.post<CallSourceWithKey>('/call-sources', { body: { name } }))

export const useRotateKey = () =>
  useSourceWrite((id: string) => api.post<CallSourceWithKey>(`/call-sources/${id}/rotate`))

export const useRevokeSource = () => useSourceWrite((id: string) => api.post<CallSource>(`/call-sources/${id}/revoke`))
