import { json } from '../http.ts'
import type { MailboxOperation } from './context.ts'
import { GraphError } from './errors.ts'
import { shapeFolder } from './folders.ts'
import { pick, readSelect } from './query.ts'
import { readSealed, writeSealed } from './sync-token.ts'

interface FolderToken {
  mailbox: string
  generation: number
  since: number
  select: string[] | undefined
  /** Page position within the round. */
  offset: number
  head: number
}

const DEFAULT_PAGE = 10

/** GET …/mailFolders/delta: which folders came, went or were renamed; never messages. */
export const foldersDelta: MailboxOperation = (graph, call) => {
  const { oid } = call.mailbox
  const generation = graph.store.generation(oid)
  const history = graph.store.folderChanges(oid)
  const text = call.query.get('$skiptoken') ?? call.query.get('$deltatoken')
  const fresh = { mailbox: oid, generation, since: 0, select: readSelect(call.query), offset: 0, head: history.length }
  const token = text ? readSealed<FolderToken>(graph.tokenKey, text) : fresh
  if (!token || token.mailbox !== oid || token.generation !== generation) {
    throw new GraphError(410, 'SyncStateNotFound', 'The sync state generation is not found.')
  }
  const head = token.offset > 0 ? token.head : history.length
  const ids = [...new Set(history.slice(token.since, head))]
  const size = call.prefer.maxPageSize ?? DEFAULT_PAGE
  const value = ids.slice(token.offset, token.offset + size).flatMap((id) => {
    const folder = graph.store.folders.get(id)
    if (!folder) return token.since > 0 ? [{ id, '@removed': { reason: 'deleted' } }] : []
    return [pick(shapeFolder(graph, folder), token.select)]
  })
  const done = token.offset + size >= ids.length
  const next: FolderToken = done
    ? { ...token, since: head, head, offset: 0 }
    : { ...token, head, offset: token.offset + size }
  const sealed = encodeURIComponent(writeSealed(graph.tokenKey, next))
  const link = `${call.base}/v1.0/users/${oid}/mailFolders/delta?${done ? '$deltatoken' : '$skiptoken'}=${sealed}`
  return json(200, {
    '@odata.context': `${call.base}/v1.0/$metadata#Collection(mailFolder)`,
    [done ? '@odata.deltaLink' : '@odata.nextLink']: link,
    value,
  })
}
