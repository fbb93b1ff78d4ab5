import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'

/** Somebody in whose name a job writes what they asked for. They need no role any more: it was asked for with one. */
export async function actingUser(
  tx: Tx,
  userId: string,
  route: Actor['route'],
  requestId: string | null = null,
): Promise<Actor> {
  const [row] = await tx.execute<{ entra_id: string; name: string; email: string | null }>(
    sql`select entra_id, name, email from users where id = ${userId}::uuid`,
  )
  return {
    userId,
    entraId: row?.entra_id ?? '',
    name: row?.name ?? '',
    email: row?.email ?? null,
    roles: [],
    route,
    ...(requestId ? { requestId } : {}),
  }
}
