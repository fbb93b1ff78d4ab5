import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { listBulk, previewBulk, readBulk, startBulk, undoBulk } from './bulk.ts'
import { BulkList, BulkOperation, BulkPreview, StartBulk } from './schema.ts'

const tags = ['bulk']
const params = z.object({ id: Id })

export const bulkRoutes: Routes = async (app) => {
  const context = app.services

  app.post(
    '/contacts/bulk',
    {
      config: { roles: writers },
      schema: {
        tags,
        body: StartBulk,
        response: { 200: BulkPreview, 202: BulkOperation, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { selection, action, dryRun } = request.body
      if (dryRun) return reply.code(200).send(await previewBulk(context, selection, action))
      const operation = await startBulk(context, request.actor, selection, action)
      return reply.code(202).header('location', `/api/v1/contacts/bulk/${operation.id}`).send(operation)
    },
  )

  app.get(
    '/contacts/bulk',
    { config: { roles: everyone }, schema: { tags, response: { 200: BulkList } } },
    async ({ actor }) => ({ items: await listBulk(context, actor) }),
  )

  app.get(
    '/contacts/bulk/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: BulkOperation, 404: Problem } } },
    (request) => readBulk(context, request.params.id),
  )

  app.post(
    '/contacts/bulk/:id/undo',
    {
      config: { roles: writers },
      schema: { tags, params, response: { 202: BulkOperation, 404: Problem, 409: Problem } },
    },
    async (request, reply) => reply.code(202).send(await undoBulk(context, request.actor, request.params.id)),
  )
}
