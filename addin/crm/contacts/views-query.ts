import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedView, ViewQuery } from '../../../server/views/schema.ts'
import { api } from '../../api/session.ts'

const viewsKey = ['views'] as const

/** My saved views, and those everyone may use. */
export const viewsQuery = queryOptions({
  queryKey: viewsKey,
  queryFn: ({ signal }) => api.get<{ items: SavedView[] }>('/views', { signal }),
  staleTime: 60_000,
})

export interface ViewName {
  name: string
  visibility: SavedView['visibility']
}

/** Saves, changes and deletes views; each refreshes the menu. */
export function useViewWrites() {
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: viewsKey })
  return {
    create: useMutation({
      mutationFn: (body: ViewName & { query: ViewQuery }) => api.post<SavedView>('/views', { body }),
      onSettled,
    }),
    edit: useMutation({
      mutationFn: ({ view, ...changes }: { view: SavedView; query?: ViewQuery } & Partial<ViewName>) =>
        api.patch<SavedView>(`/views/${view.id}`, { body: { ...changes, version: view.version } }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api.delete(`/views/${id}`), onSettled }),
  }
}
