import type { Address, ExtendedProperty, Header, StoredAttachment, StoredMessage } from '../model.ts'
import { textToHtml } from '../text.ts'
import { badRequest } from './errors.ts'
import { normalExtendedId } from './query.ts'

type Json = Record<string, unknown>
export type MessageFields = Partial<StoredMessage>

const MOST_CUSTOM_HEADERS = 5
const MOST_RECIPIENTS = 500

/**
 * Reads a `microsoft.graph.message` as a client writes it: only what it holds, so that a PATCH leaves the rest.
 * @throws GraphError 400 with Exchange's code for what Exchange would refuse.
 */
export function readMessageFields(input: Json): MessageFields {
  const fields: MessageFields = {}
  if (typeof input.subject === 'string') fields.subject = input.subject
  if (isObject(input.body)) fields.html = htmlOf(input.body)
  for (const [name, field] of PEOPLE) if (name in input) fields[field] = readRecipients(input[name])
  for (const name of ['from', 'sender'] as const) if (isObject(input[name])) fields[name] = readAddress(input[name])
  if (isOneOf(input.importance, ['low', 'normal', 'high'])) fields.importance = input.importance
  if (isOneOf(input.inferenceClassification, ['focused', 'other'])) {
    fields.focused = input.inferenceClassification === 'focused'
  }
  if (typeof input.isRead === 'boolean') fields.isRead = input.isRead
  if (isObject(input.flag)) fields.flagged = input.flag.flagStatus === 'flagged'
  if (Array.isArray(input.categories)) fields.categories = input.categories.map(String)
  if (typeof input.internetMessageId === 'string') fields.internetMessageId = input.internetMessageId
  if (input.internetMessageHeaders) fields.headers = readHeaders(input.internetMessageHeaders)
  if (input.singleValueExtendedProperties) fields.extended = readExtended(input.singleValueExtendedProperties)
  if (Array.isArray(input.attachments)) fields.attachments = input.attachments.map(readAttachment)
  return fields
}

const PEOPLE = [
  ['toRecipients', 'to'],
  ['ccRecipients', 'cc'],
  ['bccRecipients', 'bcc'],
  ['replyTo', 'replyTo'],
] as const

/** @throws GraphError when there are none, too many, or one that is no address. */
export function checkRecipients(message: { to: Address[]; cc: Address[]; bcc: Address[] }): void {
  const all = [...message.to, ...message.cc, ...message.bcc]
  const wrong = all.length === 0 || all.some(({ address }) => !/^[^\s@]+@[^\s@]+$/.test(address))
  if (wrong || all.length > MOST_RECIPIENTS) {
    throw badRequest("At least one recipient isn't valid.", 'ErrorInvalidRecipients')
  }
}

function readRecipients(value: unknown): Address[] {
  return Array.isArray(value) ? value.map(readAddress) : []
}

function readAddress(value: unknown): Address {
  const inner = isObject(value) && isObject(value.emailAddress) ? value.emailAddress : {}
  const address = typeof inner.address === 'string' ? inner.address.trim() : ''
  return { name: typeof inner.name === 'string' && inner.name !== '' ? inner.name : address, address }
}

function htmlOf(body: Json): string {
  const content = typeof body.content === 'string' ? body.content : ''
  return String(body.contentType).toLowerCase() === 'html' ? content : textToHtml(content)
}

function readHeaders(value: unknown): Header[] {
  const headers = (Array.isArray(value) ? value : []).filter(isObject)
  const read = headers.map(({ name, value: text }) => ({ name: String(name), value: String(text) }))
  if (read.length > MOST_CUSTOM_HEADERS || read.some(({ name }) => !/^x-/i.test(name))) {
    throw badRequest(
      "The internet message header collection is invalid: names start with 'x-' or 'X-', at most five.",
      'InvalidInternetMessageHeaderCollection',
    )
  }
  return read
}

function readExtended(value: unknown): ExtendedProperty[] {
  const properties = (Array.isArray(value) ? value : []).filter(isObject)
  return properties.map((one) => ({ id: normalExtendedId(String(one.id)), value: String(one.value) }))
}

export function readAttachment(value: unknown): StoredAttachment {
  if (!isObject(value) || typeof value.name !== 'string' || typeof value.contentBytes !== 'string') {
    throw badRequest('Only file attachments with name and contentBytes are taken.', 'ErrorInvalidRequest')
  }
  return {
    id: '',
    name: value.name,
    contentType: typeof value.contentType === 'string' ? value.contentType : 'application/octet-stream',
    content: value.contentBytes,
    inline: value.isInline === true,
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOneOf = <Name extends string>(value: unknown, names: readonly Name[]): value is Name =>
  names.includes(value as Name)
