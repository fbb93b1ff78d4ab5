import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { ReadingContext } from './read-value.ts'

/** Finds the people meant by ids and addresses, all at once; only those who are still here. */
export async function activeUsers(tx: Tx, texts: readonly string[]): Promise<ReadingContext['userId']> {
  if (texts.length === 0) return () => null
  const wanted = JSON.stringify([...new Set(texts.map((text) => text.trim().toLowerCase().replaceAll('\0', '')))])
  const rows = await tx.execute<{ name: string; id: string }>(sql`
    select w.value as name, u.id from jsonb_array_elements_text(${wanted}::jsonb) w
      left join organisation_addresses a on a.address = w.value
      join users u on u.active and (u.id::text = w.value or lower(u.email) = w.value or u.entra_id = a.entra_id)`)
  const ids = new Map(rows.map(({ name, id }) => [name, id]))
  return (text) => ids.get(text) ?? null
}
