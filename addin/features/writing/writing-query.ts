import { keepPreviousData, queryOptions, useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CheckedMail, CheckMail, OutgoingMail, SendMail } from '../../../server/sending/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { attemptOf, type Draft, refuse, settle } from './unsent.ts'

/** Who the recipients are and what holds for each, asked again as the mail changes. */
export const checkedMailQuery = (mail: CheckMail) =>
  queryOptions({
    queryKey: ['checked-mail', mail],
    queryFn: ({ signal }) => api.post<CheckedMail>('/compose/check', { body: mail, signal }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })

interface Written {
  draft: Draft
  mail: SendMail
}

/** Sends once: the same text tried again after a lost answer is the same mail, also from a window opened anew. */
export function useSendMail(contactId: string) {
  const queries = useQueryClient()
  const mutationKey = ['send-mail', contactId]
  const send = useMutation({
    mutationKey,
    mutationFn: ({ draft, mail }: Written) => {
      const attempt = attemptOf(contactId, draft, mail)
      return api.post<OutgoingMail>('/mails', { body: attempt.mail, idempotencyKey: attempt.key })
    },
    onError: (error) => {
      if (error instanceof ApiProblem) refuse(contactId, error)
    },
    onSuccess: (outgoing) => {
      settle(contactId, outgoing)
      return queries.invalidateQueries({ queryKey: ['timeline', contactId] })
    },
  })
  // Also one that a window began which is closed by now.
  return { ...send, isSending: useIsMutating({ mutationKey }) > 0 }
}

/** What became of a mail Microsoft gave no answer about. */
export const outgoingQuery = ({ id }: Pick<OutgoingMail, 'id'>) =>
  queryOptions({
    queryKey: ['outgoing-mail', id],
    queryFn: ({ signal }) => api.get<OutgoingMail>(`/mails/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (data.state === 'sent' || data.state === 'failed') ? false : 5_000,
  })
