import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { connect } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { buildApp } from './app.ts'
import type { App, Services } from './app-types.ts'
import { startBulk } from './bulk/jobs.ts'
import { startCalls } from './calls/jobs.ts'
import { type Config, ConfigurationError, readConfig } from './config.ts'
import { startConsentClock } from './consent/jobs.ts'
import { startFieldPurge } from './custom-fields/jobs.ts'
import { startDuplicates } from './duplicates/jobs.ts'
import { startForms } from './forms/jobs.ts'
import { graphClient } from './graph/client.ts'
import { openGate } from './graph/gate.ts'
import { tokenVerifier } from './identity/access-token.ts'
import { graphTokens } from './identity/graph-token.ts'
import { startImports } from './import/jobs.ts'
import { openQueue } from './jobs/queue.ts'
import { startMailWorker } from './mail/jobs.ts'
import { startMerges } from './merge/jobs.ts'
import { openLog } from './platform/log.ts'
import { secretsFrom } from './platform/secrets.ts'
import { startScoring } from './scoring/jobs.ts'
import { startSending } from './sending/jobs.ts'
import { startTimeline } from './timeline/jobs.ts'
import { startTracking } from './tracking/jobs.ts'

/** What was started, to be stopped in the opposite order. */
const started: (() => Promise<unknown> | unknown)[] = []

async function start(): Promise<void> {
  const base = readConfig(process.env)
  const demo = base.entra ? null : await import('./demo/start.ts').then((module) => module.startDemo(base))
  if (demo) started.push(demo.stop)
  const config: Config = demo ? demo.config : { ...base, entra: base.entra as Config['entra'] }
  if (config.extraCaFile)
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(config.extraCaFile, 'utf8')])
  const log = openLog(config.logLevel)

  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir })
  if (embedded) started.push(embedded.stop)
  const url = config.databaseUrl ?? (embedded?.url as string)
  await migrate(url)
  const connection = connect(url)
  started.push(connection.close)

  const gate = openGate(connection.url)
  started.push(gate.end)
  const tokens = graphTokens(config.entra, config.graphBaseUrl)
  const queue = await openQueue({ url, log, worker: config.role !== 'web' })
  started.push(queue.stop)
  const services: Services = {
    config: { ...config, databaseUrl: url },
    db: connection.db,
    sql: connection.sql,
    queue,
    log,
    tenantId: config.entra.tenantId,
    secrets: secretsFrom(config.secretKey),
    graph: graphClient({ baseUrl: config.graphBaseUrl, tokens, gate }),
    tokens,
    verifyToken: tokenVerifier(config.entra),
    now: () => new Date(),
  }
  if (config.role !== 'web') {
    const secure = config.publicUrl.startsWith('https://')
    const worker = await startMailWorker(services, queue, secure ? `${config.publicUrl}/hooks/graph` : null)
    started.push(worker.stop)
    for (const start of [
      startScoring,
      startConsentClock,
      startFieldPurge,
      startBulk,
      startImports,
      startMerges,
      startDuplicates,
      startTimeline,
      startCalls,
      startForms,
      startSending,
      startTracking,
    ])
      started.push((await start(services)).stop)
  }
  const app = await buildApp(services)
  if (demo) await demo.mount(app as never)
  await listen(app, config)
  started.push(() => app.close())
  if (demo) await demo.afterListening((tls) => serveTls(app, tls))
  console.log(startLine(config, demo?.startPage))
}

function startLine({ role, host, port, publicUrl }: Config, startPage?: string): string {
  if (role === 'worker') return `Throughline’s worker runs. Its health: http://${host}:${port}/readyz`
  return `Throughline runs. Open ${startPage ?? publicUrl}`
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new ConfigurationError([
        `PORT ${port} is taken by another program. Stop that one, or set PORT to a free port.`,
      ])
    }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new ConfigurationError([`PORT ${port} may not be used by this user. Set PORT to a number above 1023.`])
    }
    throw error
  }
}

/** The same server over TLS on loopback, where sideloaded add-ins and Graph's notifications want it. */
function serveTls(
  app: App,
  { key, cert, port, host }: { key: string; cert: string; port: number; host: string },
): Promise<void> {
  const server = createServer({ key, cert }, (request, response) => app.routing(request, response))
  started.push(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve()))
}

let stopping = false
async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  const deadline = setTimeout(() => process.exit(1), 30_000)
  deadline.unref()
  for (const end of started.toReversed()) {
    try {
      await end()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
    }
  }
  process.exit(code)
}

process.once('SIGTERM', () => void stop(0)).once('SIGINT', () => void stop(0))

try {
  await start()
} catch (error) {
  const foreseen = error instanceof Error && ['ConfigurationError', 'DatabaseUnavailable'].includes(error.name)
  console.error(foreseen ? (error as Error).message : error)
  await stop(1)
}
