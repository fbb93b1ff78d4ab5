import { attachmentId, changeKey, conversationId, conversationIndex, type IdForm, itemId } from '../ids.ts'
import type { Address, StoredAttachment, StoredFolder, StoredMessage } from '../model.ts'
import { bodyPreview, htmlToText } from '../text.ts'
import { internetHeaders } from './headers.ts'
import { type Expand, normalExtendedId } from './query.ts'

/** Properties of `microsoft.graph.message` in v1.0. There is no `sensitivity` among them. */
// biome-ignore format: a list reads better in rows
export const MESSAGE_PROPERTIES = [
  'id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'categories', 'receivedDateTime', 'sentDateTime',
  'hasAttachments', 'internetMessageId', 'subject', 'bodyPreview', 'importance', 'parentFolderId', 'conversationId',
  'conversationIndex', 'isDeliveryReceiptRequested', 'isReadReceiptRequested', 'isRead', 'isDraft', 'webLink',
  'inferenceClassification', 'body', 'uniqueBody', 'sender', 'from', 'toRecipients', 'ccRecipients', 'bccRecipients',
  'replyTo', 'flag', 'internetMessageHeaders',
]

/** Given only when they are selected by name. */
const ONLY_WHEN_SELECTED = ['uniqueBody', 'internetMessageHeaders']

const CLASS_TYPES: Record<string, string> = {
  'IPM.Schedule.Meeting.Request': '#microsoft.graph.eventMessageRequest',
  'IPM.Schedule.Meeting.Resp.Pos': '#microsoft.graph.eventMessageResponse',
}

export interface MessageView {
  idForm: IdForm
  textBodies: boolean
  select: string[] | undefined
  expand: Expand
  /** Where web links point. */
  webBase: string
}

/** A stored message as Graph shows it, with the properties that were asked for. */
export function messageShape(message: StoredMessage, view: MessageView): Record<string, unknown> {
  const names = view.select ?? MESSAGE_PROPERTIES.filter((name) => !ONLY_WHEN_SELECTED.includes(name))
  const type = CLASS_TYPES[message.messageClass]
  const id = itemId(view.idForm, message.mailbox, message.key, message.moves)
  const shaped: Record<string, unknown> = {
    ...(type ? { '@odata.type': type } : {}),
    '@odata.etag': `W/"${changeKey(message.key, message.version)}"`,
    id,
  }
  for (const name of names) if (name !== 'id' && name in PROPERTIES) shaped[name] = PROPERTIES[name]?.(message, view)
  if (message.meeting && !view.select) Object.assign(shaped, meetingShape(message))
  if (view.expand.attachments) {
    shaped.attachments = message.attachments.map((attachment) => attachmentShape(message, attachment, true))
  }
  const extended = view.expand.properties.flatMap((property) => extendedProperty(message, property))
  if (extended.length > 0) shaped.singleValueExtendedProperties = extended
  return shaped
}

/** One property of a message by its Graph name, for filters and ordering. */
export function messageProperty(message: StoredMessage, path: string): unknown {
  const [name = '', ...rest] = path.split('/')
  if (name === 'singleValueExtendedProperties') {
    return message.extended.map(({ id, value }) => ({ id: normalExtendedId(id), value }))
  }
  const whole = PROPERTIES[name]?.(message, PLAIN_VIEW)
  return rest.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], whole)
}

const PLAIN_VIEW: MessageView = {
  idForm: 'rest',
  textBodies: false,
  select: undefined,
  expand: { attachments: false, properties: [] },
  webBase: '',
}

const PROPERTIES: Record<string, (message: StoredMessage, view: MessageView) => unknown> = {
  createdDateTime: (m) => m.created,
  lastModifiedDateTime: (m) => m.modified,
  changeKey: (m) => changeKey(m.key, m.version),
  categories: (m) => m.categories,
  receivedDateTime: (m) => m.received,
  sentDateTime: (m) => m.sent,
  hasAttachments: (m) => m.attachments.some((attachment) => !attachment.inline),
  internetMessageId: (m) => m.internetMessageId,
  subject: (m) => m.subject,
  bodyPreview: (m) => bodyPreview(m.html),
  importance: (m) => m.importance,
  parentFolderId: (m) => m.folder,
  conversationId: (m) => conversationId(m.mailbox, m.conversation),
  conversationIndex: (m) => conversationIndex(m.conversation, m.created),
  isDeliveryReceiptRequested: () => false,
  isReadReceiptRequested: () => false,
  isRead: (m) => m.isRead,
  isDraft: (m) => m.isDraft,
  webLink: (m, v) =>
    `${v.webBase}/owa/?ItemID=${encodeURIComponent(itemId('rest', m.mailbox, m.key, m.moves))}&exvsurl=1&viewmodel=ReadMessageItem`,
  inferenceClassification: (m) => (m.focused ? 'focused' : 'other'),
  body: (m, v) => body(m.html, v),
  uniqueBody: (m, v) => body(withoutQuote(m.html), v),
  sender: (m) => recipient(m.sender),
  from: (m) => recipient(m.from),
  toRecipients: (m) => m.to.map(recipient),
  ccRecipients: (m) => m.cc.map(recipient),
  bccRecipients: (m) => m.bcc.map(recipient),
  replyTo: (m) => m.replyTo.map(recipient),
  flag: (m) => ({ flagStatus: m.flagged ? 'flagged' : 'notFlagged' }),
  internetMessageHeaders: (m) => internetHeaders(m),
}

/** Properties whose Graph name depends on a stored field, for partial updates in delta rounds. */
export const CHANGED_PROPERTIES: Record<string, string[]> = {
  isRead: ['isRead'],
  subject: ['subject'],
  html: ['body', 'bodyPreview', 'uniqueBody'],
  to: ['toRecipients'],
  cc: ['ccRecipients'],
  bcc: ['bccRecipients'],
  from: ['from'],
  sender: ['sender'],
  replyTo: ['replyTo'],
  categories: ['categories'],
  flagged: ['flag'],
  importance: ['importance'],
  focused: ['inferenceClassification'],
  isDraft: ['isDraft'],
  sent: ['sentDateTime'],
  received: ['receivedDateTime'],
  internetMessageId: ['internetMessageId'],
  attachments: ['hasAttachments'],
}

const recipient = (address: Address | null) => (address ? { emailAddress: { ...address } } : null)

const body = (content: string, view: MessageView) =>
  view.textBodies ? { contentType: 'text', content: htmlToText(content) } : { contentType: 'html', content }

/** Outlook divides an answer from what it quotes by an element of this id. */
const withoutQuote = (html: string) => html.replace(/<div id="divRplyFwdMsg"[\s\S]*(?=<\/body>)/, '')

function meetingShape(message: StoredMessage) {
  const { start, end, location } = message.meeting ?? { start: message.sent, end: message.sent, location: '' }
  const at = (instant: string) => ({ dateTime: `${instant.slice(0, 19)}.0000000`, timeZone: 'UTC' })
  return {
    meetingMessageType: message.messageClass.endsWith('Request') ? 'meetingRequest' : 'meetingAccepted',
    type: 'singleInstance',
    isAllDay: false,
    isDelegated: false,
    isOutOfDate: false,
    startDateTime: at(start),
    endDateTime: at(end),
    location: { displayName: location, locationType: 'default', uniqueIdType: 'unknown' },
  }
}

/** What `$select` may name in a list: properties of files alone, such as `contentBytes`, are refused there. */
export const ATTACHMENT_PROPERTIES = ['id', 'lastModifiedDateTime', 'name', 'contentType', 'size', 'isInline']

/** @param content include `contentBytes`; lists that select leave them out. */
export function attachmentShape(message: StoredMessage, attachment: StoredAttachment, content: boolean) {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    '@odata.mediaContentType': attachment.contentType,
    id: attachment.id || attachmentId(String(message.key), attachment.name),
    lastModifiedDateTime: message.modified,
    name: attachment.name,
    contentType: attachment.contentType,
    size: Buffer.byteLength(attachment.content, 'base64'),
    isInline: attachment.inline,
    contentId: attachment.inline ? `${attachment.name}@demo` : null,
    contentLocation: null,
    ...(content ? { contentBytes: attachment.content } : {}),
  }
}

function extendedProperty(message: StoredMessage, id: string): { id: string; value: string }[] {
  const known: Record<string, string | null> = {
    'Integer 0x36': String(message.sensitivity),
    'String 0x1a': message.messageClass,
    'String 0x1035': message.internetMessageId,
    'String 0x1039': message.references.join(' ') || null,
    'String 0x1042': message.inReplyTo,
    'String 0x7d': internetHeaders(message)
      .map(({ name, value }) => `${name}: ${value}\r\n`)
      .join(''),
  }
  const value = known[id] ?? message.extended.find((property) => normalExtendedId(property.id) === id)?.value
  return value ? [{ id, value }] : []
}

export function folderShape(folder: StoredFolder, children: number, count: { total: number; unread: number }) {
  return {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parent,
    childFolderCount: children,
    unreadItemCount: count.unread,
    totalItemCount: count.total,
    isHidden: folder.hidden,
  }
}
