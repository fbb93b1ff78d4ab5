import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import type { z } from 'zod'
import type { Connection } from '../../db/client.ts'
import { buildApp } from '../../server/app.ts'
import type { App, Services } from '../../server/app-types.ts'
import { microsoftOfficeJs } from '../../server/config.ts'
import { tokenVerifier } from '../../server/identity/access-token.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { secretsFrom } from '../../server/platform/secrets.ts'
import { freshDatabase } from './database.ts'
import { admin, rep, startEntra, type TestEntra, type TestPerson } from './entra.ts'
import { mailContext, strictGraph } from './mail/mailboxes.ts'
import type { StrictGraph } from './mail/strict-graph.ts'

export interface TestApi {
  app: App
  entra: TestEntra
  connection: Connection
  services: Services
  graph: StrictGraph
  as(person: TestPerson): (request: InjectOptions) => Promise<Answer>
}

export interface Answer {
  status: number
  // The tests look into answers of many shapes.
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape it asked for
  body: any
  headers: Record<string, unknown>
}

/** The whole server without a port, on a database of its own, in front of the strict Graph. */
export async function testApi(): Promise<TestApi> {
  const connection = await freshDatabase()
  const entra = await startEntra()
  const graph = await strictGraph()
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const queue = await openQueue({ url: connection.url, log, worker: false })
  const services: Services = {
    ...mailContext(connection, graph),
    tenantId: entra.tenantId,
    log,
    queue,
    secrets: secretsFrom('a key of the tests, long enough'),
    verifyToken: tokenVerifier({ ...entra, credential: { secret: 'unused' } }),
    config: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'https://crm.ours.example',
      trustProxy: ['loopback'],
      databaseUrl: connection.url,
      dataDir: join(tmpdir(), `throughline-api-${randomUUID()}`),
      entra: {
        authority: entra.authority,
        tenantId: entra.tenantId,
        clientId: entra.clientId,
        credential: { secret: 'unused' },
      },
      graphBaseUrl: graph.baseUrl,
      extraCaFile: undefined,
      role: 'web',
      secretKey: '',
      logLevel: 'silent',
      officeJsUrl: microsoftOfficeJs,
    },
  }
  const app = await buildApp(services)
  checkAnswers(app)
  await app.ready()
  onTestFinished(async () => {
    await app.close()
    await queue.stop()
    await entra.close()
    await rm(services.config.dataDir, { recursive: true, force: true })
  })
  return {
    app,
    entra,
    connection,
    services,
    graph,
    as: (person) => async (request) => {
      const token = await entra.token(person)
      const response = await app.inject({
        ...request,
        headers: { authorization: `Bearer ${token}`, ...request.headers },
      } as InjectOptions)
      const json = /json/.test(String(response.headers['content-type']))
      return { status: response.statusCode, body: json ? response.json() : response.body, headers: response.headers }
    },
  }
}

/** Holds every answer of every test to the schema its route publishes. */
function checkAnswers(app: App) {
  app.addHook('onSend', async (request, reply, payload) => {
    const schemas = (request.routeOptions.schema as { response?: Record<string, z.ZodType> } | undefined)?.response
    const schema = schemas?.[reply.statusCode]
    if (schema && typeof payload === 'string' && payload) {
      const result = schema.safeParse(JSON.parse(payload))
      expect(result.error, `${request.method} ${request.routeOptions.url} ${reply.statusCode}`).toBeUndefined()
    }
    return payload
  })
}

export { admin, rep }
