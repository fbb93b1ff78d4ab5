import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'

const MOST_BYTES = 32_768

/** How somebody likes the pages; null when they never said. */
export async function readSetting(db: Database, actor: Actor, key: string): Promise<unknown> {
  const [row] = await db.execute<{ value: unknown }>(sql`
    select value from user_settings where user_id = ${actor.userId}::uuid and key = ${key}`)
  return row?.value ?? null
}

/** @throws InvalidInput above 32 kB */
export async function writeSetting(db: Database, actor: Actor, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value ?? null)
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new InvalidInput([{ path: 'value', message: 'A setting holds at most 32 kB. Leave something out.' }])
  }
  await db.execute(sql`insert into user_settings (user_id, key, value)
    values (${actor.userId}::uuid, ${key}, ${text}::jsonb)
    on conflict (user_id, key) do update set value = excluded.value`)
}
