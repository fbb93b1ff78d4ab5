import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { checkMail } from './check-mail.ts'
import { readOutgoing } from './outgoing.ts'
import { CheckedMail, CheckMail, OutgoingMail, SendMail } from './schema.ts'
import { sendMail } from './send-mail.ts'

const tags = ['sending']

export const sendingRoutes: Routes = async (app) => {
  const context = app.services

  app.post(
    '/compose/check',
    { config: { roles: everyone }, schema: { tags, body: CheckMail, response: { 200: CheckedMail, 404: Problem } } },
    (request) => checkMail(context, request.actor, request.body),
  )

  app.post(
    '/mails',
    {
      config: { roles: writers },
      schema: {
        tags,
        headers: IdempotencyKey,
        body: SendMail,
        response: { 201: OutgoingMail, 404: Problem, 409: Problem, 422: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      const [, accessToken = ''] = request.headers.authorization?.split(' ') ?? []
      const key = request.headers['idempotency-key']
      return reply.code(201).send(await sendMail(context, request.actor, accessToken, request.body, key))
    },
  )

  app.get(
    '/mails/:id',
    {
      config: { roles: writers },
      schema: { tags, params: z.object({ id: Id }), response: { 200: OutgoingMail, 404: Problem } },
    },
    (request) => readOutgoing(context.db, request.actor, request.params.id),
  )
}
