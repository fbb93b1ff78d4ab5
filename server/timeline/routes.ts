import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { readContact } from '../contacts/read-contact.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { logActivity } from './log-activity.ts'
import { readActivity, readTimeline } from './read-timeline.ts'
import { Activity, LogActivity, TimelinePage, TimelineQuery } from './schema.ts'

const byContact = z.object({ id: Id })
const tags = ['timeline']

export const timelineRoutes: Routes = async (app) => {
  const { db, sql } = app.services

  app.get(
    '/contacts/:id/timeline',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: byContact,
        querystring: TimelineQuery,
        response: { 200: TimelinePage, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { type, order, cursor, limit } = request.query
      const page = await readTimeline(sql, {
        contactId: request.params.id,
        readerId: request.actor.userId,
        types: type,
        order,
        cursor,
        limit,
      })
      if (page.startsWith('{"items":[]')) await readContact(sql, request.params.id)
      return reply.type('application/json; charset=utf-8').send(page as never)
    },
  )

  app.post(
    '/contacts/:id/activities',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byContact,
        headers: IdempotencyKey,
        body: LogActivity,
        response: { 201: Activity, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { id: contactId } = request.params
      const id = await logActivity(db, request.actor, contactId, request.body, request.headers['idempotency-key'])
      const activity = await readActivity(sql, id, contactId, request.actor.userId)
      return reply.code(201).send(activity as Activity)
    },
  )
}
