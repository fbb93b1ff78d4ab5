import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Tag, TagUses } from '../../../server/tags/schema.ts'
import { api } from '../../api/session.ts'

/** A write that changes tags: everything that shows them asks again. */
function useTagWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => {
      for (const key of ['tags', 'contacts', 'contact', 'segments']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const useCreateTag = () => useTagWrite((name: string) => api.post<Tag>('/tags', { body: { name } }))

export const useRenameTag = () =>
  useTagWrite(({ id, name }: { id: string; name: string }) => api.patch<Tag>(`/tags/${id}`, { body: { name } }))

export const useMergeTag = () =>
  useTagWrite(({ id, into }: { id: string; into: string }) => api.post<Tag>(`/tags/${id}/merge`, { body: { into } }))

export const useDeleteTag = () => useTagWrite((id: string) => api.delete(`/tags/${id}`))

/** Where a tag is used, as of now. */
export function tagUsesQuery(id: string) {
  return queryOptions({
    queryKey: ['tag-uses', id],
    queryFn: ({ signal }) => api.get<TagUses>(`/tags/${id}/uses`, { signal }),
    staleTime: 0,
  })
}
