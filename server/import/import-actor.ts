import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'

/** Somebody as the one in whose name an import writes. */
export async function actorOf(tx: Tx, userId: string, requestId: string | null = null): Promise<Actor> {
  const [row] = await tx.execute<{ entra_id: string; name: string; email: string | null }>(
    sql`select entra_id, name, email from users where id = ${userId}::uuid`,
  )
  return {
    userId,
    entraId: row?.entra_id ?? '',
    name: row?.name ?? '',
    email: row?.email ?? null,
    roles: [],
    route: 'import',
    ...(requestId ? { requestId } : {}),
  }
}
