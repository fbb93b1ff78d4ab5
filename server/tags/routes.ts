import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, managers, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { MergeTag, Tag, TagList, TagUses, WriteTag } from './schema.ts'
import { createTag, deleteTag, listTags, mergeTags, renameTag, tagUses } from './tags.ts'

const tags = ['tags']
const params = z.object({ id: Id })

export const tagRoutes: Routes = async (app) => {
  const { db } = app.services

  app.get('/tags', { config: { roles: everyone }, schema: { tags, response: { 200: TagList } } }, async () => ({
    items: await listTags(db),
  }))

  app.post(
    '/tags',
    {
      config: { roles: writers },
      schema: { tags, body: WriteTag, response: { 201: Tag, 409: Problem, 422: Problem } },
    },
    async (request, reply) => reply.code(201).send(await createTag(db, request.body.name)),
  )

  app.get(
    '/tags/:id/uses',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: TagUses, 404: Problem } } },
    (request) => tagUses(db, request.params.id),
  )

  app.patch(
    '/tags/:id',
    {
      config: { roles: managers },
      schema: { tags, params, body: WriteTag, response: { 200: Tag, 404: Problem, 409: Problem, 422: Problem } },
    },
    (request) => renameTag(db, request.params.id, request.body.name),
  )

  app.delete(
    '/tags/:id',
    { config: { roles: managers }, schema: { tags, params, response: { 204: z.undefined(), 404: Problem } } },
    async (request, reply) => {
      await deleteTag(db, request.actor, request.params.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/tags/:id/merge',
    {
      config: { roles: managers },
      schema: { tags, params, body: MergeTag, response: { 200: Tag, 404: Problem, 422: Problem } },
    },
    (request) => mergeTags(db, request.actor, request.params.id, request.body.into),
  )
}
