import { InvalidInput } from '../platform/problem.ts'
import { Instant } from '../platform/schema.ts'
import type { Activity } from './schema.ts'

/** An entry that nobody edited has no instant; its tag says so. */
const UNTOUCHED = 'untouched'

export const etagOf = ({ editedAt }: Pick<Activity, 'editedAt'>): string => `"${editedAt ?? UNTOUCHED}"`

/** `editedAt` of the entry an edit was made from. @throws InvalidInput when neither body nor If-Match says it */
export function editedAtRead(inBody: string | null | undefined, ifMatch: string | undefined): string | null {
  if (inBody !== undefined) return inBody === null ? null : new Date(inBody).toISOString()
  const tag = /^(?:W\/)?"([^"]+)"$/.exec(ifMatch ?? '')?.[1]
  if (tag === UNTOUCHED) return null
  if (tag && Instant.safeParse(tag).success) return new Date(tag).toISOString()
  throw new InvalidInput([
    { path: 'editedAt', message: 'Send `editedAt` as you read it, here or as its ETag in If-Match.' },
  ])
}
