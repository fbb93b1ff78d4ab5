import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject, onTestFinished } from 'vitest'
import { type Connection, connect } from '../../db/client.ts'
import { databaseUrl, TEMPLATE } from './database-server.ts'

/** A database of the test's own, cloned from the migrated template and dropped when the test ends. */
export async function freshDatabase(): Promise<Connection> {
  const server = inject('databaseServer')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${TEMPLATE}`)
  const connection = connect(databaseUrl(server, name), { max: 10 })
  onTestFinished(async () => {
    await connection.close()
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  return connection
}
