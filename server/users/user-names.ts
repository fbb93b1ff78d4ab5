import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

/** What files call a colleague: the address, else the name, else the id. Those who left have theirs too. */
export async function userNames(tx: Tx): Promise<(id: string) => string> {
  const rows = await tx.execute<{ id: string; name: string }>(sql`select id, coalesce(email, name) as name from users`)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
