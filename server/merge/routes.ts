import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, managers, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { automaticReport, putReportAway } from './automatic-report.ts'
import { mergeContacts } from './merge-contacts.ts'
import { startBulkMerge } from './merge-in-bulk.ts'
import { previewMerge } from './preview-merge.ts'
import { listMerges, readMerge } from './read-merges.ts'
import {
  AutomaticReport,
  BulkMergeStarted,
  Merge,
  MergeContacts,
  MergeInto,
  MergeList,
  MergeListQuery,
  MergePreview,
  MergeResult,
  MergeSettings,
  ReportSeen,
  StartBulkMerge,
  WriteMergeSettings,
} from './schema.ts'
import { mergeSettings, writeMergeSettings } from './settings.ts'
import { undoMerge } from './undo-merge.ts'

const tags = ['merges']
const params = z.object({ id: Id })
const refusals = { 404: Problem, 409: Problem, 422: Problem }

export const mergeRoutes: Routes = async (app) => {
  const context = app.services
  const { db, now } = context

  app.post(
    '/merges',
    {
      config: { roles: writers },
      schema: { tags, headers: IdempotencyKey, body: MergeContacts, response: { 200: MergeResult, ...refusals } },
    },
    ({ actor, body, headers }) => mergeContacts(context, actor, body, { key: headers['idempotency-key'] }),
  )

  app.post(
    '/contacts/:id/merge',
    {
      config: { roles: writers },
      schema: { tags, params, headers: IdempotencyKey, body: MergeInto, response: { 200: MergeResult, ...refusals } },
    },
    ({ actor, params: { id }, body: { duplicateId, ...chosen }, headers }) =>
      mergeContacts(
        context,
        actor,
        { ...chosen, primaryId: id, otherIds: [duplicateId] },
        { key: headers['idempotency-key'] },
      ),
  )

  app.post(
    '/merges/preview',
    { config: { roles: writers }, schema: { tags, body: MergeContacts, response: { 200: MergePreview, ...refusals } } },
    ({ body }) => previewMerge(context, body),
  )

  app.get(
    '/merges',
    {
      config: { roles: everyone },
      schema: { tags, querystring: MergeListQuery, response: { 200: MergeList, 422: Problem } },
    },
    ({ query }) => listMerges(db, query, now()),
  )

  app.get(
    '/merges/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Merge, 404: Problem } } },
    (request) => readMerge(db, request.params.id, now()),
  )

  app.post(
    '/merges/:id/undo',
    {
      config: { roles: writers },
      schema: { tags, params, response: { 200: MergeResult, 404: Problem, 409: Problem } },
    },
    (request) => undoMerge(context, request.actor, request.params.id),
  )

  app.post(
    '/merges/bulk',
    {
      config: { roles: managers },
      schema: { tags, body: StartBulkMerge, response: { 202: BulkMergeStarted, 422: Problem } },
    },
    async (request, reply) => {
      const started = await startBulkMerge(context, request.actor, request.body)
      return reply.code(202).header('location', `/api/v1/jobs/${started.jobId}`).send(started)
    },
  )

  app.get('/merge-settings', { config: { roles: everyone }, schema: { tags, response: { 200: MergeSettings } } }, () =>
    mergeSettings(db),
  )

  app.put(
    '/merge-settings',
    {
      config: { roles: managers },
      schema: { tags, body: WriteMergeSettings, response: { 200: MergeSettings, 422: Problem } },
    },
    ({ actor, body }) => writeMergeSettings(db, actor, body),
  )

  app.get(
    '/merges/automatic-report',
    { config: { roles: managers }, schema: { tags, response: { 200: AutomaticReport } } },
    ({ actor }) => automaticReport(db, actor, now()),
  )

  app.post(
    '/merges/automatic-report/seen',
    {
      config: { roles: managers },
      schema: { tags, body: ReportSeen, response: { 204: z.null(), 422: Problem } },
    },
    async ({ actor, body }, reply) => {
      await putReportAway(db, actor, body.until)
      return reply.code(204).send(null)
    },
  )
}
