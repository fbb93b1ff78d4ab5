import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Actor } from './actor.ts'
import { IdempotencyMismatch } from './problem.ts'

const hashOf = (request: unknown): string => createHash('sha256').update(JSON.stringify(request)).digest('hex')

/**
 * The first answer to a key, for a request that is refused today and was not then: what was done is done.
 * @throws IdempotencyMismatch when the key came with another request.
 */
export async function answeredBefore<T>(
  tx: Tx,
  actor: Actor,
  key: string | undefined,
  request: unknown,
): Promise<T | undefined> {
  if (!key) return undefined
  const [earlier] = await tx.execute<{ request_hash: string; answer: T }>(sql`
    select request_hash, answer from idempotency_keys where user_id = ${actor.userId} and key = ${key}`)
  if (earlier && earlier.request_hash !== hashOf(request)) throw new IdempotencyMismatch()
  return earlier?.answer
}

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
    const claimed = await tx.execute(sql`insert into idempotency_keys (user_id, key, request_hash, answer)
      values (${actor.userId}, ${key}, ${hashOf(request)}, 'null') on conflict do nothing returning 1`)
    if (claimed.length === 0) return (await answeredBefore<T>(tx, actor, key, request)) as T
    const answer = await work(tx)
    await tx.execute(sql`update idempotency_keys set answer = ${JSON.stringify(answer)}::jsonb
      where user_id = ${actor.userId} and key = ${key}`)
    return answer
  })
}
