import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { auditEntries } from '#db/schema/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { CHAIN_START, type ChainedEntry, chainHash } from './chain.ts'

export interface AuditNote {
  /** What was done, `<things>.<done>`: `contact.exported`, `roles.changed`, `tags.merged`. Stable: filters name it. */
  action: string
  /** What kind of thing it was done to: `contact`, `user`, `tag`. */
  subjectKind: string
  /** Its id; null when there is not one thing (a list, a setting). */
  subjectId: string | null
  /** Ids, numbers, names of fields and choices. Never a name, an address or another value of a person's record. */
  details?: Record<string, unknown>
}

/**
 * Appends to the audit log in the caller's transaction: it is there when the change is there, and only then. Writers
 * wait for each other until they commit, so it is the last step of a transaction.
 * @param actor null when the server did it by itself.
 */
export async function audit(tx: Tx, actor: Actor | null, note: AuditNote): Promise<void> {
  await tx.transaction(async (own) => {
    await own.execute(sql`select pg_advisory_xact_lock(${locks.auditLog})`)
    const { number, at, previous } = await endOfChain(own)
    const entry: ChainedEntry = {
      number,
      at: at.toISOString(),
      userId: actor?.userId ?? null,
      action: note.action,
      subjectKind: note.subjectKind,
      subjectId: note.subjectId,
      details: withoutAddresses(note.details ?? {}),
      requestId: actor?.requestId ?? null,
    }
    const hash = chainHash(previous, entry)
    await own.insert(auditEntries).values({ ...entry, at, previousHash: previous, hash })
  })
}

/** The next number and instant, and the hash to go on from. Only a new statement sees what the lock waited for. */
async function endOfChain(tx: Tx): Promise<{ number: number; at: Date; previous: Buffer }> {
  const [row] = await tx.execute<{ number: string; at: string; previous: Buffer | null }>(sql`
    select nextval(pg_get_serial_sequence('audit_entries', 'number')) as number, clock_timestamp()::timestamptz(3) as at,
      (select hash from audit_entries order by number desc limit 1) as previous`)
  if (!row) throw new Error('The audit log gave no number.')
  return { number: Number(row.number), at: new Date(row.at), previous: row.previous ?? CHAIN_START }
}

/** The log outlives the people in it; an address that slips in would have to be erased, and cannot be. */
const withoutAddresses = (details: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(details).replaceAll(/[^\s"@]+@[^\s"@]+/g, '[address]'))
