import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { addBlock, listBlocks, removeBlock } from './block-list.ts'
import { AddBlock, MailBlock, MailBlockList, WhyAnswer, WhyQuery } from './schema.ts'
import { whyNotHere } from './why.ts'

const tags = ['mail']

export const mailRoutes: Routes = async (app) => {
  const { db } = app.services

  app.get(
    '/mail/why',
    {
      config: { roles: everyone },
      schema: { tags, querystring: WhyQuery, response: { 200: WhyAnswer, 503: Problem } },
    },
    (request) => whyNotHere(app.services, request.actor.userId, request.query.messageId),
  )

  app.get(
    '/mail/blocks',
    { config: { roles: everyone }, schema: { tags, response: { 200: MailBlockList } } },
    async () => ({
      items: await listBlocks(db),
      nextCursor: null,
    }),
  )

  app.post(
    '/mail/blocks',
    { config: { roles: administrators }, schema: { tags, body: AddBlock, response: { 201: MailBlock, 422: Problem } } },
    async (request, reply) => reply.code(201).send(await addBlock(db, request.actor, request.body)),
  )

  app.delete(
    '/mail/blocks/:id',
    {
      config: { roles: administrators },
      schema: { tags, params: z.object({ id: Id }), response: { 204: z.null(), 404: Problem } },
    },
    async (request, reply) => {
      await removeBlock(db, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
