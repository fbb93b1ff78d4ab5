import { sql } from 'drizzle-orm'
import type { FastifyRequest, RouteOptions } from 'fastify'
import type { Database } from '#db/client.ts'
import type { App } from '../app-types.ts'
import type { TokenClaims } from './access-token.ts'
import { NotAllowed, NotSignedIn } from './problems.ts'

const SEEN_AGAIN_AFTER = 60_000

/** Checks the bearer token of every request but public ones, and the roles each route names. */
export function authenticate(app: App): void {
  const seen = new Map<string, { userId: string; fingerprint: string; at: number }>()
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
    const userId = await userIdOf(app.services.db, claims, seen)
    request.actor = {
      userId,
      entraId: claims.oid,
      name: claims.name,
      email: claims.username,
      roles: claims.roles,
      route: 'person',
      requestId: request.id,
    }
    if (roles !== 'signed-in' && !roles.some((role) => claims.roles.includes(role))) throw new NotAllowed(roles)
  })
}

function bearer(request: FastifyRequest): string {
  const [scheme, token] = request.headers.authorization?.split(' ') ?? []
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw new NotSignedIn('No access token was sent.')
  return token
}

/** The person behind the token, made when seen for the first time; written at most once a minute. */
async function userIdOf(
  db: Database,
  claims: TokenClaims,
  seen: Map<string, { userId: string; fingerprint: string; at: number }>,
): Promise<string> {
  const fingerprint = JSON.stringify([claims.name, claims.username, claims.roles])
  const known = seen.get(claims.oid)
  if (known?.fingerprint === fingerprint && Date.now() - known.at < SEEN_AGAIN_AFTER) return known.userId
  const [row] = await db.execute<{ id: string }>(sql`insert into users (entra_id, name, email, roles, last_seen_at)
    values (${claims.oid}, ${claims.name}, ${claims.username},
      (select coalesce(array_agg(value), '{}') from jsonb_array_elements_text(${JSON.stringify(claims.roles)}::jsonb)), now())
    on conflict (entra_id) do update set roles = excluded.roles, last_seen_at = now(),
      name = excluded.name, email = coalesce(users.email, excluded.email)
    returning id`)
  const userId = row?.id as string
  seen.set(claims.oid, { userId, fingerprint, at: Date.now() })
  return userId
}
