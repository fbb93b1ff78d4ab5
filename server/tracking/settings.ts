import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstantOrNull } from '../platform/instant.ts'
import type { TrackingSettings, WriteTrackingSettings } from './schema.ts'

const KEY = 'tracking'
const delivered = { enabled: false, keepDays: 90 }

interface Row extends Record<string, unknown> {
  value: Partial<typeof delivered>
  updated_at: string
  user: { id: string; name: string } | null
}

/** Whether opens and clicks are looked at, and how long. Off until an administrator turns it on. */
export async function trackingSettings(tx: Tx): Promise<TrackingSettings> {
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
export function writeTrackingSettings(
  db: Database,
  actor: Actor,
  input: WriteTrackingSettings,
): Promise<TrackingSettings> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('organisation_settings'), hashtext(${KEY}))`)
    const { enabled, keepDays } = await trackingSettings(tx)
    const after = { enabled: input.enabled, keepDays: input.keepDays ?? keepDays }
    await tx.execute(sql`insert into organisation_settings (key, value, updated_by, updated_at)
      values (${KEY}, ${JSON.stringify(after)}::jsonb, ${actor.userId}::uuid, now())
      on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`)
    await audit(tx, actor, {
      action: 'tracking.changed',
      subjectKind: 'setting',
      subjectId: null,
      details: { before: { enabled, keepDays }, after },
    })
    return trackingSettings(tx)
  })
}
