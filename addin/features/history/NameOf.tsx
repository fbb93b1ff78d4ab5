import { useQuery } from '@tanstack/react-query'
import type { Company } from '../../../server/companies/schema.ts'
import { api } from '../../api/session.ts'
import { usersQuery } from '../editing/users-query.ts'

/** The name behind an id in the history; the id where nothing is there any more. */
export function NameOf({ kind, id }: { kind: 'company' | 'user'; id: string }) {
  const users = useQuery({ ...usersQuery, enabled: kind === 'user' })
  const company = useQuery({
    queryKey: ['companies', 'one', id],
    queryFn: ({ signal }) => api.get<Company>(`/companies/${id}`, { signal }),
    enabled: kind === 'company',
    retry: false,
  })
  const name = kind === 'user' ? users.data?.find((user) => user.id === id)?.name : company.data?.name
  return name ?? id
}
