import type { Attachment, MailFolder, Message } from '@microsoft/microsoft-graph-types'
import type { Graph } from './client.ts'

/** A message of a delta page: whole, partly filled, or a tombstone. */
export type DeltaItem = Partial<Message> & { id: string; '@removed'?: { reason: string }; '@odata.type'?: string }

export interface DeltaPage {
  items: DeltaItem[]
  nextLink: string | null
  deltaLink: string | null
}

/** isRead is left out on purpose: reading a mail would send it again. */
const FIELDS = [
  'id',
  'internetMessageId',
  'subject',
  'bodyPreview',
  'from',
  'sender',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'sentDateTime',
  'receivedDateTime',
  'isDraft',
  'hasAttachments',
  'parentFolderId',
  'webLink',
  'internetMessageHeaders',
].join(',')

/** A header that the add-in gives to tracked mail, where Exchange keeps headers of one's own ([MS-OXPROPS] 1.3.2). */
export const TRACKED_MARK = 'String {00020386-0000-0000-C000-000000000046} Name x-throughline-id'
/** Likewise, of mail that went before its recipients could be looked up. */
export const UNCHECKED_MARK = 'String {00020386-0000-0000-C000-000000000046} Name x-throughline-unchecked'
/** PidTagSensitivity and PidTagMessageClass, which v1.0 shows only as extended properties ([MS-OXPROPS]). */
const EXTENDED = `singleValueExtendedProperties($filter=id eq 'Integer 0x36' or id eq 'String 0x001A' or id eq '${TRACKED_MARK}' or id eq '${UNCHECKED_MARK}')`
/** What is read of a message, wherever it is asked for. */
export const MESSAGE_QUERY = `$select=${FIELDS}&$expand=${encodeURIComponent(EXTENDED)}`
const PAGE_SIZE = 200

const user = (mailbox: string) => `/users/${encodeURIComponent(mailbox)}`

export const mailFolder = (graph: Graph, mailbox: string, folder: string): Promise<MailFolder> =>
  graph.call({
    scope: mailbox,
    path: `${user(mailbox)}/mailFolders/${encodeURIComponent(folder)}?$select=id,displayName,totalItemCount`,
  })

/**
 * One page of a folder's changes, newest first in the first round. Not filtered by date: a filtered delta ends silently
 * after 5,000 messages. Source: "Get incremental changes to messages in a folder".
 */
export async function deltaPage(
  graph: Graph,
  mailbox: string,
  folder: string,
  link: string | null,
): Promise<DeltaPage> {
  const first = `${user(mailbox)}/mailFolders/${encodeURIComponent(folder)}/messages/delta?${MESSAGE_QUERY}&$orderby=${encodeURIComponent('receivedDateTime desc')}`
  const page = await graph.call<{ value?: DeltaItem[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string }>({
    scope: mailbox,
    path: link ?? first,
    prefer: [`odata.maxpagesize=${PAGE_SIZE}`],
  })
  return {
    items: page.value ?? [],
    nextLink: page['@odata.nextLink'] ?? null,
    deltaLink: page['@odata.deltaLink'] ?? null,
  }
}

/** A whole message by its immutable id. @throws GraphFailure 404 when it is gone. */
export const readMessage = (graph: Graph, mailbox: string, id: string): Promise<DeltaItem> =>
  graph.call({ scope: mailbox, path: `${user(mailbox)}/messages/${encodeURIComponent(id)}?${MESSAGE_QUERY}` })

/** A message as it travelled, headers and all parts. @throws GraphFailure 404 when it is gone. */
export async function readMimeOf(graph: Graph, mailbox: string, id: string): Promise<string> {
  const answer = await graph.call<unknown>({
    scope: mailbox,
    path: `${user(mailbox)}/messages/${encodeURIComponent(id)}/$value`,
  })
  return typeof answer === 'string' ? answer : ''
}

/** The copies of a mail in one mailbox, by Message-ID with its brackets. */
export async function findByMessageId(graph: Graph, mailbox: string, internetMessageId: string): Promise<DeltaItem[]> {
  const filter = encodeURIComponent(`internetMessageId eq '${internetMessageId.replaceAll("'", "''")}'`)
  const answer = await graph.call<{ value: DeltaItem[] }>({
    scope: mailbox,
    path: `${user(mailbox)}/messages?$filter=${filter}&${MESSAGE_QUERY}`,
    patience: 15_000,
  })
  return answer.value
}

/** An attachment as lists have it; the annotation tells files from links to cloud storage. */
export type AttachmentItem = Attachment & { '@odata.type'?: string }

/** Of the type all attachments share: a `$select` that names `contentId` or `contentBytes` is refused (#3916). */
const ATTACHMENT_FIELDS = 'id,name,contentType,size,isInline'
const ATTACHMENT_PAGES = 10

/** What is attached to a message, without the contents; at most ten pages of it. @throws GraphFailure 404 when it is gone. */
export async function listAttachments(graph: Graph, mailbox: string, id: string): Promise<AttachmentItem[]> {
  const found: AttachmentItem[] = []
  let path: string | undefined =
    `${user(mailbox)}/messages/${encodeURIComponent(id)}/attachments?$select=${ATTACHMENT_FIELDS}`
  for (let page = 0; path && page < ATTACHMENT_PAGES; page++) {
    const answer: { value?: AttachmentItem[]; '@odata.nextLink'?: string } = await graph.call({ scope: mailbox, path })
    found.push(...(answer.value ?? []))
    path = answer['@odata.nextLink']
  }
  return found
}

/** Asks for nothing of a message but whether it may be read. @throws GraphFailure */
export const touchMessage = (graph: Graph, mailbox: string, id: string): Promise<{ id: string }> =>
  graph.call({ scope: mailbox, path: `${user(mailbox)}/messages/${encodeURIComponent(id)}?$select=id` })
