import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { MailPurpose } from '../../../server/templates/schema.ts'
import type { PreparedMail } from '../../../server/tracking/schema.ts'
import { api } from '../../api/session.ts'
import { foldAddress } from '../../events/mail-state.ts'
import type { Recipient } from '../../outlook/written-mail.ts'

export const checkKey = ['compose-check'] as const
/** Exchange takes no more. */
const most = 500

/** Who the recipients are, what may be sent to them, and what to say on sending. Asked again while the pane is open. */
export function checkQuery(people: Recipient[], purpose: MailPurpose) {
  const recipients = people.slice(0, most).map(({ address, name }) => ({ address, name }))
  return queryOptions({
    queryKey: [...checkKey, purpose, ...recipients.map(({ address }) => foldAddress(address)).sort()],
    queryFn: ({ signal }) => api.post<CheckedMail>('/compose/check', { body: { recipients, purpose }, signal }),
    enabled: recipients.length > 0,
    // While somebody is added, those before stay on screen.
    placeholderData: keepPreviousData,
    refetchInterval: 5 * 60_000,
  })
}

export function prepareTracking(addresses: string[], links: string[]): Promise<PreparedMail> {
  const recipients = addresses.map((address) => ({ address }))
  return api.post<PreparedMail>('/tracked-mails', { body: { recipients, links } })
}
