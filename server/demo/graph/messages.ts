import { empty, json } from '../http.ts'
import { type ExchangeIdForm, exchangeId, readExchangeId, readItemId } from '../ids.ts'
import { stamp } from '../letters.ts'
import { mimeOf } from '../mime.ts'
import type { StoredMessage } from '../model.ts'
import { htmlToText } from '../text.ts'
import { jsonBody } from './body.ts'
import type { Graph, MailboxCall, MailboxOperation } from './context.ts'
import { badRequest, invalidId, itemNotFound } from './errors.ts'
import { parseFilter } from './filter.ts'
import { folderOf } from './folders.ts'
import { checkSelect, pageOf, pick, readExpand, readPage, readSelect } from './query.ts'
import {
  ATTACHMENT_PROPERTIES,
  attachmentShape,
  MESSAGE_PROPERTIES,
  type MessageView,
  messageProperty,
  messageShape,
} from './shapes.ts'

/** The message a call names; its ordinary id is refused once it has moved. */
export function messageOf(graph: Graph, call: MailboxCall): StoredMessage {
  const id = readItemId(call.params.message ?? '', call.mailbox.oid)
  if (!id) throw readableElsewhere(graph, call.params.message ?? '') ? itemNotFound() : invalidId()
  const message = graph.store.message(id.key)
  if (!message || message.mailbox !== call.mailbox.oid) throw itemNotFound()
  if (id.moves !== undefined && id.moves !== message.moves) throw itemNotFound()
  if (call.params.folder && folderOf(graph, call).id !== message.folder) throw itemNotFound()
  return message
}

const readableElsewhere = (graph: Graph, id: string) =>
  [...graph.store.mailboxes.keys()].some((mailbox) => readItemId(id, mailbox))

/** How this call wants messages shown. */
export function viewOf(graph: Graph, call: MailboxCall): MessageView {
  const select = readSelect(call.query)
  checkSelect(select, MESSAGE_PROPERTIES, 'microsoft.graph.message')
  const expand = readExpand(call.query)
  return { idForm: call.prefer.idForm, textBodies: call.prefer.textBodies, select, expand, webBase: graph.webBase }
}

/** GET …/messages, of the whole mailbox or of one folder. */
export const listMessages: MailboxOperation = (graph, call) => {
  const view = viewOf(graph, call)
  const source = call.params.folder
    ? graph.store.messagesIn(folderOf(graph, call).id)
    : graph.store.messagesOf(call.mailbox.oid)
  const found = ordered(searched(filtered(source, call), call), call)
  const page = readPage(call.query, call.prefer.maxPageSize)
  const context = `users('${call.mailbox.oid}')/messages`
  return json(
    200,
    pageOf(call, context, found, page, (message) => messageShape(message, view)),
  )
}

function filtered(messages: StoredMessage[], call: MailboxCall): StoredMessage[] {
  const text = call.query.get('$filter')
  if (!text) return messages
  const { test, paths } = parseFilter(text)
  const order = orderOf(call).map(({ path }) => path)
  // Exchange wants every ordered property first among the filtered ones (user-list-messages, "Using filter and orderby").
  if (order.some((path, i) => path !== [...new Set(paths)][i])) {
    throw badRequest('The restriction or sort order is too complex for this operation.', 'InefficientFilter')
  }
  return messages.filter((message) => test((path) => messageProperty(message, path)))
}

/** $search over subject, body and people, every word somewhere. */
function searched(messages: StoredMessage[], call: MailboxCall): StoredMessage[] {
  const text = call.query.get('$search')?.replaceAll('"', '').trim().toLowerCase()
  if (!text) return messages
  const words = text.split(/\s+/).map((word) => word.replace(/^(subject|body|from|to|participants):/, ''))
  return messages.filter((message) => {
    const people = [message.from, ...message.to, ...message.cc].map((one) => `${one?.name} ${one?.address}`)
    const whole = [message.subject, htmlToText(message.html), ...people].join(' ').toLowerCase()
    return words.every((word) => whole.includes(word))
  })
}

function orderOf(call: MailboxCall): { path: string; down: boolean }[] {
  return (call.query.get('$orderby') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [path = '', direction = 'asc'] = part.split(/\s+/)
      return { path, down: direction.toLowerCase() === 'desc' }
    })
}

function ordered(messages: StoredMessage[], call: MailboxCall): StoredMessage[] {
  const order = orderOf(call)
  if (order.length === 0) order.push({ path: 'receivedDateTime', down: true })
  return messages.toSorted((a, b) => {
    for (const { path, down } of order) {
      const difference = compare(messageProperty(a, path), messageProperty(b, path))
      if (difference !== 0) return down ? -difference : difference
    }
    return b.key - a.key
  })
}

const compare = (a: unknown, b: unknown) => (String(a ?? '') < String(b ?? '') ? -1 : String(a) > String(b) ? 1 : 0)

/** GET …/messages/{id} */
export const getMessage: MailboxOperation = (graph, call) => answerMessage(graph, call, messageOf(graph, call), 200)

export function answerMessage(graph: Graph, call: MailboxCall, message: StoredMessage, status: number) {
  const context = `${call.base}/v1.0/$metadata#users('${call.mailbox.oid}')/messages/$entity`
  return json(status, { '@odata.context': context, ...messageShape(message, viewOf(graph, call)) })
}

/** GET …/messages/{id}/$value: the message as MIME. */
export const getMime: MailboxOperation = (graph, call) => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: mimeOf(messageOf(graph, call)),
})

/** GET …/messages/{id}/attachments */
export const listAttachments: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  const select = readSelect(call.query)
  checkSelect(select, ATTACHMENT_PROPERTIES, 'microsoft.graph.attachment')
  const context = `users('${call.mailbox.oid}')/messages('${call.params.message}')/attachments`
  const page = readPage(call.query, undefined, 1000)
  return json(
    200,
    pageOf(call, context, message.attachments, page, (one) => pick(attachmentShape(message, one, !select), select)),
  )
}

/** GET …/attachments/{id} and …/attachments/{id}/$value */
export const getAttachment: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  const wanted = message.attachments.find((one) => attachmentShape(message, one, false).id === call.params.attachment)
  if (!wanted) throw itemNotFound()
  if (call.path.endsWith('/$value')) {
    return { status: 200, headers: { 'content-type': wanted.contentType }, body: Buffer.from(wanted.content, 'base64') }
  }
  return json(200, attachmentShape(message, wanted, true))
}

const ID_FORMS = ['restId', 'restImmutableEntryId', 'ewsId', 'entryId', 'immutableEntryId']

/** POST …/translateExchangeIds */
export const translateIds: MailboxOperation = (graph, call) => {
  const { inputIds, sourceIdType, targetIdType } = jsonBody(call)
  if (!Array.isArray(inputIds) || inputIds.length > 1000 || !isForm(sourceIdType) || !isForm(targetIdType)) {
    throw badRequest('inputIds (at most 1000), sourceIdType and targetIdType are needed.', 'ErrorInvalidRequest')
  }
  const value = inputIds.map((id) => translated(graph, call, String(id), sourceIdType, targetIdType))
  return json(200, {
    '@odata.context': `${call.base}/v1.0/$metadata#Collection(microsoft.graph.convertIdResult)`,
    value,
  })
}

const isForm = (value: unknown): value is ExchangeIdForm => typeof value === 'string' && ID_FORMS.includes(value)

function translated(graph: Graph, call: MailboxCall, sourceId: string, source: ExchangeIdForm, target: ExchangeIdForm) {
  const id = readExchangeId(source, sourceId, call.mailbox.oid)
  if (!id) {
    return { sourceId, targetId: null, errorDetails: { code: 'InvalidMailboxItemId', message: 'The id is malformed.' } }
  }
  // From an immutable id only the store knows which ordinary id the item has now.
  const moves = id.moves ?? graph.store.message(id.key)?.moves ?? 0
  return { sourceId, targetId: exchangeId(target, call.mailbox.oid, id.key, moves) }
}

/** DELETE …/messages/{id}: to Deleted Items, or for good when it is there already. */
export const deleteMessage: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  const bin = folderOf(graph, call, 'deleteditems')
  const at = stamp(graph.now())
  if (message.folder === bin.id) graph.store.change({ type: 'removed', key: message.key, at })
  else graph.store.change({ type: 'moved', key: message.key, at, folder: bin.id })
  return empty(204)
}
