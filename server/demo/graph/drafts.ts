import { randomUUID } from 'node:crypto'
import { json } from '../http.ts'
import { draftCopy, type Letter, stamp } from '../letters.ts'
import { readMime } from '../mime-read.ts'
import type { Address, StoredMessage } from '../model.ts'
import { escapeHtml } from '../text.ts'
import { jsonBody } from './body.ts'
import type { Graph, MailboxCall, MailboxOperation } from './context.ts'
import { badRequest, GraphError } from './errors.ts'
import { folderOf } from './folders.ts'
import { isObject, type MessageFields, readAttachment, readMessageFields } from './incoming.ts'
import { answerMessage, messageOf } from './messages.ts'
import { attachmentShape } from './shapes.ts'

/** POST …/messages and …/mailFolders/{id}/messages: a draft, from JSON or from base64 MIME. */
export const createDraft: MailboxOperation = (graph, call) => {
  const folder = folderOf(graph, call, call.params.folder ?? 'drafts')
  const letter = letterFrom(graph, call, incomingFields(call))
  return answerMessage(graph, call, addDraft(graph, call, letter, folder.id), 201)
}

/** The message in the body, whichever of Graph's two forms it came in. */
function incomingFields(call: MailboxCall): MessageFields {
  return isMime(call) ? readMime(call.body.toString('latin1')) : readMessageFields(jsonBody(call))
}

export const isMime = (call: MailboxCall) => (call.headers['content-type'] ?? '').startsWith('text/plain')

/**
 * A letter of this mailbox, sent from it unless `from` names another that its owner may send as.
 * @throws GraphError 403 ErrorSendAsDenied for anybody else's address.
 */
export function letterFrom(graph: Graph, call: MailboxCall, fields: MessageFields): Letter {
  const owner = ownAddress(graph, call.mailbox.oid)
  const given = fields.from ?? null
  const letter: Letter = {
    internetMessageId: fields.internetMessageId ?? newMessageId(owner),
    conversation: fields.conversation ?? randomUUID(),
    subject: fields.subject ?? '',
    html: fields.html ?? '',
    from: given ? senderAs(graph, call, given) : owner,
    sender: owner,
    to: fields.to ?? [],
    cc: fields.cc ?? [],
    bcc: fields.bcc ?? [],
    replyTo: fields.replyTo ?? [],
    sent: stamp(graph.now()),
    importance: fields.importance ?? 'normal',
    inReplyTo: fields.inReplyTo ?? null,
    references: fields.references ?? [],
    headers: fields.headers ?? [],
    sensitivity: fields.sensitivity ?? 0,
    extended: fields.extended ?? [],
    attachments: fields.attachments ?? [],
    categories: fields.categories ?? [],
  }
  return letter
}

const newMessageId = (owner: Address) => `<${randomUUID()}@${owner.address.split('@')[1]}>`

function ownAddress(graph: Graph, oid: string): Address {
  const user = graph.directory.user(oid)
  return { name: user?.displayName ?? '', address: user?.mail ?? '' }
}

function senderAs(graph: Graph, call: MailboxCall, given: Address): Address {
  const wanted = graph.store.mailboxOf(given.address)
  const owner = graph.directory.user(call.mailbox.oid)
  if (!wanted || !owner || !graph.directory.mayOpen(owner, wanted.oid)) {
    throw new GraphError(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    )
  }
  return {
    name: given.name === given.address ? ownAddress(graph, wanted.oid).name : given.name,
    address: given.address,
  }
}

function addDraft(graph: Graph, call: MailboxCall, letter: Letter, folder: string): StoredMessage {
  const message = draftCopy(letter, call.mailbox, folder, graph.store.nextKey())
  graph.store.change({ type: 'message', message })
  return message
}

const ALWAYS_UPDATABLE = ['isRead', 'categories', 'flagged', 'importance', 'focused', 'extended']

/** PATCH …/messages/{id}: anything of a draft, little of a message that has been sent or received. */
export const updateMessage: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  const changes = readMessageFields(jsonBody(call))
  if (!message.isDraft && Object.keys(changes).some((field) => !ALWAYS_UPDATABLE.includes(field))) {
    throw badRequest('The update operation is not allowed: the item is not a draft.', 'ErrorInvalidPropertySet')
  }
  if (changes.extended) changes.extended = mergedExtended(message, changes.extended)
  if (Object.keys(changes).length > 0) {
    graph.store.change({ type: 'edited', key: message.key, at: stamp(graph.now()), changes })
  }
  return answerMessage(graph, call, message, 200)
}

const mergedExtended = (message: StoredMessage, changed: StoredMessage['extended']) => [
  ...message.extended.filter((one) => !changed.some((other) => other.id === one.id)),
  ...changed,
]

/** POST …/messages/{id}/attachments, on a draft. */
export const addAttachment: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  if (!message.isDraft) throw badRequest('The item is not a draft.', 'ErrorInvalidPropertySet')
  const attachment = readAttachment(jsonBody(call))
  const changes = { attachments: [...message.attachments, attachment] }
  graph.store.change({ type: 'edited', key: message.key, at: stamp(graph.now()), changes })
  return json(201, attachmentShape(message, attachment, true))
}

/** POST …/messages/{id}/move: the copy there has a new ordinary id, and the same immutable one. */
export const moveMessage: MailboxOperation = (graph, call) => {
  const message = messageOf(graph, call)
  const { destinationId } = jsonBody(call)
  if (typeof destinationId !== 'string') throw badRequest('destinationId is needed.', 'ErrorInvalidRequest')
  const folder = folderOf(graph, call, destinationId)
  graph.store.change({ type: 'moved', key: message.key, at: stamp(graph.now()), folder: folder.id })
  return answerMessage(graph, call, message, 201)
}

/** POST …/messages/{id}/createReply */
export const createReply: MailboxOperation = (graph, call) => reply(graph, call, false)

/** POST …/messages/{id}/createReplyAll */
export const createReplyAll: MailboxOperation = (graph, call) => reply(graph, call, true)

function reply(graph: Graph, call: MailboxCall, toAll: boolean) {
  const original = messageOf(graph, call)
  const { comment, message } = jsonBody(call)
  const given = isObject(message) ? readMessageFields(message) : {}
  const letter = letterFrom(graph, call, {
    ...replyTo(original, call, toAll),
    subject: /^(re|aw|sv|rép)\s*:/i.test(original.subject) ? original.subject : `RE: ${original.subject}`,
    html: quoting(original, typeof comment === 'string' ? comment : ''),
    conversation: original.conversation,
    inReplyTo: original.internetMessageId,
    references: [...original.references, ...(original.internetMessageId ? [original.internetMessageId] : [])],
    ...given,
  })
  return answerMessage(graph, call, addDraft(graph, call, letter, folderOf(graph, call, 'drafts').id), 201)
}

function replyTo(original: StoredMessage, call: MailboxCall, toAll: boolean): { to: Address[]; cc: Address[] } {
  const own = new Set(call.mailbox.addresses)
  const others = (people: Address[]) => people.filter(({ address }) => !own.has(address.toLowerCase()))
  const author = original.from ? [original.from] : []
  const back = original.replyTo.length > 0 ? original.replyTo : author
  // Answering one's own mail goes to those it was sent to.
  const to = others(back).length > 0 ? back : original.to
  if (!toAll) return { to, cc: [] }
  const named = new Set(to.map(({ address }) => address.toLowerCase()))
  const rest = others([...original.to, ...original.cc]).filter(({ address }) => !named.has(address.toLowerCase()))
  return { to, cc: rest }
}

function quoting(original: StoredMessage, comment: string): string {
  const names = (people: Address[]) => escapeHtml(people.map(({ name, address }) => `${name} <${address}>`).join('; '))
  const head = [
    `<b>From:</b> ${names(original.from ? [original.from] : [])}`,
    `<b>Sent:</b> ${new Date(original.sent).toUTCString()}`,
    `<b>To:</b> ${names(original.to)}`,
    ...(original.cc.length > 0 ? [`<b>Cc:</b> ${names(original.cc)}`] : []),
    `<b>Subject:</b> ${escapeHtml(original.subject)}`,
  ].join('<br>')
  const inner = original.html.match(/<body[^>]*>([\s\S]*)<\/body>/i)?.[1] ?? original.html
  const words = comment ? escapeHtml(comment).replaceAll('\n', '<br>') : ''
  return `<html><head></head><body>${words}<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">${head}</div><br>${inner}</body></html>`
}
