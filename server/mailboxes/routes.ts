import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { NotAllowed } from '../identity/problems.ts'
import { everyone } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { readDirectory } from '../users/organisation.ts'
import {
  editMailbox,
  listMailboxes,
  mailboxById,
  mayManage,
  pauseMailbox,
  resyncMailbox,
  startSync,
} from './mailboxes.ts'
import { EditMailbox, Mailbox, MailboxList, StartSync, SyncAccepted } from './schema.ts'

const byId = z.object({ id: Id })
const tags = ['mailboxes']
const answers = { 403: Problem, 404: Problem, 409: Problem }

export const mailboxRoutes: Routes = async (app) => {
  const { db, queue, graph, tenantId } = app.services

  const managed = async (request: FastifyRequest, id: string) => {
    if (!mayManage(request.actor, await mailboxById(db, id))) throw new NotAllowed(['Admin', 'owner of the mailbox'])
  }

  app.get('/mailboxes', { config: { roles: everyone }, schema: { tags, response: { 200: MailboxList } } }, async () => {
    const known = await listMailboxes(db)
    if (known.length > 0) return { items: known, nextCursor: null }
    await readDirectory(db, graph, tenantId)
    return { items: await listMailboxes(db), nextCursor: null }
  })

  app.get(
    '/mailboxes/:id',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 200: Mailbox, 404: Problem } } },
    (request) => mailboxById(db, request.params.id),
  )

  app.post(
    '/mailboxes/:id/sync',
    {
      config: { roles: everyone },
      schema: { tags, params: byId, body: StartSync.nullish(), response: { 202: SyncAccepted, ...answers } },
    },
    async (request, reply) => {
      await managed(request, request.params.id)
      return reply.code(202).send(await startSync(db, queue, request.params.id, request.body ?? {}))
    },
  )

  app.patch(
    '/mailboxes/:id',
    {
      config: { roles: everyone },
      schema: { tags, params: byId, body: EditMailbox, response: { 200: Mailbox, ...answers } },
    },
    async (request) => {
      await managed(request, request.params.id)
      return editMailbox(db, request.params.id, request.body)
    },
  )

  app.post(
    '/mailboxes/:id/pause',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 200: Mailbox, ...answers } } },
    async (request) => {
      await managed(request, request.params.id)
      return pauseMailbox(db, request.params.id)
    },
  )

  app.post(
    '/mailboxes/:id/resync',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 202: SyncAccepted, ...answers } } },
    async (request, reply) => {
      await managed(request, request.params.id)
      return reply.code(202).send(await resyncMailbox(db, queue, request.params.id))
    },
  )
}
