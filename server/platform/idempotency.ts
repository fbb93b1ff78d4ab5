import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from './actor.ts'
import { IdempotencyMismatch } from './problem.ts'

/**
 * Runs a create once for a key: a repeated request (a lost answer, a queued note sent again) gets the first answer.
 * Key, work and answer are one transaction.
 * @throws IdempotencyMismatch when the key came with another request.
 */
export function once<T>(
  db: Database,
  actor: Actor,
  key: string | undefined,
  request: unknown,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    if (!key) return work(tx)
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const claimed = await tx.execute(sql`insert into idempotency_keys (user_id, key, request_hash, answer)
      values (${actor.userId}, ${key}, ${hash}, 'null') on conflict do nothing returning 1`)
    if (claimed.length === 0) {
      const [earlier] = await tx.execute<{ request_hash: string; answer: T }>(sql`
        select request_hash, answer from idempotency_keys where user_id = ${actor.userId} and key = ${key}`)
      if (earlier?.request_hash !== hash) throw new IdempotencyMismatch()
      return earlier.answer
    }
    const answer = await work(tx)
    await tx.execute(sql`update idempotency_keys set answer = ${JSON.stringify(answer)}::jsonb
      where user_id = ${actor.userId} and key = ${key}`)
    return answer
  })
}
