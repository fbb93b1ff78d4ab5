import { createHash } from 'node:crypto'

/** What an entry's hash covers, besides the hash before it. */
export interface ChainedEntry {
  number: number
  /** ISO 8601, UTC, milliseconds. */
  at: string
  userId: string | null
  action: string
  subjectKind: string
  subjectId: string | null
  details: Record<string, unknown>
  requestId: string | null
}

/** What the first entry holds in place of a hash before it. */
export const CHAIN_START = Buffer.alloc(32)

/** SHA-256 over the hash before (32 bytes) and the entry as canonical JSON (UTF-8). */
export const chainHash = (previous: Buffer, entry: ChainedEntry): Buffer =>
  createHash('sha256').update(previous).update(canonicalJson(entry)).digest()

/** JSON with sorted keys and no spaces: the same value is the same text, however the database keeps it. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys)

function sortKeys(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
