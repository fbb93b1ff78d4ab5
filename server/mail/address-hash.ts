import type { Secrets } from '../platform/secrets.ts'

/** What is remembered of an address nobody is known for. */
export const addressHash = (secrets: Secrets, address: string): Buffer => secrets.hash('correspondent', address)

/** What is remembered of a mail that a report is about, in the same place: no address has a space. */
export const messageHash = (secrets: Secrets, internetMessageId: string): Buffer =>
  secrets.hash('correspondent', `message ${internetMessageId}`)
