import type {
  Address,
  DeliveryReport,
  ExtendedProperty,
  Header,
  Mailbox,
  Meeting,
  StoredAttachment,
  StoredMessage,
} from './model.ts'

/** One email as it was written, before each mailbox gets a copy of its own. */
export interface Letter {
  internetMessageId: string | null
  conversation: string
  subject: string
  html: string
  from: Address | null
  to: Address[]
  /** ISO instant, UTC. */
  sent: string
  sender?: Address
  cc?: Address[]
  bcc?: Address[]
  replyTo?: Address[]
  importance?: 'low' | 'normal' | 'high'
  inReplyTo?: string | null
  references?: string[]
  headers?: Header[]
  sensitivity?: 0 | 1 | 2 | 3
  messageClass?: string
  extended?: ExtendedProperty[]
  attachments?: StoredAttachment[]
  meeting?: Meeting
  report?: DeliveryReport
  categories?: string[]
  /** Newsletters and robots go to Other. */
  focused?: boolean
}

const SECONDS_IN_TRANSIT = 2

/** Instants to the second, as Exchange keeps them. */
export const stamp = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`

/** The sender's own copy: the only one that names the blind recipients. */
export function sentCopy(letter: Letter, mailbox: Mailbox, folder: string, key: number): StoredMessage {
  return { ...copy(letter, mailbox, folder, key), bcc: letter.bcc ?? [], isRead: true, outgoing: true }
}

/** A recipient's copy. */
export function receivedCopy(letter: Letter, mailbox: Mailbox, folder: string, key: number): StoredMessage {
  const received = stamp(new Date(Date.parse(letter.sent) + SECONDS_IN_TRANSIT * 1000))
  return { ...copy(letter, mailbox, folder, key), received, created: received, modified: received, extended: [] }
}

export function draftCopy(letter: Letter, mailbox: Mailbox, folder: string, key: number): StoredMessage {
  return { ...sentCopy(letter, mailbox, folder, key), isDraft: true }
}

/** The mailboxes of this tenant that the letter reaches, each once. */
export function reached(letter: Letter, mailboxes: Iterable<Mailbox>): Mailbox[] {
  const wanted = new Set(
    [...letter.to, ...(letter.cc ?? []), ...(letter.bcc ?? [])].map(({ address }) => address.toLowerCase()),
  )
  return [...mailboxes].filter((mailbox) => mailbox.addresses.some((address) => wanted.has(address)))
}

function copy(letter: Letter, mailbox: Mailbox, folder: string, key: number): StoredMessage {
  return {
    key,
    mailbox: mailbox.oid,
    folder,
    moves: 0,
    version: 1,
    internetMessageId: letter.internetMessageId,
    conversation: letter.conversation,
    subject: letter.subject,
    html: letter.html,
    from: letter.from,
    sender: letter.sender ?? letter.from,
    to: letter.to,
    cc: letter.cc ?? [],
    bcc: [],
    replyTo: letter.replyTo ?? [],
    created: letter.sent,
    modified: letter.sent,
    sent: letter.sent,
    received: letter.sent,
    outgoing: false,
    isRead: false,
    isDraft: false,
    importance: letter.importance ?? 'normal',
    focused: letter.focused ?? true,
    flagged: false,
    categories: letter.categories ?? [],
    inReplyTo: letter.inReplyTo ?? null,
    references: letter.references ?? [],
    headers: letter.headers ?? [],
    sensitivity: letter.sensitivity ?? 0,
    messageClass: letter.messageClass ?? 'IPM.Note',
    extended: letter.extended ?? [],
    attachments: letter.attachments ?? [],
    meeting: letter.meeting ?? null,
    report: letter.report ?? null,
  }
}
