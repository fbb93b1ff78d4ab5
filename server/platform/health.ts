import { sql } from 'drizzle-orm'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Routes } from '../app-types.ts'
import { Problem } from './problem.ts'

class NotReady extends Problem {
  readonly type = 'not-ready'
  constructor(cause: unknown) {
    super(503, 'The database does not answer. Requests fail until it does.')
    this.cause = cause
  }
}

export const healthRoutes: Routes = async (app) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    durations.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })

  const open = { config: { roles: 'public' as const }, schema: { hide: true } }
  app.get('/livez', open, async () => ({ status: 'alive' }))
  app.get('/readyz', open, async () => {
    try {
      await app.services.db.execute(sql`select 1`)
      return { status: 'ready' }
    } catch (error) {
      throw new NotReady(error)
    }
  })
  app.get('/metrics', open, async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
