import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { CreateView, EditView, SavedView, SavedViewList } from './schema.ts'
import { createView, deleteView, editView, listViews } from './views.ts'

const tags = ['views']
const params = z.object({ id: Id })

export const viewRoutes: Routes = async (app) => {
  const { db } = app.services

  app.get(
    '/views',
    { config: { roles: everyone }, schema: { tags, response: { 200: SavedViewList } } },
    async ({ actor }) => ({ items: await listViews(db, actor) }),
  )

  app.post(
    '/views',
    { config: { roles: everyone }, schema: { tags, body: CreateView, response: { 201: SavedView, 422: Problem } } },
    async (request, reply) => reply.code(201).send(await createView(db, request.actor, request.body)),
  )

  app.patch(
    '/views/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params,
        body: EditView,
        response: { 200: SavedView, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => editView(db, request.actor, request.params.id, request.body),
  )

  app.delete(
    '/views/:id',
    {
      config: { roles: everyone },
      schema: { tags, params, response: { 204: z.undefined(), 403: Problem, 404: Problem } },
    },
    async (request, reply) => {
      await deleteView(db, request.actor, request.params.id)
      return reply.code(204).send()
    },
  )
}
