import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connect } from './client.ts'
import { locks } from './locks.ts'

/**
 * Brings the schema forward. Many processes may start at once: one migrates under an advisory lock, the others wait.
 */
export async function migrate(url: string): Promise<void> {
  const { db, close } = connect(url, { max: 1, name: 'throughline-migrate' })
  try {
    await db.execute(sql`select pg_advisory_lock(${locks.migration})`)
    await runMigrations(db, { migrationsFolder: join(import.meta.dirname, 'migrations') })
  } finally {
    await close()
  }
}
