import { randomUUID } from 'node:crypto'
import type { Graph } from './graph/context.ts'
import { deliverLetter } from './graph/send.ts'
import { itemId } from './ids.ts'
import { type Letter, stamp } from './letters.ts'
import type { Address } from './model.ts'
import { arrivingMail } from './seed/arriving.ts'
import { textToHtml } from './text.ts'

/** A message to arrive now. Whatever is absent is made up: a believable mail of one of the contacts. */
export interface Delivery {
  /** Addresses of the demo's mailboxes. */
  to: string[]
  from?: Address
  subject?: string
  text?: string
  html?: string
  cc?: Address[]
  /** Anything else of the letter, for the odd cases of tests. */
  letter?: Partial<Letter>
}

/** @returns the message's Internet id, and the immutable id of each copy. */
export async function deliverNow(graph: Graph, delivery: Delivery) {
  const to = delivery.to.map((address) => ({ name: nameOf(graph, address), address }))
  const made = arrivingMail(delivery.to[0] ?? '', graph.now())
  const own = delivery.html ?? (delivery.text === undefined ? undefined : textToHtml(delivery.text))
  const from = delivery.from ?? made.from
  const letter: Letter = {
    internetMessageId: `<${randomUUID()}@${from.address.split('@')[1] ?? 'localhost.example'}>`,
    conversation: randomUUID(),
    subject: delivery.subject ?? made.subject,
    html: own ?? made.html,
    attachments: own === undefined ? made.attachments : [],
    from,
    to,
    cc: delivery.cc ?? [],
    sent: stamp(graph.now()),
    ...delivery.letter,
  }
  const copies = deliverLetter(graph.store, letter)
  await graph.commit()
  return {
    internetMessageId: letter.internetMessageId ?? '',
    copies: copies.map(({ mailbox, key }) => ({ mailbox, id: itemId('immutable', mailbox, key, 0) })),
  }
}

function nameOf(graph: Graph, address: string): string {
  const mailbox = graph.store.mailboxOf(address)
  return (mailbox && graph.directory.user(mailbox.oid)?.displayName) ?? address
}
