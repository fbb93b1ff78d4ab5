import type { Graph } from './client.ts'
import { MARKER } from './outgoing.ts'

export interface PlainMail {
  to: string
  subject: string
  html: string
  /** Found again by it in Sent Items, whatever became of an answer. */
  marker: string
}

/**
 * Sends a mail from a mailbox as the application itself. Never repeated here: an answer that is lost may have sent it, so
 * who calls looks for the marker first (`findMarked`). Needs the application permission Mail.Send, best fenced to this one
 * mailbox (RBAC for Applications). Source: "user: sendMail".
 * @throws GraphFailure
 */
export const sendMail = (graph: Graph, mailbox: string, { to, subject, html, marker }: PlainMail): Promise<unknown> =>
  graph.call({
    scope: mailbox,
    method: 'post',
    path: `/users/${encodeURIComponent(mailbox)}/sendMail`,
    patience: 10_000,
    body: {
      message: {
        subject,
        body: { contentType: 'html', content: html },
        toRecipients: [{ emailAddress: { address: to } }],
        internetMessageHeaders: [{ name: 'X-Auto-Response-Suppress', value: 'All' }],
        singleValueExtendedProperties: [{ id: MARKER, value: marker }],
      },
      saveToSentItems: true,
    },
  })
