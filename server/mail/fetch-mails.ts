import type { Graph } from '../graph/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type DeltaItem, readMessage, readMimeOf } from '../graph/mail.ts'
import { readDeliveryReport } from './delivery-report.ts'
import { isPartial, type Mail, readMail } from './mail.ts'

export interface SetAside {
  graphMessageId: string
  reason: string
}

export interface ReadMails {
  mails: Mail[]
  /** Messages that could not be read; they never stop their mailbox. */
  setAside: SetAside[]
}

const AT_ONCE = 3

/**
 * Turns delta items into mails. An item that carries only what changed is read whole first; one that is gone by then is
 * left out.
 * @throws GraphFailure when the mailbox itself cannot be asked now.
 */
export async function readItems(graph: Graph, mailbox: string, items: DeltaItem[]): Promise<ReadMails> {
  const read: ReadMails = { mails: [], setAside: [] }
  for (const item of items) {
    if (typeof item?.id !== 'string' || item['@removed']) continue
    if (isPartial(item)) await fetchInto(read, graph, mailbox, item.id)
    else understand(read, item.id, item)
  }
  await readReports(read, graph, mailbox)
  return read
}

/** Reads messages by their ids, a few at a time. @throws GraphFailure when the mailbox cannot be asked now. */
export async function readByIds(graph: Graph, mailbox: string, ids: string[]): Promise<ReadMails> {
  const read: ReadMails = { mails: [], setAside: [] }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => fetchInto(read, graph, mailbox, id)))
  }
  await readReports(read, graph, mailbox)
  return read
}

async function fetchInto(read: ReadMails, graph: Graph, mailbox: string, id: string): Promise<void> {
  try {
    understand(read, id, await readMessage(graph, mailbox, id))
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.isTransient || concernsMailbox(error)) throw error
    // Gone by now: sent mail, for one, first shows under a passing id of the Outbox.
    if (!isGone(error))
      read.setAside.push({ graphMessageId: id, reason: `Graph refused it: ${error.status} ${error.code}.` })
  }
}

/** The message is not there any more, or under another id. */
export const isGone = (error: GraphFailure) =>
  error.status === 404 && error.is('ErrorItemNotFound', 'itemNotFound', 'ResourceNotFound', 'NotFound')

/** Refusals that say nothing about the one message: the sign-in, the right, or the mailbox as a whole. */
export const concernsMailbox = (error: GraphFailure) =>
  error.status === 401 || error.status === 403 || (error.status === 404 && !isGone(error))

function understand(read: ReadMails, id: string, item: DeltaItem): void {
  try {
    read.mails.push(readMail({ ...item, id }))
  } catch (error) {
    read.setAside.push({ graphMessageId: id, reason: error instanceof Error ? error.message : 'unreadable' })
  }
}

/**
 * Of what came back, reads the report itself: one request each. Where that is refused, what the headers tell remains, and
 * the message is set aside with the reason. @throws GraphFailure when the mailbox cannot be asked now.
 */
async function readReports(read: ReadMails, graph: Graph, mailbox: string): Promise<void> {
  const bounces = read.mails.filter(({ report, isDraft, isPrivate }) => report && !isDraft && !isPrivate)
  for (let at = 0; at < bounces.length; at += AT_ONCE) {
    await Promise.all(bounces.slice(at, at + AT_ONCE).map((mail) => readReport(read, graph, mailbox, mail)))
  }
}

async function readReport(read: ReadMails, graph: Graph, mailbox: string, mail: Mail): Promise<void> {
  const told = mail.report
  if (!told) return
  try {
    const mime = await readMimeOf(graph, mailbox, mail.graphId)
    const failed = told.failures.flatMap(({ addresses }) => addresses)
    mail.report = readDeliveryReport(mime, { failed, originals: told.originals })
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.isTransient || concernsMailbox(error)) throw error
    if (isGone(error)) return
    read.setAside.push({
      graphMessageId: mail.graphId,
      reason: `Graph refused the delivery report: ${error.status} ${error.code}.`,
    })
  }
}
