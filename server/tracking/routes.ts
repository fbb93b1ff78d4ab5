import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { prepareTracked } from './prepare.ts'
import {
  MailSent,
  PreparedMail,
  PrepareTracked,
  TrackingSettings,
  TrackingSummary,
  WriteTrackingSettings,
} from './schema.ts'
import { markOwnSent } from './sent.ts'
import { trackingSettings, writeTrackingSettings } from './settings.ts'
import { trackingSummary } from './summary.ts'

const tags = ['tracking']
const params = z.object({ id: Id })

export const trackingRoutes: Routes = async (app) => {
  const { db, queue, now } = app.services

  app.get(
    '/tracking-settings',
    { config: { roles: everyone }, schema: { tags, response: { 200: TrackingSettings } } },
    () => trackingSettings(db),
  )

  app.put(
    '/tracking-settings',
    {
      config: { roles: administrators },
      schema: { tags, body: WriteTrackingSettings, response: { 200: TrackingSettings, 422: Problem } },
    },
    (request) => writeTrackingSettings(db, request.actor, request.body),
  )

  app.post(
    '/tracked-mails',
    {
      config: { roles: writers },
      schema: { tags, body: PrepareTracked, response: { 201: PreparedMail, 422: Problem } },
    },
    async (request, reply) => {
      const { recipients, links } = request.body
      const prepared = await db.transaction((tx) =>
        prepareTracked(tx, app.services, { userId: request.actor.userId, recipients, links }),
      )
      return reply.code(201).send(prepared)
    },
  )

  app.post(
    '/tracked-mails/:id/sent',
    {
      config: { roles: writers },
      schema: { tags, params, body: MailSent, response: { 204: z.null(), 404: Problem, 422: Problem } },
    },
    async (request, reply) => {
      await markOwnSent(db, request.actor, request.params.id, request.body, now())
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/activities/:id/tracking',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: TrackingSummary, 404: Problem } } },
    (request) => trackingSummary(db, request.params.id, request.actor.userId),
  )

  app.post(
    '/tracking/judge-again',
    {
      config: { roles: administrators },
      schema: { tags, response: { 202: z.object({ jobId: Id.nullable() }) } },
    },
    async (_, reply) => {
      const jobId = await queue.send('judge-hits', { all: true }, { key: 'all' })
      return reply.code(202).send({ jobId })
    },
  )
}
