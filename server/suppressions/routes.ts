import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { Problem } from '../platform/schema.ts'
import type { Role } from '../users/schema.ts'
import { LiftSuppression, Suppression, SuppressionQuery, Suppressions, WriteSuppression } from './schema.ts'
import { countSuppressions, liftSuppression, suppress, suppressionOf } from './suppressions.ts'

const tags = ['suppressions']
const protectors: readonly Role[] = ['Admin', 'DataProtection']

export const suppressionRoutes: Routes = async (app) => {
  const { db, secrets } = app.services

  app.get('/suppressions', { config: { roles: protectors }, schema: { tags, response: { 200: Suppressions } } }, () =>
    countSuppressions(db),
  )

  app.get(
    '/suppressions/lookup',
    {
      config: { roles: protectors },
      schema: { tags, querystring: SuppressionQuery, response: { 200: Suppression, 404: Problem } },
    },
    (request) => suppressionOf(db, secrets, request.query.email),
  )

  app.post(
    '/suppressions',
    {
      config: { roles: protectors },
      schema: { tags, body: WriteSuppression, response: { 201: Suppression, 422: Problem } },
    },
    async (request, reply) => reply.code(201).send(await suppress(db, secrets, request.actor, request.body)),
  )

  app.post(
    '/suppressions/lift',
    {
      config: { roles: protectors },
      schema: { tags, body: LiftSuppression, response: { 204: z.null(), 404: Problem } },
    },
    async (request, reply) => {
      await liftSuppression(db, secrets, request.actor, request.body.email, request.body.why)
      return reply.code(204).send(null)
    },
  )
}
