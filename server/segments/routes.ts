import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { membership } from './membership.ts'
import { CreateSegment, EditSegment, Membership, Segment, SegmentList, SegmentMembers } from './schema.ts'
import {
  addMembers,
  createSegment,
  deleteSegment,
  editSegment,
  freezeSegment,
  listSegments,
  readSegment,
  removeMembers,
} from './segments.ts'

const tags = ['segments']
const params = z.object({ id: Id })
const refusals = { 404: Problem, 409: Problem, 422: Problem }

export const segmentRoutes: Routes = async (app) => {
  const { db, sql, now } = app.services

  app.get('/segments', { config: { roles: everyone }, schema: { tags, response: { 200: SegmentList } } }, async () => ({
    items: await listSegments(db, now()),
  }))

  app.post(
    '/segments',
    { config: { roles: writers }, schema: { tags, body: CreateSegment, response: { 201: Segment, 422: Problem } } },
    async (request, reply) => reply.code(201).send(await createSegment(db, request.actor, request.body, now())),
  )

  app.get(
    '/segments/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Segment, 404: Problem } } },
    (request) => readSegment(db, request.params.id, now()),
  )

  app.patch(
    '/segments/:id',
    {
      config: { roles: writers },
      schema: { tags, params, body: EditSegment, response: { 200: Segment, ...refusals } },
    },
    (request) => editSegment(db, request.params.id, request.body, now()),
  )

  app.delete(
    '/segments/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params,
        querystring: z.object({ force: z.enum(['true', 'false']).default('false') }),
        response: { 204: z.undefined(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      await deleteSegment(db, request.actor, request.params.id, request.query.force === 'true', now())
      return reply.code(204).send()
    },
  )

  app.post(
    '/segments/:id/freeze',
    {
      config: { roles: writers },
      schema: {
        tags,
        params,
        body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
        response: { 201: Segment, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await freezeSegment(db, request.actor, request.params.id, request.body.name, now())),
  )

  app.post(
    '/segments/:id/members',
    {
      config: { roles: writers },
      schema: { tags, params, body: SegmentMembers, response: { 200: Segment, ...refusals } },
    },
    async (request) => {
      await db.transaction((tx) => addMembers(tx, request.actor, request.params.id, request.body.contactIds))
      return readSegment(db, request.params.id, now())
    },
  )

  app.post(
    '/segments/:id/members/remove',
    {
      config: { roles: writers },
      schema: { tags, params, body: SegmentMembers, response: { 200: Segment, ...refusals } },
    },
    async (request) => {
      await db.transaction((tx) => removeMembers(tx, request.params.id, request.body.contactIds))
      return readSegment(db, request.params.id, now())
    },
  )

  app.get(
    '/segments/:id/contacts/:contactId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: params.extend({ contactId: Id }),
        response: { 200: Membership, 404: Problem, 422: Problem },
      },
    },
    (request) => membership({ db, sql }, request.params.id, request.params.contactId, now()),
  )
}
