import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ConsentPanel, RecordConsentInput } from '../../../server/consent/schema.ts'
import { api } from '../../api/session.ts'

export const consentKey = (contactId: string) => ['consent', contactId] as const

/** The consent block of a contact with the answer, the clock and the ledger. */
export function consentQuery(contactId: string) {
  return queryOptions({
    queryKey: consentKey(contactId),
    queryFn: ({ signal }) => api.get<ConsentPanel>(`/contacts/${contactId}/consent`, { signal }),
  })
}

interface Options {
  onSaved: () => void
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
}

/** Appends an entry to the ledger. Clicked twice, it is written once. */
export function useRecordConsent(contactId: string, { onSaved, guard }: Options) {
  const queries = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: async (entry: RecordConsentInput) => {
      guard?.()
      const body = JSON.stringify(entry)
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      return api.post(`/contacts/${contactId}/consent`, { body: entry, idempotencyKey: sent.current.key })
    },
    onSuccess: () => {
      for (const key of ['consent', 'contact', 'timeline', 'history', 'score']) {
        void queries.invalidateQueries({ queryKey: [key, contactId] })
      }
      for (const key of ['people', 'contacts', 'consent-warnings']) void queries.invalidateQueries({ queryKey: [key] })
      onSaved()
    },
  })
}
