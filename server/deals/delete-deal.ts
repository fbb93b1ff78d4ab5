import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { managers } from '../identity/roles.ts'
import type { Actor } from '../platform/actor.ts'
import { DealNotFound, NotYourDeal, StaleDeal } from './problems.ts'
import { readDeal } from './read-deal.ts'

/**
 * Deletes a deal with its history. Its entries stay on the timelines, with the name it had (TL-14).
 * @param version refuses when the deal was changed since; absent: as it stands
 * @throws DealNotFound, StaleDeal, NotYourDeal for a rep who neither owns nor added it
 */
export function deleteDeal(db: Database, actor: Actor, id: string, version?: number): Promise<void> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute(sql`select 1 from deals where id = ${id}::uuid for update`)
    if (!row) throw new DealNotFound()
    const deal = await readDeal(tx, id)
    const mine = deal.ownerId === actor.userId || deal.createdBy?.id === actor.userId
    if (!mine && !managers.some((role) => actor.roles.includes(role))) throw new NotYourDeal()
    if (version !== undefined && version !== deal.version) throw new StaleDeal(deal)
    await tx.execute(sql`delete from deals where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'deal.deleted', subjectKind: 'deal', subjectId: id })
  })
}
