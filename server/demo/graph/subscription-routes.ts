import { empty, json } from '../http.ts'
import { jsonBody } from './body.ts'
import type { Graph, GraphCall, Operation } from './context.ts'
import { signedIn } from './directory.ts'
import { accessDenied, badRequest, resourceNotFound } from './errors.ts'
import { pageOf } from './query.ts'
import type { ChangeType, StoredSubscription } from './subscriptions.ts'

const LONGEST_CLIENT_STATE = 128
const CHANGE_TYPES = ['created', 'updated', 'deleted']

const list: Operation = (graph, call) =>
  json(200, pageOf(call, 'subscriptions', graph.subscriptions.list(call.principal.app), { top: 100, skip: 0 }, shape))

const get: Operation = (graph, call) => json(200, entity(call, found(graph, call)))

const create: Operation = async (graph, call) => {
  const input = jsonBody(call)
  if (input.includeResourceData)
    throw badRequest('The demo sends notifications without resource data only.', 'InvalidRequest')
  const clientState = typeof input.clientState === 'string' ? input.clientState : null
  if (clientState && clientState.length > LONGEST_CLIENT_STATE)
    throw badRequest('clientState is too long.', 'InvalidRequest')
  const subscription = await graph.subscriptions.create(
    {
      app: call.principal.app,
      creator: call.principal.user?.oid ?? null,
      ...readResource(graph, call, String(input.resource ?? '')),
      changeTypes: readChangeTypes(String(input.changeType ?? '')),
      notificationUrl: String(input.notificationUrl ?? ''),
      lifecycleUrl: typeof input.lifecycleNotificationUrl === 'string' ? input.lifecycleNotificationUrl : null,
      clientState,
      idForm: call.prefer.idForm,
    },
    input.expirationDateTime,
  )
  return json(201, entity(call, subscription))
}

const renew: Operation = async (graph, call) => {
  const { expirationDateTime, notificationUrl } = jsonBody(call)
  const url = typeof notificationUrl === 'string' ? notificationUrl : undefined
  const updated = await graph.subscriptions.update(found(graph, call), expirationDateTime, url)
  return json(200, entity(call, updated))
}

const remove: Operation = (graph, call) => {
  graph.subscriptions.remove(found(graph, call).id)
  return empty(204)
}

const reauthorize: Operation = (graph, call) => {
  found(graph, call)
  return empty(204)
}

export const subscriptionOperations: [method: string, path: string, operation: Operation][] = [
  ['GET', '/subscriptions', list],
  ['POST', '/subscriptions', create],
  ['GET', '/subscriptions/{id}', get],
  ['PATCH', '/subscriptions/{id}', renew],
  ['DELETE', '/subscriptions/{id}', remove],
  ['POST', '/subscriptions/{id}/reauthorize', reauthorize],
]

const found = (graph: Graph, call: GraphCall) => graph.subscriptions.find(call.params.id ?? '', call.principal.app)

function readChangeTypes(text: string): ChangeType[] {
  const types = text.split(',').map((type) => type.trim())
  if (types.some((type) => !CHANGE_TYPES.includes(type))) {
    throw badRequest(`The changeType '${text}' is not supported.`, 'InvalidRequest')
  }
  return types as ChangeType[]
}

/** `users/{id}/mailFolders('inbox')/messages`, `me/mailFolders/{id}/messages` or `users/{id}/messages`. */
function readResource(graph: Graph, call: GraphCall, resource: string) {
  const plain = resource.replace(/^\/+/, '').replace(/\('([^']*)'\)/g, '/$1')
  const match = plain.match(/^(?:me|users\/([^/]+))(?:\/mailFolders\/([^/]+))?\/messages\/?(?:\?.*)?$/i)
  if (!match) throw badRequest(`The resource '${resource}' is not supported.`, 'InvalidRequest')
  const oid = match[1] ? graph.directory.user(decodeURIComponent(match[1]))?.oid : signedIn(call).oid
  if (!oid || !graph.store.mailboxes.has(oid)) throw resourceNotFound(match[1] ?? '')
  const { user } = call.principal
  if (user && !graph.directory.mayOpen(user, oid)) throw accessDenied()
  const folder = match[2] ? graph.store.folder(oid, decodeURIComponent(match[2])) : null
  if (folder === undefined) throw resourceNotFound(match[2] ?? '')
  return { resource, mailbox: oid, folder: folder?.id ?? null }
}

const entity = (call: GraphCall, subscription: StoredSubscription) => ({
  '@odata.context': `${call.base}/v1.0/$metadata#subscriptions/$entity`,
  ...shape(subscription),
})

const shape = (one: StoredSubscription) => ({
  id: one.id,
  resource: one.resource,
  applicationId: one.app,
  changeType: one.changeTypes.join(','),
  clientState: one.clientState,
  notificationUrl: one.notificationUrl,
  notificationQueryOptions: null,
  lifecycleNotificationUrl: one.lifecycleUrl,
  expirationDateTime: one.expires,
  creatorId: one.creator ?? one.app,
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  encryptionCertificate: null,
  encryptionCertificateId: null,
  notificationUrlAppId: null,
})
