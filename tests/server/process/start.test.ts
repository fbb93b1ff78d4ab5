import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startEmbedded } from '../../../db/embedded.ts'
import { startProgram } from './program.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'throughline-start-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

const pidOf = async (dataDir: string) =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

describe('embedded database', () => {
  it('starts, stops, and keeps what was written', async () => {
    const dataDir = await folder()
    const first = await startEmbedded({ dataDir })
    const sql = postgres(first.url, { max: 1 })
    await sql`create table kept as select 42 as answer`
    await sql.end()
    await first.stop()
    const second = await startEmbedded({ dataDir })
    const again = postgres(second.url, { max: 1 })
    expect(await again`select answer from kept`).toEqual([{ answer: 42 }])
    await again.end()
    await second.stop()
    await expect(pidOf(dataDir)).rejects.toThrow()
  })

  it('adopts a server that outlived its program, and stops it only when nobody else uses it', async () => {
    const dataDir = await folder()
    const first = await startEmbedded({ dataDir })
    const pid = await pidOf(dataDir)
    const second = await startEmbedded({ dataDir })
    expect(second.url).toBe(first.url)
    const user = postgres(first.url, { max: 1 })
    await user`select 1`
    await second.stop()
    expect(await pidOf(dataDir)).toBe(pid)
    await user.end()
    await first.stop()
    await expect(pidOf(dataDir)).rejects.toThrow()
  })

  it('recovers after kill −9 of the database itself, also when its number belongs to another process now', async () => {
    const dataDir = await folder()
    const first = await startEmbedded({ dataDir })
    const sql = postgres(first.url, { max: 1, onclose: () => {} })
    await sql`create table kept as select 42 as answer`
    process.kill(await pidOf(dataDir), 'SIGKILL')
    await sql.end({ timeout: 1 }).catch(() => {})
    const other = spawn('sleep', ['60'])
    onTestFinished(() => void other.kill())
    const file = join(dataDir, 'postgres/postmaster.pid')
    const lines = (await readFile(file, 'utf8')).split('\n')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await writeFile(file, [other.pid, ...lines.slice(1)].join('\n'))
    const second = await startEmbedded({ dataDir })
    const again = postgres(second.url, { max: 1 })
    expect(await again`select answer from kept`).toEqual([{ answer: 42 }])
    await again.end()
    await second.stop()
  })

  it('two programs started at once on a new folder share one server', async () => {
    const dataDir = await folder()
    const [a, b] = await Promise.all([startEmbedded({ dataDir }), startEmbedded({ dataDir })])
    expect(a.url).toBe(b.url)
    await a.stop()
    await b.stop()
  })

  it('says what to do about a data folder of a newer PostgreSQL', async () => {
    const dataDir = await folder()
    await mkdir(join(dataDir, 'postgres'))
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '99\n')
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/written by PostgreSQL 99.*newer program|DATA_DIR/s)
  })

  it('says what to do when the data folder cannot be written', async () => {
    const dataDir = await folder()
    await writeFile(join(dataDir, 'file'), '')
    await expect(startEmbedded({ dataDir: join(dataDir, 'file', 'x') })).rejects.toThrow(/DATA_DIR|folder|directory/i)
  })
})

describe('start', () => {
  it('names all faults of the configuration at once, with their remedies, and ends', async () => {
    const dataDir = await folder()
    const program = await startProgram({
      DATA_DIR: dataDir,
      PORT: 'many',
      ROLE: 'queen',
      ENTRA_TENANT_ID: 'x',
      GRAPH_BASE_URL: 'http://evil.example',
      DATABASE_URL: 'mysql://x',
      TRUST_PROXY: 'loopback, 10.0.0.0/99, true,2',
    })
    expect(await program.kill('SIGTERM')).not.toBe(0)
    for (const part of [
      'PORT is many',
      'ROLE is queen',
      'ENTRA_TENANT_ID',
      'ENTRA_CLIENT_ID',
      'ENTRA_CLIENT_SECRET or ENTRA_CERTIFICATE_FILE',
      'GRAPH_BASE_URL must be an https',
      'DATABASE_URL is not',
      'SECRET_KEY',
      'TRUST_PROXY names 10.0.0.0/99. Write addresses',
      'TRUST_PROXY names true.',
      'TRUST_PROXY names 2.',
    ]) {
      expect(program.output()).toContain(part)
    }
  })

  it('refuses hosts other than Microsoft’s unless that is meant', async () => {
    const dataDir = await folder()
    const guid = '11111111-2222-4333-8444-555555555555'
    const program = await startProgram({
      DATA_DIR: dataDir,
      ENTRA_AUTHORITY: 'https://login.evil.example',
      ENTRA_TENANT_ID: guid,
      ENTRA_CLIENT_ID: guid,
      ENTRA_CLIENT_SECRET: 'x',
    })
    expect(await program.kill('SIGTERM')).not.toBe(0)
    expect(program.output()).toContain('ALLOW_PRIVATE_CLOUD=true')
  })

  it('says which port is taken and what to do', { timeout: 120_000 }, async () => {
    const dataDir = await folder()
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as { port: number }
    const program = await startProgram({ DATA_DIR: dataDir, PORT: String(port) })
    expect(await program.kill('SIGTERM')).not.toBe(0)
    expect(program.output()).toContain(`PORT ${port} is taken`)
  })
})
