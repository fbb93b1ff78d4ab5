import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstantOrNull } from '../platform/instant.ts'

/** What holds for everybody, kept as JSON under a key. */
export interface OrganisationSetting<T extends object> {
  key: string
  /** What holds until somebody settles it. */
  delivered: T
  /** How the audit log calls a change. */
  action: string
}

interface LastChange {
  updatedAt: string | null
  updatedBy: { id: string; name: string } | null
}

interface Row<T> extends Record<string, unknown> {
  value: Partial<T>
  updated_at: string
  user: LastChange['updatedBy']
}

export async function readOrganisationSetting<T extends object>(
  tx: Tx,
  { key, delivered }: OrganisationSetting<T>,
): Promise<T & LastChange> {
  const [row] = await tx.execute<Row<T>>(sql`
    select s.value, s.updated_at,
        (select json_build_object('id', u.id, 'name', u.name) from users u where u.id = s.updated_by) as user
      from organisation_settings s where s.key = ${key}`)
  return {
    ...delivered,
    ...row?.value,
    updatedAt: isoInstantOrNull(row?.updated_at ?? null),
    updatedBy: row?.user ?? null,
  }
}

/**
 * Settles it for everybody, one after the other; the audit log says who did, and from what.
 * @param change what holds from now on, of what held before
 */
export function writeOrganisationSetting<T extends object>(
  db: Database,
  actor: Actor,
  setting: OrganisationSetting<T>,
  change: (before: T) => T,
): Promise<T & LastChange> {
  const { key, action } = setting
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('organisation_settings'), hashtext(${key}))`)
    const { updatedAt: _, updatedBy: __, ...held } = await readOrganisationSetting(tx, setting)
    const before = held as unknown as T
    const after = change(before)
    await tx.execute(sql`insert into organisation_settings (key, value, updated_by, updated_at)
      values (${key}, ${JSON.stringify(after)}::jsonb, ${actor.userId}::uuid, now())
      on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`)
    await audit(tx, actor, { action, subjectKind: 'setting', subjectId: null, details: { before, after } })
    return readOrganisationSetting(tx, setting)
  })
}
