import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

/** Contacts by tenth of score: 0–9, 10–19 … 90–100. Who has no score is in none. */
export async function scoreDistribution(tx: Tx): Promise<number[]> {
  const rows = await tx.execute<{ tenth: number; count: number }>(sql`
    select least(coalesce(lead_score, -1) / 10, 9) as tenth, count(*)::int as count from contact_engagement
     where coalesce(lead_score, -1) >= 0 group by 1`)
  return tenths(rows)
}

export function tenths(rows: readonly { tenth: number; count: number }[]): number[] {
  const counts = Array.from({ length: 10 }, () => 0)
  for (const { tenth, count } of rows) counts[tenth] = (counts[tenth] ?? 0) + count
  return counts
}
