import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** What a token stands for: the pixel of a mail, or a link of it. */
export type TokenKind = 'open' | 'click'

const kinds: Record<TokenKind, number> = { open: 1, click: 2 }
const PURPOSE = 'tracking token'
const ID_BYTES = 16
/** 128 bits that nobody without the key can guess. */
const MAC_BYTES = 16
const SIGNED = ID_BYTES + 1
/** 33 bytes are 44 letters to the bit: a token has one way of being written. */
const SHAPE = /^[\w-]{44}$/

/** A token names a row and nothing else, and is made by nobody but us. */
export function writeToken(secrets: Secrets, kind: TokenKind, id: string): string {
  const signed = Buffer.alloc(SIGNED)
  signed.write(id.replaceAll('-', ''), 'hex')
  signed[ID_BYTES] = kinds[kind]
  return Buffer.concat([signed, mac(secrets, signed)]).toString('base64url')
}

/** The id behind a token of this kind; null for what we did not write, letter for letter. */
export function readToken(secrets: Secrets, kind: TokenKind, token: string): string | null {
  if (!SHAPE.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes[ID_BYTES] !== kinds[kind]) return null
  if (!timingSafeEqual(mac(secrets, bytes.subarray(0, SIGNED)), bytes.subarray(SIGNED))) return null
  const hex = bytes.toString('hex', 0, ID_BYTES)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const REMEMBERED = 20_000

/** Reads tokens of one kind; those that were right before are known again, since an image is loaded more than once. */
export class TokenReader {
  readonly #secrets: Secrets
  readonly #kind: TokenKind
  #known = new Map<string, string>()

  constructor(secrets: Secrets, kind: TokenKind) {
    this.#secrets = secrets
    this.#kind = kind
  }

  read(token: string): string | null {
    const known = this.#known.get(token)
    if (known) return known
    const id = readToken(this.#secrets, this.#kind, token)
    if (!id) return null
    if (this.#known.size >= REMEMBERED) this.#known = new Map()
    this.#known.set(token, id)
    return id
  }
}

const mac = (secrets: Secrets, signed: Buffer): Buffer =>
  secrets.hash(PURPOSE, signed.toString('latin1')).subarray(0, MAC_BYTES)
