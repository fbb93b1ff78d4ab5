import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { version } from '../platform/version.ts'
import { ClientConfig, GrantRoles, Me, SettingKey, Settings, User, UserList } from './schema.ts'
import { readSetting, writeSetting } from './settings.ts'
import { grantRoles, listUsers } from './users.ts'

const tags = ['users']

export const userRoutes: Routes = async (app) => {
  const { db, tenantId } = app.services

  app.get('/me', { config: { roles: 'signed-in' }, schema: { tags, response: { 200: Me } } }, async ({ actor }) => {
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
  })

  app.get('/users', { config: { roles: everyone }, schema: { tags, response: { 200: UserList } } }, async () => ({
    items: await listUsers(db),
  }))

  app.put(
    '/users/:id/roles',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params: z.object({ id: Id }),
        body: GrantRoles,
        response: { 200: User, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request) => {
      const { user, entraId } = await grantRoles(db, request.actor, request.params.id, request.body.grantedRoles)
      app.forgetPerson(entraId)
      return user
    },
  )

  app.get(
    '/me/settings/:key',
    { config: { roles: everyone }, schema: { tags, params: SettingKey, response: { 200: Settings, 422: Problem } } },
    async (request) => ({ value: await readSetting(db, request.actor, request.params.key) }),
  )

  app.put(
    '/me/settings/:key',
    {
      config: { roles: everyone },
      schema: { tags, params: SettingKey, body: Settings, response: { 200: Settings, 422: Problem } },
    },
    async (request) => {
      await writeSetting(db, request.actor, request.params.key, request.body.value)
      return { value: request.body.value ?? null }
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
