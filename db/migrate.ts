import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connect } from './client.ts'

const LOCK = 5_210_001

/**
 * Brings the schema forward. Many processes may start at once: one migrates under an advisory lock, the others wait.
 * @throws Error when the database is newer than this program.
 */
export async function migrate(url: string): Promise<void> {
  const { db, close } = connect(url, { max: 1, name: 'throughline-migrate' })
  try {
    await db.execute(sql`select pg_advisory_lock(${LOCK})`)
    await runMigrations(db, { migrationsFolder: join(import.meta.dirname, 'migrations') })
  } finally {
    await close()
  }
}
