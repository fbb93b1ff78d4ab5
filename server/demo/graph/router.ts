import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, Call } from '../http.ts'
import type { Graph, MailboxOperation, Operation } from './context.ts'
import { messagesDelta } from './delta.ts'
import { getMailboxSettings, getOrganization, getUser, listUsers, signedIn } from './directory.ts'
import { addAttachment, createDraft, createReply, createReplyAll, moveMessage, updateMessage } from './drafts.ts'
import { accessDenied, badRequest, errorAnswer, GraphError, resourceNotFound } from './errors.ts'
import { foldersDelta } from './folder-delta.ts'
import { createFolder, deleteFolder, getFolder, listFolders, renameFolder } from './folders.ts'
import {
  deleteMessage,
  getAttachment,
  getMessage,
  getMime,
  listAttachments,
  listMessages,
  translateIds,
} from './messages.ts'
import { readPreferences } from './prefer.ts'
import { sendDraft, sendMail } from './send.ts'
import { subscriptionOperations } from './subscription-routes.ts'

interface Route {
  method: string
  segments: string[]
  operation: Operation
}

/** Adds a mailbox operation below `/me` and below `/users/{user}`. */
const inMailbox = (method: string, path: string, operation: MailboxOperation): Route[] =>
  ['/me', '/users/{user}'].map((root) => route(method, root + path, withMailbox(operation)))

/** Adds a message operation below the mailbox and below one of its folders. */
const onMessage = (method: string, path: string, operation: MailboxOperation): Route[] =>
  ['', '/mailFolders/{folder}'].flatMap((root) => inMailbox(method, `${root}/messages/{message}${path}`, operation))

const route = (method: string, path: string, operation: Operation): Route => ({
  method,
  segments: path.slice(1).split('/'),
  operation,
})

const ROUTES: Route[] = [
  route('GET', '/users', listUsers),
  route('GET', '/organization', getOrganization),
  ...subscriptionOperations.map(([method, path, operation]) => route(method, path, operation)),
  route('GET', '/me', getUser),
  route('GET', '/users/{user}', getUser),
  ...inMailbox('GET', '/mailboxSettings', getMailboxSettings),
  ...inMailbox('POST', '/sendMail', sendMail),
  ...inMailbox('POST', '/translateExchangeIds', translateIds),
  ...inMailbox('GET', '/mailFolders', listFolders),
  ...inMailbox('POST', '/mailFolders', createFolder),
  ...inMailbox('GET', '/mailFolders/delta', foldersDelta),
  ...inMailbox('GET', '/mailFolders/{folder}', getFolder),
  ...inMailbox('PATCH', '/mailFolders/{folder}', renameFolder),
  ...inMailbox('DELETE', '/mailFolders/{folder}', deleteFolder),
  ...inMailbox('GET', '/mailFolders/{folder}/childFolders', listFolders),
  ...inMailbox('POST', '/mailFolders/{folder}/childFolders', createFolder),
  ...inMailbox('GET', '/mailFolders/{folder}/messages/delta', messagesDelta),
  ...['', '/mailFolders/{folder}'].flatMap((root) => [
    ...inMailbox('GET', `${root}/messages`, listMessages),
    ...inMailbox('POST', `${root}/messages`, createDraft),
  ]),
  ...onMessage('GET', '', getMessage),
  ...onMessage('PATCH', '', updateMessage),
  ...onMessage('DELETE', '', deleteMessage),
  ...onMessage('GET', '/$value', getMime),
  ...onMessage('GET', '/attachments', listAttachments),
  ...onMessage('POST', '/attachments', addAttachment),
  ...onMessage('GET', '/attachments/{attachment}', getAttachment),
  ...onMessage('GET', '/attachments/{attachment}/$value', getAttachment),
  ...onMessage('POST', '/send', sendDraft),
  ...onMessage('POST', '/createReply', createReply),
  ...onMessage('POST', '/createReplyAll', createReplyAll),
  ...onMessage('POST', '/move', moveMessage),
]

/**
 * Answers one Graph request, errors included: authenticates, finds the operation, runs it and waits until what it
 * changed is on disk. `call.path` begins after `/v1.0`.
 */
export async function answerGraph(graph: Graph, call: Call): Promise<Answer> {
  const answer = await attempt(graph, call)
  await graph.commit()
  const requestId = answer.headers['request-id'] ?? randomUUID()
  const clientRequestId = call.headers['client-request-id'] ?? requestId
  return {
    ...answer,
    headers: {
      'odata-version': '4.0',
      'request-id': requestId,
      'client-request-id': clientRequestId,
      ...answer.headers,
    },
  }
}

async function attempt(graph: Graph, call: Call): Promise<Answer> {
  try {
    const principal = await graph.principal(call.headers.authorization)
    if (!principal) throw unauthenticated()
    const { operation, params } = findOperation(call)
    const prefer = readPreferences(call.headers.prefer)
    const answer = await operation(graph, { ...call, params, principal, prefer })
    const applied = prefer.applied.length > 0 ? { 'preference-applied': prefer.applied.join(', ') } : {}
    return { ...answer, headers: { ...answer.headers, ...applied } }
  } catch (error) {
    if (error instanceof GraphError) return errorAnswer(error, call, graph.now())
    console.error('demo Graph:', error)
    return errorAnswer(new GraphError(500, 'InternalServerError', 'The server failed.'), call, graph.now())
  }
}

const unauthenticated = () =>
  new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty, expired or not for this resource.', {
    'www-authenticate': 'Bearer realm="", authorization_uri="https://localhost/common/oauth2/authorize"',
  })

function findOperation(call: Call): { operation: Operation; params: Record<string, string> } {
  const segments = segmentsOf(call.path)
  const matches = ROUTES.flatMap((one) => {
    const params = matched(one.segments, segments)
    return params ? [{ one, params }] : []
  })
  const found = matches.find(({ one }) => one.method === call.method)
  if (found) return { operation: found.one.operation, params: found.params }
  if (matches.length > 0)
    throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
  throw badRequest(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`)
}

/** `users('a')/mailFolders('inbox')/messages/microsoft.graph.delta()` means the same as the slash form. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .flatMap((segment) => {
      const text = decoded(segment)
      const keyed = text.match(/^(\w+)\('(.*)'\)$/)
      if (keyed) return [keyed[1] as string, keyed[2] as string]
      return [text.replace(/^microsoft\.graph\./, '').replace(/\(\)$/, '')]
    })
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest('The request URI is malformed.')
  }
}

function matched(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, expected] of pattern.entries()) {
    const given = segments[i] as string
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = given
    else if (expected.toLowerCase() !== given.toLowerCase()) return undefined
  }
  return params
}

/** Finds the mailbox, checks that the caller may open it, and keeps to Outlook's limits for it. */
function withMailbox(operation: MailboxOperation): Operation {
  return (graph, call) => {
    const oid = call.params.user ? graph.directory.user(call.params.user)?.oid : signedIn(call).oid
    if (!oid) throw resourceNotFound(call.params.user ?? '')
    const mailbox = graph.store.mailboxes.get(oid)
    if (!mailbox) {
      throw new GraphError(
        404,
        'MailboxNotEnabledForRESTAPI',
        'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
      )
    }
    const { user } = call.principal
    if (user && !graph.directory.mayOpen(user, oid)) throw accessDenied()
    return graph.throttle.run(call.principal.app, oid, async () => {
      await delay(graph.latencyMs)
      return operation(graph, { ...call, mailbox })
    })
  }
}
