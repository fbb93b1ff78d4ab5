import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstantOrNull } from '../platform/instant.ts'
import type { MergeSettings, WriteMergeSettings } from './schema.ts'

const KEY = 'merging'
const delivered: WriteMergeSettings = { mergeAutomatically: false }

interface Row extends Record<string, unknown> {
  value: Partial<WriteMergeSettings>
  updated_at: string
  user: MergeSettings['updatedBy']
}

/** Whether the server merges by itself. Off until a manager or an administrator turns it on. */
export async function mergeSettings(tx: Tx): Promise<MergeSettings> {
  const [row] = await tx.execute<Row>(sql`
    select s.value, s.updated_at,
        (select json_build_object('id', u.id, 'name', u.name) from users u where u.id = s.updated_by) as user
      from organisation_settings s where s.key = ${KEY}`)
  return {
    ...delivered,
    ...row?.value,
    updatedAt: isoInstantOrNull(row?.updated_at ?? null),
    updatedBy: row?.user ?? null,
  }
}

/** Settles it for everybody; the audit log says who did, and from what. */
export function writeMergeSettings(db: Database, actor: Actor, after: WriteMergeSettings): Promise<MergeSettings> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('organisation_settings'), hashtext(${KEY}))`)
    const { mergeAutomatically } = await mergeSettings(tx)
    await tx.execute(sql`insert into organisation_settings (key, value, updated_by, updated_at)
      values (${KEY}, ${JSON.stringify(after)}::jsonb, ${actor.userId}::uuid, now())
      on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`)
    await audit(tx, actor, {
      action: 'merging.changed',
      subjectKind: 'setting',
      subjectId: null,
      details: { before: { mergeAutomatically }, after },
    })
    return mergeSettings(tx)
  })
}
