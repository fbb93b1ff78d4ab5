import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** How far the clock of a voice system may be off, and how long a captured delivery can be sent again, in seconds. */
const WINDOW = 300

/** The key a source signs with. It follows from SECRET_KEY, so that no key lies in the database. */
export const signingKey = (secrets: Secrets, sourceId: string, generation: number): string =>
  `tlcalls_${secrets.hash('call-source', `${sourceId}.${generation}`).toString('base64url')}`

export interface SignedDelivery {
  timestamp: string | undefined
  signature: string | undefined
  body: Buffer
}

/** `v1=` and the hex HMAC-SHA256 of `<timestamp>.<body>`, over the bytes as they were sent, within five minutes. */
export function isSigned(key: string, { timestamp = '', signature = '', body }: SignedDelivery, now: Date): boolean {
  const expected = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest()
  const claimed = Buffer.from(/^v1=([0-9a-f]{64})$/i.exec(signature.trim())?.[1] ?? '', 'hex')
  const same = timingSafeEqual(expected, claimed.length === expected.length ? claimed : Buffer.alloc(expected.length))
  const inTime = /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW
  return same && claimed.length === expected.length && inTime
}
