import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Segment } from '../../../server/segments/schema.ts'
import { api } from '../../api/session.ts'

/** Makes an empty static segment of this name. */
export function useCreateStatic() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => api.post<Segment>('/segments', { body: { name, kind: 'static' } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['segments'] }),
  })
}
