import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { audit } from './audit.ts'
import { CHAIN_START, chainHash } from './chain.ts'
import type { AuditCheck } from './schema.ts'

interface ChainRow {
  number: string
  at: string
  user_id: string | null
  action: string
  subject_kind: string
  subject_id: string | null
  details: Record<string, unknown>
  request_id: string | null
  previous_hash: Buffer
  hash: Buffer
}

const ROWS_AT_ONCE = 1000

/**
 * Works every hash out anew, from the first entry to the last, as one snapshot and some rows at a time. Finds entries
 * that were changed, put in or taken out; what was cut off the end only shows beside a hash noted earlier.
 */
export async function checkAudit(sql: postgres.Sql, db: Database, actor: Actor): Promise<AuditCheck> {
  const result = await verifyChain(sql)
  await audit(db, actor, {
    action: 'audit.checked',
    subjectKind: 'audit',
    subjectId: null,
    details: { entries: result.entries, intact: result.intact, brokenAt: result.brokenAt },
  })
  return result
}

async function verifyChain(sql: postgres.Sql): Promise<AuditCheck> {
  let previous: Buffer = CHAIN_START
  let entries = 0
  let brokenAt: number | null = null
  const rows = sql<ChainRow[]>`select number, at, user_id, action, subject_kind, subject_id, details, request_id,
    previous_hash, hash from audit_entries order by number`
  for await (const page of rows.cursor(ROWS_AT_ONCE)) {
    for (const row of page) {
      if (brokenAt === null && !follows(previous, row)) brokenAt = Number(row.number)
      previous = row.hash
      entries += 1
    }
  }
  return { entries, intact: brokenAt === null, brokenAt, lastHash: entries > 0 ? previous.toString('hex') : null }
}

const follows = (previous: Buffer, row: ChainRow): boolean =>
  row.previous_hash.equals(previous) &&
  row.hash.equals(
    chainHash(previous, {
      number: Number(row.number),
      at: isoInstant(row.at),
      userId: row.user_id,
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      details: row.details,
      requestId: row.request_id,
    }),
  )
