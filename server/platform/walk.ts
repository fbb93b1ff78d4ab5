import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

let cursors = 0

/**
 * The rows of a query, a batch at a time: memory does not grow with their number. Inside a transaction, whose end takes the
 * cursor along where nobody walks to the end.
 */
export async function* walk<Row extends Record<string, unknown>>(
  tx: Tx,
  query: SQL,
  atOnce: number,
): AsyncGenerator<Row[]> {
  const name = sql.raw(`walk_${++cursors}`)
  await tx.execute(sql`declare ${name} no scroll cursor for ${query}`)
  for (;;) {
    const rows = await tx.execute<Row>(sql`fetch ${sql.raw(String(atOnce))} from ${name}`)
    if (rows.length > 0) yield [...rows] as Row[]
    if (rows.length < atOnce) break
  }
  await tx.execute(sql`close ${name}`)
}

/** The same, asking for the next while the one before is worked on: database and server work at the same time. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next()
  try {
    for (;;) {
      const { value, done } = await next
      if (done) return
      next = source.next()
      next.catch(() => {}) // told when it is its turn
      yield value
    }
  } finally {
    await source.return(undefined)
  }
}
