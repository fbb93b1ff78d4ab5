import { json } from '../http.ts'
import { type IdForm, itemId } from '../ids.ts'
import type { Change } from '../mailstore.ts'
import type { StoredMessage } from '../model.ts'
import type { Graph, MailboxCall, MailboxOperation } from './context.ts'
import { badRequest, GraphError } from './errors.ts'
import { folderOf } from './folders.ts'
import { viewOf } from './messages.ts'
import { CHANGED_PROPERTIES, type MessageView, messageShape } from './shapes.ts'
import { readSealed, type SyncQuery, type SyncToken, writeSealed } from './sync-token.ts'

const DEFAULT_PAGE = 10
const LARGEST_PAGE = 1000
/** A filtered round ends after this many messages (delta-query-messages, "Use filter"). */
const FILTERED_CAP = 5000
/** Messages looked at for one page of a filtered round: pages may come back short, or empty with a next link. */
const SCAN_FACTOR = 5

type Entry = Record<string, unknown>

/** One page: what to send, and where the round goes on. */
interface DeltaPage {
  value: Entry[]
  next: SyncToken
  done: boolean
}

/** GET …/mailFolders/{id}/messages/delta: the first request of a round chain, or one of its own links. */
export const messagesDelta: MailboxOperation = (graph, call) => {
  const token = incomingToken(graph, call)
  const size = Math.min(call.prefer.maxPageSize ?? token.query.top ?? DEFAULT_PAGE, LARGEST_PAGE)
  const page =
    token.since === undefined ? snapshotPage(graph, call, token, size) : changesPage(graph, call, token, size)
  const link = linkOf(graph, call, page)
  return json(200, {
    '@odata.context': `${call.base}/v1.0/$metadata#Collection(message)`,
    ...(page.done ? { '@odata.deltaLink': link } : { '@odata.nextLink': link }),
    value: page.value,
  })
}

function incomingToken(graph: Graph, call: MailboxCall): SyncToken {
  const text = call.query.get('$skiptoken') ?? call.query.get('$deltatoken')
  if (!text) return firstToken(graph, call)
  const token = readSealed<SyncToken>(graph.tokenKey, text)
  const generation = graph.store.generation(call.mailbox.oid)
  if (!token || token.generation !== generation || token.folder !== folderOf(graph, call).id) {
    throw lost(token?.generation ?? 0, generation)
  }
  return token
}

const lost = (generation: number, highest: number) =>
  new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${generation};[highest=${highest}].`,
  )

function firstToken(graph: Graph, call: MailboxCall): SyncToken {
  return {
    folder: folderOf(graph, call).id,
    generation: graph.store.generation(call.mailbox.oid),
    head: graph.store.changes(call.mailbox.oid).length,
    query: readSyncQuery(graph, call),
    since: undefined,
    position: undefined,
    sent: 0,
  }
}

/** @throws GraphError 400 for options that a delta query over messages does not take. */
function readSyncQuery(graph: Graph, call: MailboxCall): SyncQuery {
  const option = (name: string) => call.query.get(name) ?? undefined
  if (option('$search'))
    throw badRequest('The query parameter $search is not supported with delta.', 'ErrorInvalidUrlQuery')
  const filter = option('$filter')
  const from = filter?.match(/^receivedDateTime (ge|gt) ([0-9TZ:.+-]+)$/)
  if (filter && (!from || Number.isNaN(Date.parse(from[2] as string)))) {
    throw badRequest('Only receivedDateTime ge or gt may be filtered on with delta.', 'ErrorInvalidUrlQueryFilter')
  }
  const order = option('$orderby')
  if (order && order !== 'receivedDateTime desc') {
    throw badRequest('Only receivedDateTime desc may be ordered by with delta.', 'ErrorInvalidUrlQuery')
  }
  const changeType = option('changeType')
  if (changeType && !['created', 'updated', 'deleted'].includes(changeType)) {
    throw badRequest(`Invalid changeType '${changeType}'.`, 'ErrorInvalidUrlQuery')
  }
  const { select, expand } = viewOf(graph, call)
  const top = option('$top')
  return {
    select,
    expand,
    changeType,
    top: top ? Number(top) : undefined,
    newestFirst: order !== undefined,
    // `gt` an instant of whole seconds is `ge` the next one.
    from: from ? Date.parse(from[2] as string) + (from[1] === 'gt' ? 1 : 0) : undefined,
  }
}

/** The first round: what is in the folder, in arrival order unless newest first was asked for. */
function snapshotPage(graph: Graph, call: MailboxCall, token: SyncToken, size: number): DeltaPage {
  const { query, position } = token
  const items = graph.store.messagesIn(token.folder).toSorted(query.newestFirst ? newestFirst : byArrival)
  const rest = items.filter((message) => !position || isAfter(message, position, query.newestFirst))
  // Newest first, all that is too old stands at the end and need not be looked at.
  const candidates = query.newestFirst ? rest.filter((message) => isWanted(message, query)) : rest
  const scanned: StoredMessage[] = []
  const value: StoredMessage[] = []
  for (const message of candidates) {
    if (value.length === size || scanned.length === size * SCAN_FACTOR) break
    scanned.push(message)
    if (isWanted(message, query)) value.push(message)
  }
  const sent = token.sent + value.length
  const done = scanned.length === candidates.length || (query.from !== undefined && sent >= FILTERED_CAP)
  const last = scanned.at(-1)
  const view = viewFor(graph, call, query)
  return {
    value: value.map((message) => entry(message, view)),
    done,
    next: done
      ? roundEnd(token, token.head)
      : { ...token, sent, position: last ? { received: last.received, key: last.key } : position },
  }
}

const isWanted = (message: StoredMessage, query: SyncQuery) =>
  query.from === undefined || Date.parse(message.received) >= query.from

const newestFirst = (a: StoredMessage, b: StoredMessage) => b.received.localeCompare(a.received) || b.key - a.key
const byArrival = (a: StoredMessage, b: StoredMessage) => a.key - b.key

function isAfter(message: StoredMessage, position: { received: string; key: number }, desc: boolean): boolean {
  if (!desc) return message.key > position.key
  return message.received < position.received || (message.received === position.received && message.key < position.key)
}

/** A later round: everything that happened to the folder between two positions of the mailbox's history. */
function changesPage(graph: Graph, call: MailboxCall, token: SyncToken, size: number): DeltaPage {
  const since = token.since ?? 0
  const history = graph.store.changes(call.mailbox.oid)
  const head = token.position === undefined ? history.length : token.head
  const entries = roundEntries(graph, call, token.query, history.slice(since, head), token.folder)
  const start = token.position?.key ?? 0
  const value = entries.slice(start, start + size)
  const done = start + size >= entries.length
  return {
    value,
    done,
    next: done ? roundEnd(token, head) : { ...token, head, position: { received: '', key: start + size } },
  }
}

function roundEntries(
  graph: Graph,
  call: MailboxCall,
  query: SyncQuery,
  changes: readonly Change[],
  folder: string,
): Entry[] {
  const view = viewFor(graph, call, query)
  const byItem = Map.groupBy(
    changes.filter((change) => change.folder === folder),
    (change) => change.key,
  )
  const entries: Entry[] = []
  const repeated: Entry[] = []
  for (const [key, own] of byItem) {
    const message = graph.store.message(key)
    const found = itemEntries(message, own, view, folder).filter((one) => isAsked(one.kind, query.changeType))
    entries.push(...found.map((one) => one.entry))
    // A message that was moved in comes twice (msgraph-sdk-go issue 969); takers must not mind.
    if (message && own.some((change) => change.kind === 'entered' && change.moved)) {
      repeated.push(...found.filter((one) => one.kind === 'created').map((one) => one.entry))
    }
  }
  return [...entries, ...repeated]
}

type Kind = 'created' | 'updated' | 'deleted'

const isAsked = (kind: Kind, changeType: string | undefined) => !changeType || changeType === kind

function itemEntries(
  message: StoredMessage | undefined,
  changes: Change[],
  view: MessageView,
  folder: string,
): { kind: Kind; entry: Entry }[] {
  const first = changes[0] as Change
  const here = message?.folder === folder
  const left = changes.filter((change) => change.kind === 'left')
  if (view.idForm === 'immutable') {
    // Left and come back between two rounds: Exchange reports only the leaving (microsoft-graph-docs-contrib issue 72).
    if (left.length > 0 || !here) return [{ kind: 'deleted', entry: tombstone(first, view.idForm) }]
  } else {
    const gone = left.map((change) => ({ kind: 'deleted' as const, entry: tombstone(change, view.idForm) }))
    if (!here || !message) return gone
    if (gone.length > 0) return [...gone, { kind: 'created', entry: entry(message, view) }]
  }
  if (!message) return []
  if (changes.some((change) => change.kind === 'entered')) return [{ kind: 'created', entry: entry(message, view) }]
  const update = partialEntry(message, changes, view)
  return update ? [{ kind: 'updated', entry: update }] : []
}

const entry = (message: StoredMessage, view: MessageView): Entry => ({
  '@odata.type': '#microsoft.graph.message',
  ...messageShape(message, view),
})

const tombstone = ({ mailbox, key, moves }: Change, form: IdForm): Entry => ({
  id: itemId(form, mailbox, key, moves),
  '@removed': { reason: 'deleted' },
})

/** Only what changed, as Exchange answers; nothing at all when none of it was selected. */
function partialEntry(message: StoredMessage, changes: Change[], view: MessageView): Entry | undefined {
  const names = [...new Set(changes.flatMap((change) => change.fields))].flatMap(
    (field) => CHANGED_PROPERTIES[field] ?? [],
  )
  const asked = names.filter((name) => !view.select || view.select.includes(name))
  if (asked.length === 0) return undefined
  const always = ['parentFolderId', 'lastModifiedDateTime', 'changeKey'].filter((name) => view.select?.includes(name))
  return entry(message, { ...view, select: [...asked, ...always], expand: { attachments: false, properties: [] } })
}

const roundEnd = (token: SyncToken, head: number): SyncToken => ({
  ...token,
  since: head,
  head,
  position: undefined,
  sent: 0,
})

const viewFor = (graph: Graph, call: MailboxCall, query: SyncQuery): MessageView => ({
  ...viewOf(graph, { ...call, query: new URLSearchParams() }),
  select: query.select,
  expand: query.expand,
})

function linkOf(graph: Graph, call: MailboxCall, page: DeltaPage): string {
  const name = page.done ? '$deltatoken' : '$skiptoken'
  const folder = encodeURIComponent(page.next.folder)
  const path = `/v1.0/users/${call.mailbox.oid}/mailFolders('${folder}')/messages/delta`
  return `${call.base}${path}?${name}=${encodeURIComponent(writeSealed(graph.tokenKey, page.next))}`
}
