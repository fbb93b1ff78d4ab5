import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ResolvedPeople, ResolvedPerson } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import { fold } from './participants.ts'

/** Who the addresses are, by folded address. */
export type Resolved = Record<string, ResolvedPerson>

export const peopleKey = ['people'] as const

/** Asks for all addresses of a message at once. */
export function peopleQuery(addresses: string[]) {
  return queryOptions({
    queryKey: [...peopleKey, ...addresses.map(fold)],
    queryFn: async ({ signal }): Promise<Resolved> => {
      const { people } = await api.post<z.infer<typeof ResolvedPeople>>('/contacts/resolve', {
        body: { addresses },
        signal,
      })
      return Object.fromEntries(people.map((person) => [fold(person.address), person]))
    },
    enabled: addresses.length > 0,
  })
}
