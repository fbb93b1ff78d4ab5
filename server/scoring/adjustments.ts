import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { contacts } from '#db/schema/contacts.ts'
import { scoreAdjustments } from '#db/schema/scoring.ts'
import { ContactNotFound } from '../contacts/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { NoSuchAdjustment, ObjectedToProfiling } from './problems.ts'
import type { AdjustScore } from './schema.ts'

/**
 * Adds a line to the score of a contact by hand, with its reason, author and end (LS-07). A trigger makes the score due.
 * @throws ContactNotFound, ObjectedToProfiling, InvalidInput when it would be over already.
 */
export async function adjustScore(
  db: Database,
  actor: Actor,
  contactId: string,
  { points, reason, expiresAt }: AdjustScore,
  now: Date,
): Promise<void> {
  if (new Date(expiresAt) <= now) {
    throw new InvalidInput([{ path: 'expiresAt', message: 'Choose an end that lies in the future.' }])
  }
  await db.transaction(async (tx) => {
    const [contact] = await tx
      .select({ objectedAt: contacts.objectedAt })
      .from(contacts)
      .where(eq(contacts.id, contactId))
      .for('key share')
    if (!contact) throw new ContactNotFound()
    if (contact.objectedAt) throw new ObjectedToProfiling()
    await tx.insert(scoreAdjustments).values({
      contactId,
      points,
      reason: reason.normalize('NFKC'),
      userId: actor.userId,
      expiresAt: new Date(expiresAt),
    })
  })
}

/** Ends a line that was given by hand; it stays known that it was there. @throws NoSuchAdjustment */
export async function removeAdjustment(db: Database, contactId: string, id: string, now: Date): Promise<void> {
  const removed = await db
    .update(scoreAdjustments)
    .set({ removedAt: now })
    .where(
      and(eq(scoreAdjustments.id, id), eq(scoreAdjustments.contactId, contactId), isNull(scoreAdjustments.removedAt)),
    )
    .returning({ id: scoreAdjustments.id })
  if (removed.length === 0) throw new NoSuchAdjustment()
}
