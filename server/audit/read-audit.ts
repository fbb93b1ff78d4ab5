import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { audit } from './audit.ts'
import type { AuditEntry, AuditPage, AuditQuery } from './schema.ts'

type EntryRow = Omit<AuditEntry, 'subjectKind' | 'subjectId' | 'hash'> & {
  subject_kind: string
  subject_id: string | null
  hash: Buffer
}

/** A page of the audit log, newest first. That it was read stands in the log with it (AD-04). */
export function readAudit(db: Database, actor: Actor, query: AuditQuery): Promise<AuditPage> {
  return db.transaction(async (tx) => {
    const rows = await entriesOf(tx, query)
    const shown = rows.slice(0, query.limit)
    await audit(tx, actor, { action: 'audit.read', subjectKind: 'audit', subjectId: null, details: whatWasRead(query) })
    return {
      items: shown.map(entryFrom),
      nextCursor: rows.length > query.limit ? String(shown.at(-1)?.number) : null,
    }
  })
}

/** Which filters were set, not to what: they are free text. */
const whatWasRead = ({ cursor, limit, ...filters }: AuditQuery) => ({
  limit,
  before: cursor ? Number(cursor) : null,
  filters: Object.keys(filters).sort(),
})

function entriesOf(tx: Tx, { cursor, limit, action, subjectId, userId, from, to }: AuditQuery) {
  const conditions = [
    sql`true`,
    ...(cursor ? [sql`e.number < ${cursor}::bigint`] : []),
    ...(action ? [sql`(e.action = ${action} or starts_with(e.action, ${`${action}.`}))`] : []),
    ...(subjectId ? [sql`e.subject_id = ${subjectId}`] : []),
    ...(userId ? [sql`e.user_id = ${userId}::uuid`] : []),
    ...(from ? [sql`e.at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`e.at < ${to}::timestamptz`] : []),
  ]
  return tx.execute<EntryRow>(sql`
    select e.number::float8 as number, e.at, e.action, e.subject_kind, e.subject_id, e.details, e.hash,
        case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as by
      from audit_entries e left join users u on u.id = e.user_id
     where ${sql.join(conditions, sql` and `)} order by e.number desc limit ${limit + 1}`)
}

const entryFrom = ({ subject_kind, subject_id, hash, at, ...row }: EntryRow): AuditEntry => ({
  ...row,
  at: isoInstant(at),
  subjectKind: subject_kind,
  subjectId: subject_id,
  hash: hash.toString('hex'),
})
