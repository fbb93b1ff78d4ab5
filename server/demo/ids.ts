import { createHash } from 'node:crypto'

/**
 * Item ids in the forms Exchange uses. An ordinary (`rest`) id names the item *in its folder* and so carries the number
 * of moves; an immutable id does not. Both decode by themselves: no table of past ids is needed to tell a stale one.
 */
export type IdForm = 'rest' | 'immutable'
export type ExchangeIdForm = 'restId' | 'restImmutableEntryId' | 'ewsId' | 'entryId' | 'immutableEntryId'

export interface ItemId {
  form: IdForm
  mailbox: string
  key: number
  /** Undefined for the immutable form. */
  moves: number | undefined
}

const REST = Buffer.from([0x00, 0x03, 0x24, 0x00])
const IMMUTABLE = Buffer.from('AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A'.replaceAll('-', '/'), 'base64')
const REST_FILL = 113 - REST.length - 36 - 8
const IMMUTABLE_FILL = 22

/** @param moves how often the item has moved so far; ignored for the immutable form. */
export function itemId(form: IdForm, mailbox: string, key: number, moves: number): string {
  return urlSafe(itemBytes(form, mailbox, key, moves))
}

function itemBytes(form: IdForm, mailbox: string, key: number, moves: number): Buffer {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(key, 0)
  if (form === 'immutable') {
    return Buffer.concat([IMMUTABLE, digest(mailbox, IMMUTABLE_FILL), numbers.subarray(0, 4)])
  }
  numbers.writeUInt32BE(moves, 4)
  return Buffer.concat([REST, Buffer.from(mailbox), digest(`${mailbox}/${key}/${moves}`, REST_FILL), numbers])
}

/** Reads an id back, or undefined when it is none of this tenant's. Ids are case-sensitive. */
export function readItemId(id: string, mailbox: string): ItemId | undefined {
  const bytes = Buffer.from(id.replaceAll('-', '/').replaceAll('_', '+'), 'base64')
  const form: IdForm = bytes.subarray(0, REST.length).equals(REST) ? 'rest' : 'immutable'
  if (bytes.length < 12) return undefined
  const key = form === 'rest' ? bytes.readUInt32BE(bytes.length - 8) : bytes.readUInt32BE(bytes.length - 4)
  const moves = form === 'rest' ? bytes.readUInt32BE(bytes.length - 4) : undefined
  return itemId(form, mailbox, key, moves ?? 0) === id ? { form, mailbox, key, moves } : undefined
}

/** The same item's id in another of Exchange's formats (`translateExchangeIds`). */
export function exchangeId(form: ExchangeIdForm, mailbox: string, key: number, moves: number): string {
  const immutable = form === 'restImmutableEntryId' || form === 'immutableEntryId'
  const bytes = itemBytes(immutable ? 'immutable' : 'rest', mailbox, key, moves)
  if (form === 'ewsId') return bytes.toString('base64')
  if (form === 'entryId' || form === 'immutableEntryId') return bytes.subarray(2).toString('base64url')
  return urlSafe(bytes)
}

/** Reads an id of a named Exchange format back. */
export function readExchangeId(form: ExchangeIdForm, id: string, mailbox: string): ItemId | undefined {
  if (form === 'ewsId') return readItemId(id.replaceAll('/', '-').replaceAll('+', '_'), mailbox)
  if (form === 'restId' || form === 'restImmutableEntryId') return readItemId(id, mailbox)
  const head = form === 'entryId' ? REST : IMMUTABLE
  return readItemId(urlSafe(Buffer.concat([head.subarray(0, 2), Buffer.from(id, 'base64url')])), mailbox)
}

export const folderId = (mailbox: string, name: string): string =>
  urlSafe(
    Buffer.concat([Buffer.from([0x01, 0x03, 0x24, 0x00]), Buffer.from(mailbox), digest(`${mailbox}:${name}`, 49)]),
  )

export const conversationId = (mailbox: string, conversation: string): string =>
  urlSafe(Buffer.concat([Buffer.from([0x00, 0x04, 0x24, 0x00]), Buffer.from(mailbox), digest(conversation, 16)]))

/** Header block of PidTagConversationIndex: 0x01, five bytes of time, a GUID ([MS-OXOMSG] 2.2.1.3). */
export function conversationIndex(conversation: string, created: string): string {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE((BigInt(Date.parse(created)) + 11_644_473_600_000n) * 10_000n)
  return Buffer.concat([Buffer.from([1]), time.subarray(0, 5), digest(conversation, 16)]).toString('base64')
}

export const attachmentId = (message: string, name: string): string => urlSafe(digest(`${message}#${name}`, 120))

export const changeKey = (key: number, version: number): string =>
  Buffer.concat([Buffer.from([0x09, 0, 0, 0, 0x16, 0, 0, 0]), digest(`${key}@${version}`, 20)]).toString('base64')

/** A GUID that is the same for the same name, wherever and whenever it is made. */
export function guidFor(name: string): string {
  const bytes = createHash('sha256').update(`throughline-demo:${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Exchange writes `-` for `/` and `_` for `+`: not the usual base64url, and padding stays. */
const urlSafe = (bytes: Buffer) => bytes.toString('base64').replaceAll('/', '-').replaceAll('+', '_')

function digest(text: string, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0; i * 32 < length; i++) blocks.push(createHash('sha256').update(`${i}:${text}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}
