import type { EmailAddress, Message, Recipient } from '@microsoft/microsoft-graph-types'
import type { Person } from '../people.ts'
import { toEwsId } from './ids.ts'
import type { HostSettings } from './settings.ts'

/** Item types as the host numbers them. */
const ItemType = { message: 1, meetingRequest: 3, messageCompose: 4, none: 6 } as const
/** Permission levels as the host numbers them; office.js maps them to its own order. */
const PERMISSION = { Restricted: 0, ReadItem: 1, ReadWriteItem: 3, ReadWriteMailbox: 2 } as const

/** A person on an item: `recipientType` 2 is a colleague, 3 somebody outside the organisation. */
export interface ItemPerson {
  name: string
  address: string
  recipientType: number
}

export type InitialData = Record<string, unknown> & { itemType: number }

/** A Graph message with what only some of them carry. */
export type MailMessage = Message & {
  '@odata.type'?: string
  /** Of meeting requests. */
  startDateTime?: { dateTime?: string; timeZone?: string }
  endDateTime?: { dateTime?: string; timeZone?: string }
  location?: { displayName?: string }
}

const MESSAGE_CLASS = 'String 0x001A'

/** MAPI message class: asked for with the message, else told by the kind of resource. */
export function itemClassOf(message: MailMessage): string {
  const property = message.singleValueExtendedProperties?.find(
    ({ id }) => id?.toLowerCase() === MESSAGE_CLASS.toLowerCase(),
  )
  if (property?.value) return property.value
  return message['@odata.type'] === '#microsoft.graph.eventMessageRequest' ? 'IPM.Schedule.Meeting.Request' : 'IPM.Note'
}

/** Outlook never starts add-ins on non-delivery reports and receipts. */
export const isReport = (message: MailMessage) => /^(REPORT\.|IPM\.Report)/i.test(itemClassOf(message))

/** What every item's data begins with: who reads, with which rights, in what window. */
function commonData(person: Person, settings: HostSettings) {
  return {
    permissionLevel: PERMISSION[settings.permission],
    userDisplayName: person.name,
    userEmailAddress: person.email,
    userTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userProfileType: 'office365',
    hostVersion: '16.01.15407.1',
    owaView: window.innerWidth < 1000 ? 'TwoColumns' : 'ThreeColumns',
    ewsUrl: '',
    restUrl: '',
    extensionId: '',
    timeZoneOffsets: null,
    openWindowOpen: false,
  }
}

export const noItemData = (person: Person, settings: HostSettings): InitialData => ({
  ...commonData(person, settings),
  itemType: ItemType.none,
})

export function composeData(person: Person, settings: HostSettings, conversationId: string | null): InitialData {
  return { ...commonData(person, settings), itemType: ItemType.messageCompose, conversationId, isRead: true }
}

/** A message being read, as office.js wants it: addresses flat, instants in epoch milliseconds, the id in Exchange's alphabet. */
export function messageData(person: Person, settings: HostSettings, message: MailMessage): InitialData {
  const subject = message.subject ?? ''
  const created = instant(message.createdDateTime ?? message.receivedDateTime)
  const itemClass = itemClassOf(message)
  return {
    ...commonData(person, settings),
    itemType: itemClass.startsWith('IPM.Schedule.Meeting') ? ItemType.meetingRequest : ItemType.message,
    id: toEwsId(message.id ?? ''),
    conversationId: message.conversationId && toEwsId(message.conversationId),
    internetMessageId: message.internetMessageId ?? undefined,
    itemClass,
    subject,
    normalizedSubject: normalizedSubject(subject),
    from: itemPerson(message.from?.emailAddress, person),
    sender: itemPerson((message.sender ?? message.from)?.emailAddress, person),
    to: itemPeople(message.toRecipients, person),
    cc: itemPeople(message.ccRecipients, person),
    bcc: itemPeople(message.bccRecipients, person),
    dateTimeCreated: created,
    dateTimeModified: instant(message.lastModifiedDateTime) ?? created,
    attachments: (message.attachments ?? []).map((attachment) => ({
      id: toEwsId(attachment.id ?? ''),
      name: attachment.name ?? '',
      size: attachment.size ?? 0,
      attachmentType: attachment.contentType === 'message/rfc822' ? 1 : 0,
      contentType: attachment.contentType ?? 'application/octet-stream',
      isInline: attachment.isInline ?? false,
    })),
    entities: {},
    seriesId: null,
    isRead: message.isRead ?? true,
    start: instant(message.startDateTime?.dateTime),
    end: instant(message.endDateTime?.dateTime),
    location: message.location?.displayName,
  }
}

/** Outlook strips one leading prefix of up to three letters, as Exchange does for PR_NORMALIZED_SUBJECT. */
export const normalizedSubject = (subject: string) => subject.replace(/^\s*\p{L}{1,3}:\s*/u, '')

export const itemPeople = (recipients: Recipient[] | null | undefined, reader: Person): ItemPerson[] =>
  (recipients ?? []).flatMap(({ emailAddress }) => itemPerson(emailAddress, reader) ?? [])

export function itemPerson(address: EmailAddress | null | undefined, reader: Person): ItemPerson | undefined {
  if (!address?.address) return undefined
  return {
    name: address.name || address.address,
    address: address.address,
    recipientType: recipientType(address.address, reader),
  }
}

function recipientType(address: string, reader: Person): number {
  const domain = (of: string) => of.slice(of.lastIndexOf('@') + 1).toLowerCase()
  return domain(address) === domain(reader.email) ? 2 : 3
}

/** Graph writes UTC, for meetings without the letter that says so. */
function instant(text: string | null | undefined): number | undefined {
  if (!text) return undefined
  const time = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(time) ? undefined : time
}
