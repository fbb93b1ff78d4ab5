import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BulkAction, BulkOperation, BulkPreview, Selection } from '../../../server/bulk/schema.ts'
import { api } from '../../api/session.ts'

const unfinished: readonly BulkOperation['state'][] = ['queued', 'running', 'undoing']

export const isUnfinished = ({ state }: BulkOperation): boolean => unfinished.includes(state)

/** How many a change would change; nothing is changed. */
export function previewQuery(selection: Selection, action: BulkAction | undefined) {
  return queryOptions({
    queryKey: ['bulk-preview', selection, action],
    queryFn: ({ signal }) =>
      api.post<BulkPreview>('/contacts/bulk', { body: { selection, action, dryRun: true }, signal }),
    enabled: action !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
}

const operationKey = (id: string) => ['bulk', id] as const

/** An operation, asked for each second until it is through. */
export function operationQuery(id: string) {
  return queryOptions({
    queryKey: operationKey(id),
    queryFn: ({ signal }) => api.get<BulkOperation>(`/contacts/bulk/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && !isUnfinished(state.data) ? false : 1000),
    retry: true,
  })
}

/** My latest changes to many. */
export const recentQuery = queryOptions({
  queryKey: ['bulk', 'recent'],
  queryFn: ({ signal }) => api.get<{ items: BulkOperation[] }>('/contacts/bulk', { signal }),
  refetchInterval: ({ state }) => (state.data?.items.some(isUnfinished) ? 1000 : false),
})

export function useStartBulk() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (start: { selection: Selection; action: BulkAction; idempotencyKey: string }) => {
      const { idempotencyKey, ...body } = start
      return api.post<BulkOperation>('/contacts/bulk', { body: { ...body, dryRun: false }, idempotencyKey })
    },
    onSuccess: (operation) => took(queries, operation),
  })
}

export function useUndoBulk() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post<BulkOperation>(`/contacts/bulk/${id}/undo`),
    onSuccess: (operation) => took(queries, operation),
  })
}

function took(queries: QueryClient, operation: BulkOperation): void {
  queries.setQueryData(operationKey(operation.id), operation)
  void queries.invalidateQueries({ queryKey: recentQuery.queryKey })
}

/** Whatever shows contacts asks again when an operation is through. */
export function useRefreshAfter(operation: BulkOperation | undefined): void {
  const queries = useQueryClient()
  const through = operation && !isUnfinished(operation) ? `${operation.id} ${operation.state}` : undefined
  useEffect(() => {
    if (!through) return
    for (const key of ['contacts', 'contact', 'tags', 'segments', 'history']) {
      void queries.invalidateQueries({ queryKey: [key] })
    }
  }, [queries, through])
}
