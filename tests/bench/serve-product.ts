import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { connect } from '../../db/client.ts'
import { buildApp } from '../../server/app.ts'
import { microsoftOfficeJs } from '../../server/config.ts'
import { tokenVerifier } from '../../server/identity/access-token.ts'
import type { JobQueue } from '../../server/jobs/queue.ts'
import { secretsFrom } from '../../server/platform/secrets.ts'
import { rep, startEntra } from '../server/entra.ts'

/** The product's web role as it is, behind a real token check. Graph and jobs have no part in a lookup. */
const databaseUrl = process.argv[2] as string
const connection = connect(databaseUrl)
const entra = await startEntra()
const log = pino({ level: 'warn' })
const unused = () => {
  throw new Error('a lookup needs no Graph and no jobs')
}
const app = await buildApp({
  db: connection.db,
  sql: connection.sql,
  log,
  tenantId: entra.tenantId,
  now: () => new Date(),
  secrets: secretsFrom('the key of the bench, long enough'),
  graph: { call: unused },
  tokens: { forApplication: unused, onBehalfOf: unused },
  queue: { send: unused, work: unused, daily: unused, stop: unused } as unknown as JobQueue,
  verifyToken: tokenVerifier({ ...entra, credential: { secret: 'unused' } }),
  config: {
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://localhost',
    trustProxy: ['loopback'],
    databaseUrl,
    dataDir: join(tmpdir(), `throughline-bench-${process.pid}`),
    entra: { ...entra, credential: { secret: 'unused' } },
    graphBaseUrl: 'https://graph.microsoft.com',
    extraCaFile: undefined,
    role: 'web',
    secretKey: '',
    logLevel: 'warn',
    officeJsUrl: microsoftOfficeJs,
  },
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
const roles = process.argv[3] ? [process.argv[3]] : rep.roles
process.send?.({ url, token: await entra.token({ ...rep, roles }) })
process.on('SIGINT', () => process.exit(0))
