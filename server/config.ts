import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { namesProxies } from './platform/proxies.ts'

export interface EntraConfig {
  authority: string
  tenantId: string
  clientId: string
  credential: { secret: string } | { certificatePem: string }
  /** Where browsers reach the authority, if not at its own address; may be relative to our pages. */
  browserEndpoints?: { authorization: string; token: string }
}

export interface Config {
  host: string
  port: number
  /** Where browsers and Graph reach us; no trailing slash. */
  publicUrl: string
  /** Proxies in front of us that are believed who asked: addresses, ranges (CIDR), or names of ranges. */
  trustProxy: string[]
  /** Absent: the embedded database, whose address stands here once it runs. */
  databaseUrl: string | undefined
  dataDir: string
  entra: EntraConfig
  graphBaseUrl: string
  extraCaFile: string | undefined
  role: 'all' | 'web' | 'worker'
  secretKey: string
  logLevel: string
  /** Where the pages load office.js from: Microsoft's own address, but for clouds (or a demo) that have another. */
  officeJsUrl: string
}

/** Everything but the Entra part, which the demo tenant fills in when nothing of it is set. */
export type BaseConfig = Omit<Config, 'entra'> & { entra: EntraConfig | null }

export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

const microsoftAuthorities = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
]
const microsoftGraphs = [
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
]
export const microsoftOfficeJs = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js'
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Reads every environment variable once.
 * @throws ConfigurationError that names all faults at once, each with its remedy.
 */
export function readConfig(env: NodeJS.ProcessEnv): BaseConfig {
  const faults: string[] = []
  const value = (name: string) => env[name]?.trim() || undefined
  const port = whole(value('PORT') ?? '3000', 'PORT', faults)
  const host = value('HOST') ?? '127.0.0.1'
  const role = value('ROLE') ?? 'all'
  if (!['all', 'web', 'worker'].includes(role)) faults.push(`ROLE is ${role}; write all, web or worker.`)
  const dataDir = resolve(value('DATA_DIR') ?? 'data')
  const databaseUrl = value('DATABASE_URL')
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    faults.push('DATABASE_URL is not a PostgreSQL address. Write postgres://user:password@host:5432/database.')
  }
  const privateCloud = value('ALLOW_PRIVATE_CLOUD') === 'true'
  const entra = entraFrom(value, privateCloud, faults)
  const graphBaseUrl = remote(
    'GRAPH_BASE_URL',
    value('GRAPH_BASE_URL') ?? 'https://graph.microsoft.com',
    microsoftGraphs,
    privateCloud,
    faults,
  )
  const extraCaFile = value('EXTRA_CA_FILE')
  if (extraCaFile && !existsSync(extraCaFile)) faults.push(`EXTRA_CA_FILE: there is no file ${extraCaFile}.`)
  const publicUrl = value('PUBLIC_URL')
  if (publicUrl && !URL.canParse(publicUrl)) faults.push('PUBLIC_URL is not an address. Write https://crm.example.com.')
  const trustProxy = proxiesFrom(value('TRUST_PROXY') ?? 'loopback', faults)
  const secretKey = secretFrom(value('SECRET_KEY'), dataDir, role, faults)
  if (faults.length > 0) throw new ConfigurationError(faults)
  return {
    host,
    port,
    publicUrl: (publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    trustProxy,
    databaseUrl,
    dataDir,
    entra,
    graphBaseUrl,
    extraCaFile,
    role: role as Config['role'],
    secretKey,
    logLevel: value('LOG_LEVEL') ?? 'info',
    officeJsUrl: microsoftOfficeJs,
  }
}

function proxiesFrom(text: string, faults: string[]): string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  for (const entry of entries.filter((entry) => !namesProxies(entry))) {
    faults.push(
      `TRUST_PROXY names ${entry === '' ? 'nothing between two commas' : entry}. Write addresses (10.0.0.5), ranges (10.0.0.0/8), loopback, linklocal or uniquelocal, with commas between them.`,
    )
  }
  return entries
}

type Read = (name: string) => string | undefined

const entraNames = [
  'ENTRA_AUTHORITY',
  'ENTRA_TENANT_ID',
  'ENTRA_CLIENT_ID',
  'ENTRA_CLIENT_SECRET',
  'ENTRA_CERTIFICATE_FILE',
]

function entraFrom(value: Read, privateCloud: boolean, faults: string[]): EntraConfig | null {
  if (entraNames.every((name) => value(name) === undefined)) return null
  const authority = remote(
    'ENTRA_AUTHORITY',
    value('ENTRA_AUTHORITY') ?? 'https://login.microsoftonline.com',
    microsoftAuthorities,
    privateCloud,
    faults,
  )
  const tenantId = value('ENTRA_TENANT_ID')
  const clientId = value('ENTRA_CLIENT_ID')
  if (!tenantId || !guid.test(tenantId)) {
    faults.push('ENTRA_TENANT_ID is missing or not a GUID. Copy "Directory (tenant) ID" from the app registration.')
  }
  if (!clientId || !guid.test(clientId)) {
    faults.push('ENTRA_CLIENT_ID is missing or not a GUID. Copy "Application (client) ID" from the app registration.')
  }
  const credential = credentialFrom(value, faults)
  return {
    authority,
    tenantId: (tenantId ?? '').toLowerCase(),
    clientId: (clientId ?? '').toLowerCase(),
    credential: credential ?? { secret: '' },
  }
}

function credentialFrom(value: Read, faults: string[]): EntraConfig['credential'] | undefined {
  const secret = value('ENTRA_CLIENT_SECRET')
  const file = value('ENTRA_CERTIFICATE_FILE')
  if (file) {
    if (existsSync(file)) return { certificatePem: readFileSync(file, 'utf8') }
    faults.push(`ENTRA_CERTIFICATE_FILE: there is no file ${file}.`)
    return undefined
  }
  if (secret) return { secret }
  faults.push('ENTRA_CLIENT_SECRET or ENTRA_CERTIFICATE_FILE is missing. Make one under "Certificates & secrets".')
  return undefined
}

function remote(name: string, url: string, known: string[], privateCloud: boolean, faults: string[]): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed?.protocol !== 'https:') {
    faults.push(`${name} must be an https address.`)
  } else if (!known.includes(parsed.hostname) && !privateCloud) {
    faults.push(
      `${name} names ${parsed.hostname}, which is not Microsoft's. Set ALLOW_PRIVATE_CLOUD=true if that is meant.`,
    )
  }
  return url.replace(/\/+$/, '')
}

/** Processes that share a database must share the key; a single one may keep a key of its own beside its data. */
function secretFrom(given: string | undefined, dataDir: string, role: string, faults: string[]): string {
  if (given) {
    if (given.length < 16) faults.push('SECRET_KEY is too short. Use at least 16, better 32 random characters.')
    return given
  }
  if (role !== 'all') {
    faults.push('SECRET_KEY is missing. Web and worker need the same one, at least 32 random characters.')
    return ''
  }
  const file = join(dataDir, 'secret.key')
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept) return kept
    faults.push(`${file} is empty. Put the key back, or remove the file together with the data it belongs to.`)
    return ''
  }
  mkdirSync(dataDir, { recursive: true })
  const made = randomBytes(32).toString('base64url')
  try {
    writeFileSync(file, made, { mode: 0o600, flush: true, flag: 'wx' })
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readFileSync(file, 'utf8').trim() // another process of ours was first
  }
}

function whole(text: string, name: string, faults: string[]): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number
  faults.push(`${name} is ${text}; write a port number.`)
  return 0
}
