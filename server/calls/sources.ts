import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { Secrets } from '../platform/secrets.ts'
import { CallSourceNotFound, CallSourceRevoked } from './problems.ts'
import type { CallSource, CallSourceWithKey, CreateCallSource } from './schema.ts'
import { signingKey } from './signature.ts'

export interface SourceContext {
  db: Database
  secrets: Secrets
  /** Where the server is reached from outside. */
  publicUrl: string
}

interface Row extends Record<string, unknown> {
  id: string
  name: string
  generation: number
  revoked_at: string | null
  last_call_at: string | null
  created_at: string
  by: CallSource['createdBy']
}

async function readSources(tx: Tx, publicUrl: string, only?: string): Promise<CallSource[]> {
  const rows = await tx.execute<Row>(sql`
    select s.id, s.name, s.generation, s.revoked_at, s.last_call_at, s.created_at,
        case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as by
      from call_sources s left join users u on u.id = s.created_by
     where ${only === undefined ? sql`true` : sql`s.id = ${only}::uuid`}
     order by s.revoked_at is not null, s.created_at, s.id`)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    address: `${publicUrl}/hooks/calls/${row.id}`,
    keyNumber: row.generation,
    revokedAt: isoInstantOrNull(row.revoked_at),
    lastCallAt: isoInstantOrNull(row.last_call_at),
    createdAt: isoInstant(row.created_at),
    createdBy: row.by,
  }))
}

/** All sources; those that were revoked come last. */
export const listSources = ({ db, publicUrl }: SourceContext): Promise<CallSource[]> => readSources(db, publicUrl)

async function withKey(tx: Tx, { publicUrl, secrets }: SourceContext, id: string): Promise<CallSourceWithKey> {
  const [source] = await readSources(tx, publicUrl, id)
  if (!source) throw new CallSourceNotFound()
  return { ...source, signingKey: signingKey(secrets, id, source.keyNumber) }
}

/** Lets a voice system post calls. @returns the source with its key, which is shown this once */
export function createSource(
  context: SourceContext,
  actor: Actor,
  { name }: CreateCallSource,
): Promise<CallSourceWithKey> {
  return context.db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into call_sources (id, name, created_by) values (uuid7(), ${name.normalize('NFKC')}, ${actor.userId}) returning id`)
    const id = row?.id as string
    await audit(tx, actor, { action: 'call_source.created', subjectKind: 'call_source', subjectId: id })
    return withKey(tx, context, id)
  })
}

/** Gives a source a new key; the one before counts no more, at once. @throws CallSourceNotFound, CallSourceRevoked */
export function rotateKey(context: SourceContext, actor: Actor, id: string): Promise<CallSourceWithKey> {
  return context.db.transaction(async (tx) => {
    await lockLive(tx, id)
    await tx.execute(sql`update call_sources set generation = generation + 1 where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'call_source.key_changed', subjectKind: 'call_source', subjectId: id })
    return withKey(tx, context, id)
  })
}

/** Takes nothing from a source any more, for good. Its calls stay. @throws CallSourceNotFound, CallSourceRevoked */
export function revokeSource({ db, publicUrl }: SourceContext, actor: Actor, id: string): Promise<CallSource> {
  return db.transaction(async (tx) => {
    await lockLive(tx, id)
    await tx.execute(sql`update call_sources set revoked_at = now() where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'call_source.revoked', subjectKind: 'call_source', subjectId: id })
    const [source] = await readSources(tx, publicUrl, id)
    return source as CallSource
  })
}

async function lockLive(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.execute<{ revoked: boolean }>(
    sql`select revoked_at is not null as revoked from call_sources where id = ${id}::uuid for update`,
  )
  if (!row) throw new CallSourceNotFound()
  if (row.revoked) throw new CallSourceRevoked()
}
