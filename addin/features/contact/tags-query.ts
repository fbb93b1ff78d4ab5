import { queryOptions } from '@tanstack/react-query'
import type { TagList } from '../../../server/tags/schema.ts'
import { api } from '../../api/session.ts'

/** All tags, the most used first. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => api.get<TagList>('/tags', { signal }),
  select: ({ items }) => items.toSorted((a, b) => b.contacts - a.contacts),
  staleTime: 60_000,
})
