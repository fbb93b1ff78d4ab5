import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { MailMessage } from '../host/initial-data.ts'
import type { Mailbox, MessagePage } from '../mail/mailbox.ts'

/** How often the open folder is looked at for new mail, milliseconds. */
const POLL_MS = 4_000

export function useFolders(mailbox: Mailbox) {
  return useQuery({
    queryKey: ['folders', mailbox.person.email],
    queryFn: mailbox.folders,
    refetchInterval: POLL_MS,
  })
}

/** Messages of a folder, newest first, page by page; new mail appears at the top within seconds. */
export function useMessages(mailbox: Mailbox, folder: string) {
  return useInfiniteQuery({
    queryKey: ['messages', mailbox.person.email, folder],
    queryFn: ({ pageParam }) => mailbox.messages(folder, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: MessagePage) => page['@odata.nextLink'],
    select: ({ pages }) => [
      ...new Map(pages.flatMap(({ value }) => value).map((message) => [message.id, message])).values(),
    ],
    refetchInterval: POLL_MS,
  })
}

/** A message in full; the one shown before stays until the next is there. */
export function useMessage(mailbox: Mailbox, id: string) {
  return useQuery({
    queryKey: ['message', mailbox.person.email, id],
    queryFn: () => mailbox.message(id),
    enabled: id !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
}

/** A message is read once it is open, as in Outlook's reading pane. */
export function useRead(mailbox: Mailbox, message: MailMessage | undefined, fail: (error: unknown) => void) {
  const queries = useQueryClient()
  const refresh = useRefresh(mailbox)
  const unread = message?.isRead === false ? message.id : undefined
  useEffect(() => {
    if (!unread) return
    queries.setQueryData(
      ['message', mailbox.person.email, unread],
      (open: MailMessage | undefined) => open && { ...open, isRead: true },
    )
    mailbox.update(unread, { isRead: true }).then(refresh, fail)
  }, [unread, queries, mailbox, refresh, fail])
}

/** Tells the queries that the mailbox has changed. */
export function useRefresh(mailbox: Mailbox) {
  const queries = useQueryClient()
  return useCallback(
    () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['messages', mailbox.person.email] }),
        queries.invalidateQueries({ queryKey: ['folders', mailbox.person.email] }),
      ]),
    [queries, mailbox],
  )
}

/** Whom the list shows for a message: the sender, in folders of one's own mail the recipients. */
export function correspondent(message: MailMessage, own: boolean): { name: string; address: string } {
  const addresses = own ? (message.toRecipients ?? []) : message.from ? [message.from] : []
  const names = addresses.map(({ emailAddress }) => emailAddress?.name || emailAddress?.address || '')
  return {
    name: names.join('; ') || (own ? '(no recipients)' : '(no sender)'),
    address: addresses[0]?.emailAddress?.address ?? '',
  }
}
