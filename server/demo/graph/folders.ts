import { randomUUID } from 'node:crypto'
import { empty, json } from '../http.ts'
import { folderId } from '../ids.ts'
import type { StoredFolder } from '../model.ts'
import { jsonBody } from './body.ts'
import type { Graph, MailboxCall, MailboxOperation } from './context.ts'
import { badRequest, GraphError, itemNotFound } from './errors.ts'
import { checkSelect, pageOf, pick, readPage, readSelect } from './query.ts'
import { folderShape } from './shapes.ts'

const FOLDER_PROPERTIES = Object.keys(
  folderShape({ id: '', mailbox: '', parent: null, displayName: '', wellKnown: null, hidden: false }, 0, {
    total: 0,
    unread: 0,
  }),
)

/** The folder a call names by id or well-known name. */
export function folderOf(graph: Graph, call: MailboxCall, name = call.params.folder ?? ''): StoredFolder {
  const folder = graph.store.folder(call.mailbox.oid, name)
  if (!folder) throw itemNotFound()
  return folder
}

export function shapeFolder(graph: Graph, folder: StoredFolder) {
  return folderShape(folder, childrenOf(graph, folder).length, graph.store.count(folder.id))
}

const childrenOf = (graph: Graph, parent: StoredFolder) =>
  graph.store.foldersOf(parent.mailbox).filter((folder) => folder.parent === parent.id)

/** GET …/mailFolders and …/mailFolders/{id}/childFolders: one level, ten a page, hidden ones only on request. */
export const listFolders: MailboxOperation = (graph, call) => {
  const parent = folderOf(graph, call, call.params.folder ?? 'msgfolderroot')
  const select = folderSelect(call)
  const hidden = call.query.get('includeHiddenFolders') === 'true'
  const folders = childrenOf(graph, parent)
    .filter((folder) => hidden || !folder.hidden)
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName))
  const page = readPage(call.query, call.prefer.maxPageSize)
  const context = `users('${call.mailbox.oid}')/mailFolders`
  return json(
    200,
    pageOf(call, context, folders, page, (folder) => pick(shapeFolder(graph, folder), select)),
  )
}

/** GET …/mailFolders/{id} */
export const getFolder: MailboxOperation = (graph, call) => {
  const folder = folderOf(graph, call)
  return json(200, { ...contextOf(call), ...pick(shapeFolder(graph, folder), folderSelect(call)) })
}

function folderSelect(call: MailboxCall): string[] | undefined {
  const select = readSelect(call.query)
  checkSelect(select, FOLDER_PROPERTIES, 'microsoft.graph.mailFolder')
  return select
}

/** POST …/mailFolders and …/childFolders */
export const createFolder: MailboxOperation = (graph, call) => {
  const parent = folderOf(graph, call, call.params.folder ?? 'msgfolderroot')
  const displayName = nameIn(call)
  if (childrenOf(graph, parent).some((folder) => folder.displayName === displayName)) {
    throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.')
  }
  const folder: StoredFolder = {
    id: folderId(call.mailbox.oid, randomUUID()),
    mailbox: call.mailbox.oid,
    parent: parent.id,
    displayName,
    wellKnown: null,
    hidden: false,
  }
  graph.store.change({ type: 'folder', folder })
  return json(201, { ...contextOf(call), ...shapeFolder(graph, folder) })
}

/** PATCH …/mailFolders/{id}: its display name. */
export const renameFolder: MailboxOperation = (graph, call) => {
  const folder = folderOf(graph, call)
  graph.store.change({ type: 'folder-renamed', id: folder.id, displayName: nameIn(call) })
  return json(200, { ...contextOf(call), ...shapeFolder(graph, folder) })
}

/** DELETE …/mailFolders/{id} with all that is in it; well-known folders stay. */
export const deleteFolder: MailboxOperation = (graph, call) => {
  const folder = folderOf(graph, call)
  if (folder.wellKnown) {
    throw badRequest("Distinguished folders can't be deleted.", 'ErrorDeleteDistinguishedFolder')
  }
  graph.store.change({ type: 'folder-removed', id: folder.id })
  return empty(204)
}

function nameIn(call: MailboxCall): string {
  const { displayName } = jsonBody(call) as { displayName?: unknown }
  if (typeof displayName !== 'string' || displayName.trim() === '') {
    throw badRequest('The folder needs a displayName.', 'ErrorInvalidRequest')
  }
  return displayName
}

const contextOf = (call: MailboxCall) => ({
  '@odata.context': `${call.base}/v1.0/$metadata#users('${call.mailbox.oid}')/mailFolders/$entity`,
})
