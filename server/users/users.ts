import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import { LastAdmin } from './problems.ts'
import { Role, type User } from './schema.ts'

interface UserRow extends Record<string, unknown> {
  id: string
  name: string
  email: string | null
  active: boolean
  roles: Role[]
  granted_roles: Role[]
  contacts: number
  last_seen_at: string | null
}

/** Everybody of the organisation by name, those who left too: they may still own contacts (CR-08). */
export async function listUsers(db: Database): Promise<User[]> {
  const rows = await db.execute<UserRow>(sql`
    select u.id, u.name, u.email, u.active, u.roles, u.granted_roles, u.last_seen_at, coalesce(owned.n, 0)::int as contacts
      from users u left join (select owner_id, count(*) as n from contacts group by owner_id) owned on owned.owner_id = u.id
     order by fold(u.name), u.id`)
  return rows.map(userFrom)
}

async function userById(tx: Tx, id: string): Promise<User> {
  const [row] = await tx.execute<UserRow>(sql`
    select u.id, u.name, u.email, u.active, u.roles, u.granted_roles, u.last_seen_at,
        (select count(*) from contacts c where c.owner_id = u.id)::int as contacts
      from users u where u.id = ${id}::uuid`)
  if (!row) throw new NotFound('such user')
  return userFrom(row)
}

const userFrom = ({ granted_roles, last_seen_at, roles, active, ...row }: UserRow): User => ({
  ...row,
  active,
  roles: Role.options.filter((role) => roles.includes(role) || (active && granted_roles.includes(role))),
  grantedRoles: Role.options.filter((role) => granted_roles.includes(role)),
  lastSeenAt: isoInstantOrNull(last_seen_at),
})

/**
 * Sets the roles somebody has here, besides those of Entra. They count from the next request on; in other processes within
 * half a minute (AD-01).
 * @returns the person, with the id Entra knows them by
 * @throws NotFound; LastAdmin when nobody who is still here would be an administrator
 */
export function grantRoles(
  db: Database,
  actor: Actor,
  id: string,
  wanted: readonly Role[],
): Promise<{ user: User; entraId: string }> {
  const grantedRoles = Role.options.filter((role) => wanted.includes(role))
  return db.transaction(async (tx) => {
    await lockAdmins(tx)
    const before = await userById(tx, id)
    const [row] = await tx.execute<{ entra_id: string }>(sql`
      update users set granted_roles = ${sqlArray(grantedRoles)} where id = ${id}::uuid returning entra_id`)
    const taken = before.grantedRoles.includes('Admin') && !grantedRoles.includes('Admin')
    if (taken && !(await lockAdmins(tx))) throw new LastAdmin()
    await audit(tx, actor, {
      action: 'roles.changed',
      subjectKind: 'user',
      subjectId: id,
      details: { before: before.grantedRoles, after: grantedRoles },
    })
    return { user: await userById(tx, id), entraId: row?.entra_id as string }
  })
}

/** In the order of ids, so that two who take the role from each other wait, and the second sees what the first did. */
async function lockAdmins(tx: Tx): Promise<boolean> {
  const admins = await tx.execute(sql`select id from users
    where active and 'Admin' = any(roles || granted_roles) order by id for no key update`)
  return admins.length > 0
}

const sqlArray = (roles: readonly Role[]) =>
  sql`array(select value from jsonb_array_elements_text(${JSON.stringify(roles)}::jsonb))`
