import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

const PURPOSE = 'unsubscribe token'
const ADDRESS = 'unsubscribe address'
const ID_BYTES = 16
const ADDRESS_BYTES = 8
const MAC_BYTES = 16
/** What the token is for: marketing email. Another purpose gets another number. */
const MARKETING = 1
const SIGNED = ID_BYTES + 1 + ADDRESS_BYTES
const SHAPE = /^[\w-]{55}$/

export interface UnsubscribeToken {
  contactId: string
  /** Whether this is the address the mail went to. The token holds a keyed hash of it: it stands in logs of others. */
  isFor(address: string): boolean
}

const hashOf = (secrets: Secrets, address: string): Buffer => secrets.hash(ADDRESS, address).subarray(0, ADDRESS_BYTES)

/** Names a contact, an address (in its normal form) and a purpose. It never expires (CO-09). */
export function writeUnsubscribeToken(secrets: Secrets, contactId: string, address: string): string {
  const signed = Buffer.concat([
    Buffer.from(contactId.replaceAll('-', ''), 'hex'),
    Buffer.from([MARKETING]),
    hashOf(secrets, address),
  ])
  return Buffer.concat([signed, mac(secrets, signed)]).toString('base64url')
}

/** Null for what we did not write. */
export function readUnsubscribeToken(secrets: Secrets, token: string): UnsubscribeToken | null {
  if (!SHAPE.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // The last letter has two bits to spare: a token has one way of being written.
  if (bytes.toString('base64url') !== token || bytes[ID_BYTES] !== MARKETING) return null
  if (!timingSafeEqual(mac(secrets, bytes.subarray(0, SIGNED)), bytes.subarray(SIGNED))) return null
  const hex = bytes.toString('hex', 0, ID_BYTES)
  const address = bytes.subarray(ID_BYTES + 1, SIGNED)
  return {
    contactId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    isFor: (candidate) => hashOf(secrets, candidate).equals(address),
  }
}

const mac = (secrets: Secrets, signed: Buffer): Buffer =>
  secrets.hash(PURPOSE, signed.toString('latin1')).subarray(0, MAC_BYTES)
