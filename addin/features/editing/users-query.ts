import { queryOptions } from '@tanstack/react-query'
import type { User } from '../../../server/users/schema.ts'
import { api } from '../../api/session.ts'

/** The people of the organisation. */
export const usersQuery = queryOptions({
  queryKey: ['users', 'list'],
  queryFn: ({ signal }) => api.get<{ items: User[] }>('/users', { signal }),
  select: ({ items }) => items,
  staleTime: 60_000,
})
