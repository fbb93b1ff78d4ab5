import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Expand } from './query.ts'

/** The options of the first request; later requests carry them only inside the token. */
export interface SyncQuery {
  select: string[] | undefined
  expand: Expand
  changeType: string | undefined
  top: number | undefined
  newestFirst: boolean
  /** Epoch milliseconds: earliest received instant wanted. */
  from: number | undefined
}

/** Where a chain of delta rounds stands. */
export interface SyncToken {
  folder: string
  generation: number
  /** Position in the mailbox's history up to which this round reports. */
  head: number
  /** Position from which this round reports; undefined in the first round, which lists the folder itself. */
  since: number | undefined
  /** Last item sent of this round. */
  position: { received: string; key: number } | undefined
  /** Messages sent so far in a filtered first round. */
  sent: number
  query: SyncQuery
}

/** Opaque to clients, and signed so that only our own come back. */
export function writeSealed(key: string, content: object): string {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${body}.${seal(key, body).toString('base64url')}`
}

/** @returns undefined for a token that another tenant, or nobody, has made. */
export function readSealed<Content>(key: string, text: string): Content | undefined {
  const [body = '', sealText = ''] = text.split('.')
  const expected = seal(key, body)
  const given = Buffer.from(sealText, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Content
}

const seal = (key: string, body: string) => createHmac('sha256', key).update(body).digest().subarray(0, 16)
