import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Contact, ContactWithTimeline } from '../../../server/contacts/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { fold } from '../people/participants.ts'
import { seedTimeline } from '../timeline/timeline-query.ts'

const firstPage = 25

export const contactKey = (id: string) => ['contact', id] as const
export const addressKey = (address: string) => ['contact-at', fold(address)] as const

/** One contact by id. */
export function contactQuery(id: string) {
  return queryOptions({
    queryKey: contactKey(id),
    queryFn: ({ signal }) => api.get<Contact>(`/contacts/${id}`, { signal }),
  })
}

/**
 * The id of the contact that holds an address, or null when nobody does. The record and its first timeline
 * page come in the same answer and are put where `contactQuery` and `timelineQuery` look for them.
 */
export function contactAtQuery(queries: QueryClient, address: string) {
  return queryOptions({
    queryKey: addressKey(address),
    queryFn: async ({ signal }): Promise<string | null> => {
      try {
        const query = { email: address, limit: firstPage }
        const { timeline, ...contact } = await api.get<ContactWithTimeline>('/contacts/lookup', { query, signal })
        queries.setQueryData<Contact>(contactKey(contact.id), contact)
        seedTimeline(queries, contact.id, timeline)
        return contact.id
      } catch (error) {
        if (error instanceof ApiProblem && error.type === 'contact-not-found') return null
        throw error
      }
    },
    staleTime: 10_000,
    refetchInterval: 5_000,
  })
}
