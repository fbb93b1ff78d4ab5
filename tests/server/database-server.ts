import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { openQueue } from '../../server/jobs/queue.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string
  }
}

export const TEMPLATE = 'throughline_template'

/** One real PostgreSQL for all tests, with a migrated template that each test clones in milliseconds. */
export default async function setup({ provide }: TestProject) {
  const own = process.env.TEST_DATABASE_URL
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  const server = own ? null : await startEmbedded({ dataDir, durable: false, settings: { max_connections: '200' } })
  const url = own ?? (server?.url as string)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`drop database if exists ${TEMPLATE}`)
  await sql.unsafe(`create database ${TEMPLATE}`)
  await sql.end()
  await migrate(databaseUrl(url, TEMPLATE))
  const queue = await openQueue({ url: databaseUrl(url, TEMPLATE), log: pino({ level: 'silent' }), worker: false })
  await queue.stop()
  provide('databaseServer', url)
  return async () => {
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
