import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { readConsent } from './read-consent.ts'
import { recordConsent } from './record-consent.ts'
import { ConsentPanel, RecordConsent } from './schema.ts'

const byId = z.object({ id: Id })
const tags = ['consent']

export const consentRoutes: Routes = async (app) => {
  const { services } = app
  const { db } = services

  app.get(
    '/contacts/:id/consent',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 200: ConsentPanel, 404: Problem } } },
    (request) => readConsent(services, request.params.id, services.now()),
  )

  app.post(
    '/contacts/:id/consent',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byId,
        headers: IdempotencyKey,
        body: RecordConsent,
        response: { 201: ConsentPanel, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const key = request.headers['idempotency-key']
      await recordConsent(db, request.actor, id, request.body, services.now(), key)
      return reply.code(201).send(await readConsent(services, id, services.now()))
    },
  )
}
