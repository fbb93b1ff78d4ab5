import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Contact } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'
import { contactDraft, contactEditing } from '../contact/contact-draft.ts'
import { addressKey, contactKey } from '../contact/contact-query.ts'
import { saveDraft } from '../editing/save-draft.ts'
import { peopleKey } from '../people/people-query.ts'
import { duplicatesKey } from './duplicates-query.ts'

interface Addition {
  contactId: string
  address: string
}

/** Makes an address one more of somebody who is here, whatever else is edited in them meanwhile. */
export function useAddAddress(onAdded: (contactId: string) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ contactId, address }: Addition) => {
      const contact = await api.get<Contact>(`/contacts/${contactId}`)
      const draft = { ...contactDraft(contact), aliases: [...contact.aliases, address.trim()] }
      return saveDraft(contactEditing, contact, draft)
    },
    onSuccess: (contact, { address }) => {
      queries.setQueryData(contactKey(contact.id), contact)
      queries.setQueryData(addressKey(address), contact.id)
      for (const key of [peopleKey, duplicatesKey, ['contacts'], ['timeline', contact.id], ['history']]) {
        void queries.invalidateQueries({ queryKey: key })
      }
      onAdded(contact.id)
    },
  })
}
