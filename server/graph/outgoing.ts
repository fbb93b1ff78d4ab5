import type { Recipient } from '@microsoft/microsoft-graph-types'
import type { Graph } from './client.ts'
import { type DeltaItem, MESSAGE_QUERY, TRACKED_MARK } from './mail.ts'

export interface Draft {
  subject: string
  html: string
  to: Recipient[]
  cc: Recipient[]
  bcc: Recipient[]
  /** Found again by it, whatever became of an answer. */
  marker: string
  /** Where its opens are looked at: known by it when it is met again, whoever sent the draft. */
  trackedMailId: string | null
  /** Of marketing: where one POST opts its recipient out (RFC 8058). */
  unsubscribeUrl: string | null
}

/** A named property of ours (MS-OXPROPS 1.3.2): the set id is of this product and never changes. */
export const MARKER = 'String {6d2d9f0a-3f1d-4c57-9a34-5b6b2c1f7e10} Name ThroughlineSendId'

const messages = (mailbox: string) => `/users/${encodeURIComponent(mailbox)}/messages`

/**
 * Graph takes no header but x- ones among `internetMessageHeaders` (msgraph-sdk-dotnet#2105). Exchange writes
 * PidTagListUnsubscribe out as List-Unsubscribe ([MS-OXPROPS]), and properties of the set of internet headers under their
 * names ([MS-OXCMAIL]).
 */
export const LIST_UNSUBSCRIBE = 'String 0x1045'
export const LIST_UNSUBSCRIBE_POST = 'String {00020386-0000-0000-C000-000000000046} Name List-Unsubscribe-Post'

const wayOutProperties = (url: string) => [
  { id: LIST_UNSUBSCRIBE, value: `<${url}>` },
  { id: LIST_UNSUBSCRIBE_POST, value: 'List-Unsubscribe=One-Click' },
]

/**
 * Makes a draft in the person's own mailbox: sendMail gives no id, a draft has one that its sent item keeps
 * (outlook-immutable-id). Needs Mail.ReadWrite and Mail.Send, delegated.
 * @param token of the person, on behalf of
 * @throws GraphFailure
 */
export async function createDraft(
  graph: Graph,
  mailbox: string,
  token: string,
  { subject, html, to, cc, bcc, marker, trackedMailId, unsubscribeUrl }: Draft,
): Promise<{ id: string; internetMessageId: string | null }> {
  const made = await graph.call<{ id: string; internetMessageId?: string | null }>({
    scope: mailbox,
    method: 'post',
    path: messages(mailbox),
    token,
    patience: 10_000,
    body: {
      subject,
      body: { contentType: 'html', content: html },
      toRecipients: to,
      ccRecipients: cc,
      bccRecipients: bcc,
      singleValueExtendedProperties: [
        { id: MARKER, value: marker },
        ...(trackedMailId ? [{ id: TRACKED_MARK, value: trackedMailId }] : []),
        ...(unsubscribeUrl ? wayOutProperties(unsubscribeUrl) : []),
      ],
    },
  })
  return { id: made.id, internetMessageId: made.internetMessageId ?? null }
}

/** Sends a draft. Never repeated: an answer that is lost may have sent it (GRAPH-CONTRACT, sending). @throws GraphFailure */
export const sendDraft = (graph: Graph, mailbox: string, token: string, id: string): Promise<unknown> =>
  graph.call({
    scope: mailbox,
    method: 'post',
    path: `${messages(mailbox)}/${encodeURIComponent(id)}/send`,
    token,
    patience: 10_000,
  })

/** All copies in the mailbox that carry the marker: a draft, a sent item, or both for a moment. @throws GraphFailure */
export async function findMarked(graph: Graph, mailbox: string, marker: string): Promise<DeltaItem[]> {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${MARKER}' and ep/value eq '${marker}')`
  const answer = await graph.call<{ value: DeltaItem[] }>({
    scope: mailbox,
    path: `${messages(mailbox)}?$filter=${encodeURIComponent(filter)}&${MESSAGE_QUERY}`,
    patience: 15_000,
  })
  return answer.value
}
