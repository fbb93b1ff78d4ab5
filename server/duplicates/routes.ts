import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { readContact } from '../contacts/read-contact.ts'
import { everyone, managers, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { checkDraft } from './check-draft.ts'
import { dismissDuplicates, dismissGroup } from './dismiss.ts'
import { duplicatesOf, listGroups } from './read-groups.ts'
import { latestScan, requestScan } from './scans.ts'
import {
  CheckDuplicates,
  DismissDuplicates,
  DuplicateGroups,
  DuplicateMatches,
  DuplicateQuery,
  DuplicateScan,
  DuplicatesOfContact,
  LatestScan,
} from './schema.ts'

const tags = ['duplicates']

export const duplicateRoutes: Routes = async (app) => {
  const { db, sql, queue } = app.services
  const reader = { db, sql }

  app.get(
    '/duplicates',
    {
      config: { roles: everyone },
      schema: { tags, querystring: DuplicateQuery, response: { 200: DuplicateGroups, 422: Problem } },
    },
    (request) => listGroups(reader, request.query),
  )

  app.post(
    '/duplicates/check',
    { config: { roles: writers }, schema: { tags, body: CheckDuplicates, response: { 200: DuplicateMatches } } },
    async (request) => ({ items: await checkDraft(reader, request.body) }),
  )

  app.post(
    '/duplicates/dismissals',
    {
      config: { roles: writers },
      schema: { tags, body: DismissDuplicates, response: { 204: z.null(), 404: Problem } },
    },
    async (request, reply) => {
      await dismissDuplicates(db, request.actor, [...new Set(request.body.contactIds)])
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/duplicates/:id/dismiss',
    {
      config: { roles: writers },
      schema: { tags, params: z.object({ id: Id }), response: { 204: z.null(), 404: Problem } },
    },
    async (request, reply) => {
      await dismissGroup(db, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )

  for (const url of ['/duplicates/scan', '/duplicates/scans']) {
    app.post(
      url,
      { config: { roles: managers }, schema: { tags, response: { 202: DuplicateScan } } },
      async (request, reply) => {
        await db.transaction((tx) => requestScan(tx, queue, request.actor.userId))
        return reply.code(202).send((await latestScan(db)) as DuplicateScan)
      },
    )
  }

  app.get(
    '/duplicates/scans/latest',
    { config: { roles: everyone }, schema: { tags, response: { 200: LatestScan } } },
    async () => ({ scan: await latestScan(db) }),
  )

  app.get(
    '/contacts/:id/duplicates',
    {
      config: { roles: everyone },
      schema: { tags, params: z.object({ id: Id }), response: { 200: DuplicatesOfContact, 404: Problem } },
    },
    async (request) => {
      await readContact(sql, request.params.id)
      return duplicatesOf(reader, request.params.id)
    },
  )
}
