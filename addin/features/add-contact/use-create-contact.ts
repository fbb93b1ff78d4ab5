import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Contact } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import { addressKey, contactKey } from '../contact/contact-query.ts'
import { duplicatesKey } from '../duplicates/duplicates-query.ts'
import type { Draft } from '../editing/draft.ts'
import { peopleKey } from '../people/people-query.ts'
import { timelineKey } from '../timeline/timeline-query.ts'
import { toCreateInput } from './new-contact.ts'

/** When to look again for the history that comes in behind a new contact. */
const lookAgain = [1_000, 4_000, 10_000]

interface Submission {
  values: Draft
  /** Throws when Outlook shows another message by now. */
  guard: () => void
  /** Though somebody who is here already may be the same person. */
  anyway?: boolean
}

/** Creates a contact for the person at `address`. A second click on the same form cannot make a second contact. */
export function useCreateContact(address: string, onOpen: (contactId: string) => void) {
  const queries = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: async ({ values, guard, anyway }: Submission) => {
      guard()
      const body = JSON.stringify({ ...toCreateInput(values), ...(anyway ? { duplicates: 'allow' } : {}) })
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      return api.post<Contact>('/contacts', { body: JSON.parse(body), idempotencyKey: sent.current.key })
    },
    onSuccess: (contact) => {
      queries.setQueryData(contactKey(contact.id), contact)
      queries.setQueryData(addressKey(address), contact.id)
      void queries.invalidateQueries({ queryKey: peopleKey })
      void queries.invalidateQueries({ queryKey: duplicatesKey })
      for (const ms of lookAgain) {
        setTimeout(() => void queries.invalidateQueries({ queryKey: timelineKey(contact.id) }), ms)
      }
      onOpen(contact.id)
    },
  })
}
