import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from './schema/index.ts'

export type Database = PostgresJsDatabase<typeof schema>
/** A transaction, or the database itself where one statement is enough. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0] | Database

export interface Connection {
  db: Database
  sql: postgres.Sql
  url: string
  close(): Promise<void>
}

/** One pool a process. Prepared statements stay on: the pane's lookup depends on them. */
export function connect(url: string, { max = 10, name = 'throughline' } = {}): Connection {
  const sql = postgres(url, { max, onnotice: () => {}, connection: { application_name: name, TimeZone: 'UTC' } })
  return { db: drizzle(sql, { schema, casing: 'snake_case' }), sql, url, close: () => sql.end({ timeout: 5 }) }
}
