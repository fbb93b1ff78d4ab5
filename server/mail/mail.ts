import type { Recipient } from '@microsoft/microsoft-graph-types'
import { type DeltaItem, TRACKED_MARK, UNCHECKED_MARK } from '../graph/mail.ts'
import { parseAddress } from '../platform/address.ts'
import type { MailDetails, Person } from '../timeline/schema.ts'
import { type DeliveryReport, headersOf, reportFromHeaders } from './delivery-report.ts'

export type MailKind = MailDetails['kind']

/** A message as the rules see it. */
export interface Mail {
  graphId: string
  /** Message-ID without brackets; null where the mail carries none. */
  internetMessageId: string | null
  from: Person | null
  /** Who wrote it in the name of `from`; null where that is the same. */
  sender: Person | null
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string | null
  preview: string | null
  sentAt: Date
  receivedAt: Date
  isDraft: boolean
  isPrivate: boolean
  kind: MailKind
  /** Of a bounce: whom a mail did not reach, as far as is known yet. */
  report: DeliveryReport | null
  hasAttachments: boolean
  webLink: string | null
  /** What the add-in marked it with, where its opens are looked at. */
  trackedMailId?: string
  /** It went before the add-in could look its recipients up. */
  unchecked?: true
}

export class UnreadableMail extends Error {
  override name = 'UnreadableMail'
}

/** A delta item may carry only what changed: then the message has to be fetched before it can be judged. */
export const isPartial = (item: DeltaItem): boolean =>
  item.from === undefined || item.toRecipients === undefined || item.subject === undefined || item.isDraft === undefined

/** @throws UnreadableMail naming the part that is missing or broken; the message is then set aside. */
export function readMail(item: DeltaItem): Mail {
  const sentAt = instant(item.sentDateTime)
  const receivedAt = instant(item.receivedDateTime)
  const when = sentAt ?? receivedAt ?? instant(item.createdDateTime)
  if (!when) throw new UnreadableMail('The message has no date.')
  const to = people(item.toRecipients)
  const cc = people(item.ccRecipients)
  const bcc = people(item.bccRecipients)
  const from = person(item.from) ?? person(item.sender)
  const kind = kindOf(item, to.length + cc.length + bcc.length)
  return {
    graphId: item.id,
    internetMessageId: clean(item.internetMessageId)?.trim().replace(/^<|>$/g, '') || null,
    from,
    sender: onBehalf(from, person(item.sender)),
    to,
    cc,
    bcc,
    subject: clean(item.subject),
    preview: clean(item.bodyPreview?.slice(0, 255)),
    sentAt: sentAt ?? when,
    receivedAt: receivedAt ?? when,
    isDraft: item.isDraft === true,
    isPrivate: isPrivate(item),
    kind,
    report: kind === 'bounce' ? reportFromHeaders(headersOf({ get: (name) => header(item, name) })) : null,
    hasAttachments: item.hasAttachments === true,
    webLink: clean(item.webLink),
    ...ownMarks(item),
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Sent items show headers of one's own as a named property, some also among their headers. */
function ownMarks(item: DeltaItem): Pick<Mail, 'trackedMailId' | 'unchecked'> {
  const tracked = ownMark(item, TRACKED_MARK, 'x-throughline-id')
  return {
    ...(UUID.test(tracked) ? { trackedMailId: tracked } : {}),
    ...(ownMark(item, UNCHECKED_MARK, 'x-throughline-unchecked') === '1' ? { unchecked: true as const } : {}),
  }
}

function ownMark(item: DeltaItem, property: string, name: string): string {
  const found = item.singleValueExtendedProperties?.find(({ id }) => id?.toLowerCase() === property.toLowerCase())
  return (found?.value ?? header(item, name) ?? '').trim().toLowerCase()
}

const instant = (text: string | null | undefined): Date | null => {
  const time = text ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) || time > Date.UTC(9999, 0) || time < Date.UTC(1970, 0) ? null : new Date(time)
}

/** PostgreSQL stores no NUL, and a lone surrogate is no text. */
export const clean = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '').toWellFormed() ?? null

function person(recipient: Recipient | null | undefined): Person | null {
  const address = clean(recipient?.emailAddress?.address)?.trim()
  return address ? { address, name: clean(recipient?.emailAddress?.name)?.trim() || null } : null
}

const onBehalf = (from: Person | null, sender: Person | null): Person | null =>
  sender && from && sender.address.toLowerCase() !== from.address.toLowerCase() ? sender : null

const people = (recipients: Recipient[] | null | undefined): Person[] =>
  (recipients ?? []).map(person).filter((found) => found !== null)

/** Outlook's own property first, the header of other programs second. Personal, private and confidential alike (TL-04). */
function isPrivate(item: DeltaItem): boolean {
  const sensitivity = extended(item, 'Integer', 0x36)
  if (sensitivity && sensitivity !== '0') return true
  return /private|personal|confidential/i.test(header(item, 'sensitivity') ?? '')
}

/** Graph writes the hexadecimal id in its own way (`String 0x1a`): compare the number. */
function extended(item: DeltaItem, type: string, tag: number): string | null {
  const property = item.singleValueExtendedProperties?.find(({ id }) => {
    const [kind, number] = (id ?? '').split(' ')
    return kind?.toLowerCase() === type.toLowerCase() && Number(number) === tag
  })
  return property?.value ?? null
}

const header = (item: DeltaItem, name: string): string | null =>
  item.internetMessageHeaders?.find((found) => found.name?.toLowerCase() === name)?.value ?? null

const LIST_SIZE = 50

/** What machines send is kept apart: only mail between people counts as contact (TL-09). Headers, never subjects. */
function kindOf(item: DeltaItem, recipients: number): MailKind {
  const messageClass = extended(item, 'String', 0x1a) ?? ''
  const sender = item.from?.emailAddress?.address ?? ''
  if (
    /^report\..*\.ndr$/i.test(messageClass) ||
    /report-type="?delivery-status/i.test(header(item, 'content-type') ?? '') ||
    header(item, 'x-failed-recipients') ||
    /^(mailer-daemon|postmaster)@/i.test(sender)
  ) {
    return 'bounce'
  }
  if (/eventMessage/i.test(item['@odata.type'] ?? '') || /^ipm\.schedule/i.test(messageClass)) return 'calendar'
  const automatic = header(item, 'auto-submitted')?.trim().toLowerCase()
  if (automatic?.startsWith('auto-replied') || answersByItself(item, messageClass)) return 'auto_reply'
  if (
    (automatic && automatic !== 'no') ||
    header(item, 'list-unsubscribe') ||
    header(item, 'list-id') ||
    /bulk|list|junk/i.test(header(item, 'precedence') ?? '') ||
    // What asks for no answer of machines was sent by one ([MS-OXCMAIL]): our own questions to confirm too.
    /\ball\b/i.test(header(item, 'x-auto-response-suppress') ?? '') ||
    recipients >= LIST_SIZE
  ) {
    return 'bulk'
  }
  return 'person'
}

/** Receipts (RFC 8098; Outlook's class ends in IPNRN or IPNNRN), rules, and answering machines by their older marks. */
function answersByItself(item: DeltaItem, messageClass: string): boolean {
  const says = (name: string) => !/^(|no|false)$/i.test((header(item, name) ?? '').trim())
  return (
    /^report\.|^ipm\.note\.rules\.(oof|reply)template/i.test(messageClass) ||
    /report-type="?disposition-notification/i.test(header(item, 'content-type') ?? '') ||
    ['x-autoreply', 'x-autoreply-from', 'x-autorespond', 'x-autogenerated', 'x-fc-machinegenerated'].some(says) ||
    /^autoresponder$/i.test((header(item, 'delivered-to') ?? '').trim()) ||
    /auto_reply/i.test(header(item, 'precedence') ?? '')
  )
}

/** Mail without a Message-ID is known by who sent it, when, and its subject, which is alike in every mailbox. */
export function identityOf(mail: Mail): string {
  if (mail.internetMessageId) return mail.internetMessageId
  return `none:${parseAddress(mail.from?.address)?.normal ?? ''}:${mail.sentAt.toISOString().slice(0, 19)}:${subjectKey(mail.subject)}`
}

/** The subject without reply marks and the tags that gateways put in front. */
export const subjectKey = (subject: string | null): string =>
  (subject ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:(?:(?:re|aw|fw|fwd|wg|tr|rv|sv)\s*:|\[[^\]]{0,40}\])\s*)+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()
