import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

/**
 * Marks contacts to be compared with everybody. Single edits are marked by triggers; who writes thousands with those off
 * marks them itself, when it is done.
 * @param contacts a query of ids
 */
export async function markDue(tx: Tx, contacts: SQL): Promise<void> {
  await tx.execute(sql`insert into duplicate_due (contact_id, created_at)
    select c.id, clock_timestamp() from contacts c where c.id in (${contacts})
    on conflict (contact_id) do update set created_at = excluded.created_at`)
}
