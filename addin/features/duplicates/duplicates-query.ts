import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CheckDuplicates, DuplicateMatches, DuplicatesOfContact } from '../../../server/duplicates/schema.ts'
import { api } from '../../api/session.ts'

/** Everything that shows suggestions; invalidate it when contacts were merged or judged. */
export const duplicatesKey = ['duplicates'] as const

/** Who a contact may be the same person as, best first. */
export function duplicatesOfQuery(contactId: string) {
  return queryOptions({
    queryKey: [...duplicatesKey, 'of', contactId],
    queryFn: ({ signal }) => api.get<DuplicatesOfContact>(`/contacts/${contactId}/duplicates`, { signal }),
    select: ({ items }) => items,
  })
}

/** Who is here already and may be the person that is being typed. */
export function checkQuery(facts: CheckDuplicates | undefined) {
  return queryOptions({
    queryKey: [...duplicatesKey, 'check', facts],
    queryFn: ({ signal }) => api.post<DuplicateMatches>('/duplicates/check', { body: facts, signal }),
    select: ({ items }) => items,
    enabled: facts !== undefined,
    // While one types on, what was found for the word before is still the best guess.
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 60_000,
    retry: false,
  })
}
