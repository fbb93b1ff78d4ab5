import { sql } from 'drizzle-orm'
import type { Routes } from '../app-types.ts'
import { version } from '../platform/version.ts'
import { ClientConfig, Me } from './schema.ts'

export const userRoutes: Routes = async (app) => {
  const { db, tenantId } = app.services

  app.get(
    '/me',
    { config: { roles: 'signed-in' }, schema: { tags: ['users'], response: { 200: Me } } },
    async ({ actor }) => {
      const [organisation] = await db.execute<{ name: string }>(sql`select name from organisation`)
      const domains = await db.execute<{ domain: string }>(sql`select domain from organisation_domains order by domain`)
      return {
        id: actor.userId,
        name: actor.name,
        email: actor.email,
        roles: [...actor.roles],
        organisation: { tenantId, name: organisation?.name ?? '', domains: domains.map((row) => row.domain) },
        version,
      }
    },
  )
}

/** Outside /api: read before anyone signed in. */
export const clientConfigRoutes: Routes = async (app) => {
  const { entra } = app.services.config
  app.get(
    '/config.json',
    { config: { roles: 'public' }, schema: { hide: true, response: { 200: ClientConfig } } },
    async (_, reply) => {
      reply.header('cache-control', 'no-cache')
      return {
        clientId: entra.clientId,
        tenantId: entra.tenantId,
        authority: `${entra.authority}/${entra.tenantId}`,
        knownAuthorities: [new URL(entra.authority).host],
        scope: `api://${entra.clientId}/access_as_user`,
        ...(entra.browserEndpoints ? { endpoints: entra.browserEndpoints } : {}),
        version,
      }
    },
  )
}
