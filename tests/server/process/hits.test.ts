import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { secretsFrom } from '../../../server/platform/secrets.ts'
import { writeToken } from '../../../server/tracking/token.ts'
import { freshDatabase } from '../database.ts'
import { freePort, startProgram } from './program.ts'

const OPENS = 10_000
const MAILS = 40
const SECRET_KEY = 'a secret key for this test, long enough'
const guid = '11111111-2222-4333-8444-555555555555'

/** A web process on a database with tracked mails that went out an hour ago. */
async function program() {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-hits-'))
  const connection = await freshDatabase()
  const port = await freePort()
  const env = {
    ROLE: 'web',
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: connection.url,
    SECRET_KEY,
    ENTRA_TENANT_ID: guid,
    ENTRA_CLIENT_ID: guid,
    ENTRA_CLIENT_SECRET: 'unused',
  }
  const tokens = await mails(connection)
  let running = await startProgram(env)
  expect(running.output()).toContain('Throughline runs')
  onTestFinished(async () => {
    await running.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    connection,
    /** Asks for the images, many at once, and waits for every answer. */
    open: () => openAll(`http://127.0.0.1:${port}`, tokens),
    kill: (signal: NodeJS.Signals) => running.kill(signal),
    async restart() {
      running = await startProgram(env)
    },
    left: async () => readdir(join(folder, 'hits')).catch(() => [] as string[]),
  }
}

async function mails({ sql }: Connection): Promise<string[]> {
  await sql`insert into organisation_settings (key, value) values ('tracking', '{"enabled": true, "keepDays": 90}')`
  await sql`insert into users (entra_id, name) values (gen_random_uuid(), 'Rita Rep')`
  await sql`insert into contacts (first_name, last_name, country) values ('Ann', 'Open', 'US')`
  const rows = await sql<{ id: string }[]>`
    insert into tracked_mails (user_id, contact_id, recipients, sent_at)
    select u.id, c.id, 1, now() - interval '1 hour' from users u, contacts c, generate_series(1, ${MAILS}) returning id`
  return rows.map(({ id }) => writeToken(secretsFrom(SECRET_KEY), 'open', id))
}

async function openAll(url: string, tokens: readonly string[]): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < OPENS) {
      const token = tokens[next++ % tokens.length]
      const answer = await fetch(`${url}/t/o/${token}.gif`, { headers: { 'user-agent': 'curl/8.1' } })
      expect(answer.status).toBe(200)
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 50 }, one))
}

async function count({ sql }: Connection): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from tracking_events`
  return row?.count ?? 0
}

describe('ten thousand opens', () => {
  it('are all stored when the program is told to stop', { timeout: 120_000 }, async () => {
    const { connection, open, kill, left } = await program()
    await open()
    expect(await kill('SIGTERM')).toBe(0)
    expect(await count(connection)).toBe(OPENS)
    expect(await left()).toEqual([])
  })

  it('are all stored when it is killed: the next start brings what the last one could not', {
    timeout: 120_000,
  }, async () => {
    const { connection, open, kill, restart, left } = await program()
    await open()
    await kill('SIGKILL')
    expect(await left()).not.toEqual([])
    await restart()
    for (let tries = 0; tries < 200 && (await count(connection)) < OPENS; tries++) await sleep(200)
    expect(await count(connection)).toBe(OPENS)
    for (let tries = 0; tries < 20 && (await left()).length > 0; tries++) await sleep(200)
    expect(await left()).toEqual([])
  })

  it('wait for a database that is away, and none is lost', { timeout: 120_000 }, async () => {
    const { connection, open, kill, restart } = await program()
    // Nobody may write what the hits mean: as good as away.
    await connection.sql`alter table tracking_events rename to tracking_events_away`
    await open()
    await kill('SIGKILL')
    await restart()
    await connection.sql`alter table tracking_events_away rename to tracking_events`
    for (let tries = 0; tries < 300 && (await count(connection)) < OPENS; tries++) await sleep(200)
    expect(await count(connection)).toBe(OPENS)
  })
})
