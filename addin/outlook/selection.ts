import { attempt } from './start.ts'
import { writtenKey } from './written-key.ts'

export interface Address {
  name: string | null
  address: string
}

/** The message the pane is for: a snapshot, since Outlook's own object changes under us. */
export interface ReadMessage {
  /** Message-ID where there is one (a fresh sent item may lack it), else Outlook's item id. */
  key: string
  internetMessageId: string | null
  subject: string
  from: Address | null
  sender: Address | null
  replyTo: Address[]
  to: Address[]
  cc: Address[]
  own: string
}

export type Selection =
  | { kind: 'message'; message: ReadMessage }
  | { kind: 'none' | 'several' | 'system' | 'appointment' }
  /** A message being written; the key tells it from the next. */
  | { kind: 'compose'; key: string }
  | { kind: 'protected'; subject: string }

/** What we read of `Office.context.mailbox`; every part may be missing in some client. */
export interface MailboxLike {
  item?: unknown
  userProfile?: { emailAddress?: string }
}

interface ItemLike {
  itemType?: string
  itemClass?: string
  itemId?: string
  internetMessageId?: string
  subject?: unknown
  from?: unknown
  sender?: unknown
  to?: unknown
  cc?: unknown
  attachments?: { name?: string }[]
}

const nothing: Selection = { kind: 'none' }

/** What is selected in Outlook now. Never throws. */
export function readSelection(mailbox: MailboxLike | undefined): Selection {
  const item = attempt(() => mailbox?.item) as ItemLike | null | undefined
  if (!item) return nothing
  const itemClass = attempt(() => item.itemClass) ?? ''
  if (attempt(() => item.itemType) === 'appointment') return { kind: 'appointment' }
  if (isSystem(itemClass)) return { kind: 'system' }
  const subject = attempt(() => item.subject)
  if (subject !== null && typeof subject === 'object') return { kind: 'compose', key: writtenKey(item) }
  const title = typeof subject === 'string' ? subject : ''
  if (isProtected(itemClass, attempt(() => item.attachments) ?? [])) return { kind: 'protected', subject: title }
  return readMessage(item, title, attempt(() => mailbox?.userProfile?.emailAddress) ?? '')
}

function readMessage(item: ItemLike, subject: string, own: string): Selection {
  const internetMessageId = attempt(() => item.internetMessageId) || null
  const key = internetMessageId ?? attempt(() => item.itemId)
  if (!key) return nothing
  return {
    kind: 'message',
    message: {
      key,
      internetMessageId,
      subject,
      own,
      from: readAddress(attempt(() => item.from)),
      sender: readAddress(attempt(() => item.sender)),
      replyTo: [],
      to: readAddresses(attempt(() => item.to)),
      cc: readAddresses(attempt(() => item.cc)),
    },
  }
}

/** Reports (NDR, receipts), out-of-office templates and recalls are written by servers, not by people. */
function isSystem(itemClass: string): boolean {
  return /^(REPORT\.|IPM\.Report|IPM\.Outlook\.Recall|IPM\.Note\.Rules\.|IPM\.Note\.StorageQuotaWarning)/i.test(
    itemClass,
  )
}

/** Encrypted by S/MIME or rights management. A message that is only signed stays readable. */
function isProtected(itemClass: string, attachments: { name?: string }[]): boolean {
  if (/^IPM\.Note\.SMIME\.MultipartSigned/i.test(itemClass)) return false
  return /^IPM\.Note\.(.*SMIME|rpmsg)/i.test(itemClass) || attachments.some((file) => file?.name === 'message.rpmsg')
}

function readAddresses(people: unknown): Address[] {
  if (!Array.isArray(people)) return []
  return people.map(readAddress).filter((person) => person !== null)
}

function readAddress(person: unknown): Address | null {
  const { displayName, emailAddress } = (person ?? {}) as { displayName?: string; emailAddress?: string }
  const address = emailAddress?.trim()
  if (!address?.includes('@')) return null
  const name = displayName?.trim()
  return { name: name && name.toLowerCase() !== address.toLowerCase() ? name : null, address }
}
