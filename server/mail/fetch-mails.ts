import type { Graph } from '../graph/client.ts'
import { GraphFailure } from '../graph/failure.ts'
import { type DeltaItem, readMessage } from '../graph/mail.ts'
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

/**
 * Turns delta items into mails. An item that carries only what changed is read whole first; one that is gone by then is
 * left out.
 */
export async function readItems(graph: Graph, mailbox: string, items: DeltaItem[]): Promise<ReadMails> {
  const mails: Mail[] = []
  const setAside: SetAside[] = []
  for (const item of items) {
    if (typeof item?.id !== 'string' || item['@removed']) continue
    const whole = isPartial(item) ? await readWhole(graph, mailbox, item.id) : item
    if (!whole) continue
    try {
      mails.push(readMail({ ...whole, id: item.id }))
    } catch (error) {
      setAside.push({ graphMessageId: item.id, reason: error instanceof Error ? error.message : 'unreadable' })
    }
  }
  return { mails, setAside }
}

/** Null when the message is gone: sent mail first shows under a passing id of the Outbox. */
export async function readWhole(graph: Graph, mailbox: string, id: string): Promise<DeltaItem | null> {
  try {
    return await readMessage(graph, mailbox, id)
  } catch (error) {
    if (error instanceof GraphFailure && error.status === 404) return null
    throw error
  }
}
