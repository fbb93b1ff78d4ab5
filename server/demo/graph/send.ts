import { empty } from '../http.ts'
import { type Letter, reached, receivedCopy, sentCopy, stamp } from '../letters.ts'
import type { MailStore } from '../mailstore.ts'
import { readMime } from '../mime-read.ts'
import type { StoredMessage } from '../model.ts'
import { jsonBody } from './body.ts'
import type { MailboxOperation } from './context.ts'
import { isMime, letterFrom } from './drafts.ts'
import { badRequest } from './errors.ts'
import { folderOf } from './folders.ts'
import { checkRecipients, isObject, readMessageFields } from './incoming.ts'
import { messageOf } from './messages.ts'

/** POST …/sendMail: accepted without a body and without an id, as in Graph. */
export const sendMail: MailboxOperation = (graph, call) => {
  const request = isMime(call) ? { message: undefined } : jsonBody(call)
  if (!isMime(call) && !isObject(request.message))
    throw badRequest('The request needs a message.', 'ErrorInvalidRequest')
  const fields = isObject(request.message) ? readMessageFields(request.message) : readMime(call.body.toString('latin1'))
  const letter = letterFrom(graph, call, fields)
  checkRecipients({ to: letter.to, cc: letter.cc ?? [], bcc: letter.bcc ?? [] })
  if (!('saveToSentItems' in request) || request.saveToSentItems !== false) {
    const sent = folderOf(graph, call, 'sentitems')
    graph.store.change({ type: 'message', message: sentCopy(letter, call.mailbox, sent.id, graph.store.nextKey()) })
  }
  deliverLetter(graph.store, letter)
  return empty(202)
}

/** POST …/messages/{id}/send: the draft itself moves to Sent Items, with the immutable id it had. */
export const sendDraft: MailboxOperation = (graph, call) => {
  const draft = messageOf(graph, call)
  if (!draft.isDraft) throw badRequest('The item is not a draft.', 'ErrorInvalidRequest')
  checkRecipients(draft)
  const at = stamp(graph.now())
  const changes = { isDraft: false, isRead: true, sent: at, received: at }
  graph.store.change({ type: 'edited', key: draft.key, at, changes })
  graph.store.change({ type: 'moved', key: draft.key, at, folder: folderOf(graph, call, 'sentitems').id })
  deliverLetter(graph.store, letterOf(draft))
  return empty(202)
}

/** Puts a copy into the inbox of each of our own people among the recipients; everybody else is out of sight. */
export function deliverLetter(store: MailStore, letter: Letter): StoredMessage[] {
  return reached(letter, store.mailboxes.values()).flatMap((mailbox) => {
    const inbox = store.folder(mailbox.oid, 'inbox')
    if (!inbox) return []
    const message = receivedCopy(letter, mailbox, inbox.id, store.nextKey())
    store.change({ type: 'message', message })
    return [message]
  })
}

function letterOf(message: StoredMessage): Letter {
  const { sender, meeting, report, ...rest } = message
  return { ...rest, ...(sender ? { sender } : {}), ...(meeting ? { meeting } : {}), ...(report ? { report } : {}) }
}
