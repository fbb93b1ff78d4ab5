import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { CheckedMail, CheckMail, OutgoingMail, SendMail } from '../../../server/sending/schema.ts'
import { api } from '../../api/session.ts'

/** Who the recipients are and what holds for each, asked again as the mail changes. */
export const checkedMailQuery = (mail: CheckMail) =>
  queryOptions({
    queryKey: ['checked-mail', mail],
    queryFn: ({ signal }) => api.post<CheckedMail>('/compose/check', { body: mail, signal }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })

/** Sends once: the same text tried again after a lost answer is the same mail. */
export function useSendMail(contactId: string) {
  const queries = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: (mail: SendMail) => {
      const body = JSON.stringify(mail)
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      return api.post<OutgoingMail>('/mails', { body: mail, idempotencyKey: sent.current.key })
    },
    onSuccess: ({ state }) => {
      // What failed and is sent again is a new try.
      if (state === 'failed') sent.current = { body: '', key: '' }
      return queries.invalidateQueries({ queryKey: ['timeline', contactId] })
    },
  })
}

/** What became of a mail Microsoft gave no answer about. */
export const outgoingQuery = ({ id }: Pick<OutgoingMail, 'id'>) =>
  queryOptions({
    queryKey: ['outgoing-mail', id],
    queryFn: ({ signal }) => api.get<OutgoingMail>(`/mails/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (data.state === 'sent' || data.state === 'failed') ? false : 5_000,
  })
