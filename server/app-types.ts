import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, RouteOptions } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Config } from './config.ts'
import type { VerifyToken } from './identity/access-token.ts'
import type { GraphTokens } from './identity/graph-token.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { MailContext } from './mail/context.ts'
import type { Actor } from './platform/actor.ts'
import type { Proxies } from './platform/proxies.ts'
import type { Role } from './users/schema.ts'

/** What the routes work with; made once in main.ts, or by a test. */
export interface Services extends MailContext {
  config: Config
  queue: JobQueue
  verifyToken: VerifyToken
  tokens: GraphTokens
}

/** The jobs of a feature, at work until they are stopped. */
export interface Worker {
  stop(): Promise<void> | void
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** A feature's routes: HTTP only. */
export type Routes = (app: App) => Promise<void>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use a route. `public` needs no sign-in, `signed-in` no role. Routes without it are refused at start. */
    roles?: readonly Role[] | 'public' | 'signed-in'
  }
  interface FastifyInstance {
    services: Services
    proxies: Proxies
    /** Every route with the roles it names, for the check at start and the test that walks them. */
    declaredRoutes: RouteOptions[]
  }
  interface FastifyRequest {
    actor: Actor
  }
}
