import { sql } from 'drizzle-orm'
import type { FastifyRequest, RouteOptions } from 'fastify'
import type { Database } from '#db/client.ts'
import type { App } from '../app-types.ts'
import { Role } from '../users/schema.ts'
import type { TokenClaims } from './access-token.ts'
import { NotAllowed, NotSignedIn } from './problems.ts'

/** How long roles granted here are taken from memory: what another process changes counts after this (AD-01). */
const SEEN_AGAIN_AFTER = 30_000

interface Person {
  userId: string
  grantedRoles: readonly Role[]
  fingerprint: string
  at: number
}
type Seen = Map<string, Person>

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads somebody's roles anew at the next request. */
    forgetPerson(entraId: string): void
  }
}

/** Checks the bearer token of every request but public ones, and the roles each route names. */
export function authenticate(app: App): void {
  const seen: Seen = new Map()
  app.decorate('forgetPerson', (entraId) => {
    seen.delete(entraId)
  })
  const routes: RouteOptions[] = []
  app.decorate('declaredRoutes', routes)
  app.addHook('onRoute', (route) => {
    routes.push(route as RouteOptions)
  })
  app.addHook('onReady', async () => {
    const silent = routes.find((route) => !route.config?.roles)
    if (silent) throw new Error(`The route ${silent.method} ${silent.url} does not say who may use it.`)
  })
  app.addHook('onRequest', async (request) => {
    const roles = request.routeOptions.config.roles
    if (roles === 'public' || request.is404) return
    if (roles === undefined) throw new NotAllowed([])
    const claims = await app.services.verifyToken(bearer(request))
    const { userId, grantedRoles } = await personOf(app.services.db, claims, seen)
    const held = Role.options.filter((role) => claims.roles.includes(role) || grantedRoles.includes(role))
    request.actor = {
      userId,
      entraId: claims.oid,
      name: claims.name,
      email: claims.username,
      roles: held,
      route: 'person',
      requestId: request.id,
    }
    if (roles !== 'signed-in' && !roles.some((role) => held.includes(role))) throw new NotAllowed(roles)
  })
}

function bearer(request: FastifyRequest): string {
  const [scheme, token] = request.headers.authorization?.split(' ') ?? []
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw new NotSignedIn('No access token was sent.')
  return token
}

/** The person behind the token, made when seen for the first time; written at most twice a minute. */
async function personOf(db: Database, claims: TokenClaims, seen: Seen): Promise<Person> {
  const fingerprint = JSON.stringify([claims.name, claims.username, claims.roles])
  const known = seen.get(claims.oid)
  if (known?.fingerprint === fingerprint && Date.now() - known.at < SEEN_AGAIN_AFTER) return known
  const at = Date.now()
  const [row] = await db.execute<{
    id: string
    granted: Role[]
  }>(sql`insert into users (entra_id, name, email, roles, last_seen_at)
    values (${claims.oid}, ${claims.name}, ${claims.username},
      (select coalesce(array_agg(value), '{}') from jsonb_array_elements_text(${JSON.stringify(claims.roles)}::jsonb)), now())
    on conflict (entra_id) do update set roles = excluded.roles, last_seen_at = now(),
      name = excluded.name, email = coalesce(users.email, excluded.email)
    returning id, case when active then granted_roles else '{}' end as granted`)
  const person = { userId: row?.id as string, grantedRoles: row?.granted ?? [], fingerprint, at }
  seen.set(claims.oid, person)
  return person
}
