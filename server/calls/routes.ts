import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { readCalls } from './read-calls.ts'
import {
  CallSource,
  CallSourceList,
  CallSourceWithKey,
  CreateCallSource,
  ReceivedCallPage,
  ReceivedCallQuery,
} from './schema.ts'
import { createSource, listSources, revokeSource, rotateKey } from './sources.ts'

const byId = z.object({ id: Id })
const tags = ['calls']
const config = { roles: administrators }

export const callRoutes: Routes = async (app) => {
  const { db, secrets } = app.services
  const context = { db, secrets, publicUrl: app.services.config.publicUrl }

  app.get('/call-sources', { config, schema: { tags, response: { 200: CallSourceList } } }, async () => ({
    items: await listSources(context),
  }))

  app.post(
    '/call-sources',
    { config, schema: { tags, body: CreateCallSource, response: { 201: CallSourceWithKey, 422: Problem } } },
    async (request, reply) => reply.code(201).send(await createSource(context, request.actor, request.body)),
  )

  app.post(
    '/call-sources/:id/rotate',
    { config, schema: { tags, params: byId, response: { 200: CallSourceWithKey, 404: Problem, 409: Problem } } },
    (request) => rotateKey(context, request.actor, request.params.id),
  )

  app.post(
    '/call-sources/:id/revoke',
    { config, schema: { tags, params: byId, response: { 200: CallSource, 404: Problem, 409: Problem } } },
    (request) => revokeSource(context, request.actor, request.params.id),
  )

  app.get(
    '/received-calls',
    { config, schema: { tags, querystring: ReceivedCallQuery, response: { 200: ReceivedCallPage, 422: Problem } } },
    (request) => readCalls(db, request.query),
  )
}
