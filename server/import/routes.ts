import multipart from '@fastify/multipart'
import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, PageQuery, Problem } from '../platform/schema.ts'
import {
  askToStop,
  changeMapping,
  changeReading,
  deleteImport,
  readImport,
  startPreview,
  startRun,
  startUndo,
} from './edit-import.ts'
import { LARGEST_FILE } from './file-store.ts'
import { followImport } from './follow-import.ts'
import { listImports } from './import-record.ts'
import { FileTooLarge, NoFile } from './problems.ts'
import { readRows, refusedAsCsv, reportAsCsv } from './read-rows.ts'
import { ChangeReading, Import, ImportList, ImportRows, ImportRowsQuery, Mapping, ReportQuery } from './schema.ts'
import { uploadImport } from './upload-import.ts'

const tags = ['imports']
const params = z.object({ id: Id })
const refusals = { 404: Problem, 409: Problem, 410: Problem, 422: Problem }

export const importRoutes: Routes = async (app) => {
  const context = app.services
  await app.register(multipart, {
    limits: { files: 1, fileSize: LARGEST_FILE, fields: 20, parts: 22, fieldSize: 10_000 },
  })

  app.post(
    '/imports',
    {
      config: { roles: writers },
      schema: { tags, consumes: ['multipart/form-data'], response: { 201: Import, 413: Problem, 422: Problem } },
    },
    async (request, reply) => {
      if (!request.isMultipart()) throw new NoFile()
      const part = await request.file()
      if (!part) throw new NoFile()
      part.file.once('limit', () => part.file.destroy(new FileTooLarge(LARGEST_FILE)))
      const id = await uploadImport(context, request.actor, part.filename, part.file)
      return reply
        .code(201)
        .header('location', `/api/v1/imports/${id}`)
        .send(await readImport(context.db, request.actor, id))
    },
  )

  app.get(
    '/imports',
    { config: { roles: everyone }, schema: { tags, querystring: PageQuery, response: { 200: ImportList } } },
    (request) => listImports(context.db, request.actor, request.query),
  )

  app.get(
    '/imports/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Import, 404: Problem } } },
    (request) => readImport(context.db, request.actor, request.params.id),
  )

  app.put(
    '/imports/:id/reading',
    {
      config: { roles: writers },
      schema: { tags, params, body: ChangeReading, response: { 200: Import, ...refusals } },
    },
    async ({ params: { id }, body, actor }) => {
      await changeReading(context, actor, id, body)
      return readImport(context.db, actor, id)
    },
  )

  app.put(
    '/imports/:id/mapping',
    {
      config: { roles: writers },
      schema: { tags, params, body: Mapping, response: { 200: Import, 403: Problem, ...refusals } },
    },
    async ({ params: { id }, body, actor }) => {
      await changeMapping(context, actor, id, body)
      return readImport(context.db, actor, id)
    },
  )

  const actions = {
    preview: startPreview,
    run: startRun,
    undo: startUndo,
    pause: (...[, actor, id]: Parameters<typeof startRun>) => askToStop(context, actor, id, 'pause'),
    cancel: (...[, actor, id]: Parameters<typeof startRun>) => askToStop(context, actor, id, 'cancel'),
  }
  for (const [name, act] of Object.entries(actions)) {
    app.post(
      `/imports/:id/${name}`,
      { config: { roles: writers }, schema: { tags, params, response: { 202: Import, 403: Problem, ...refusals } } },
      async ({ params: { id }, actor }, reply) => {
        await act(context, actor, id)
        return reply.code(202).send(await readImport(context.db, actor, id))
      },
    )
  }

  app.get(
    '/imports/:id/events',
    { config: { roles: everyone }, schema: { tags, params, response: { 404: Problem } } },
    async (request, reply) => {
      const first = await readImport(context.db, request.actor, request.params.id)
      const events = followImport(context.db, request.actor, first, () => request.raw.destroyed)
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store, no-transform')
        .header('x-accel-buffering', 'no')
        .send(events as never)
    },
  )

  app.get(
    '/imports/:id/rows',
    {
      config: { roles: everyone },
      schema: { tags, params, querystring: ImportRowsQuery, response: { 200: ImportRows, 404: Problem } },
    },
    (request) => readRows(context, request.actor, request.params.id, request.query),
  )

  app.get(
    '/imports/:id/refused.csv',
    { config: { roles: everyone }, schema: { tags, params, response: { 404: Problem } } },
    async (request, reply) => {
      const file = await refusedAsCsv(context, request.actor, request.params.id)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="refused.csv"')
        .send(file as never)
    },
  )

  app.get(
    '/imports/:id/report.csv',
    {
      config: { roles: everyone },
      schema: { tags, params, querystring: ReportQuery, response: { 404: Problem, 410: Problem } },
    },
    async (request, reply) => {
      const file = await reportAsCsv(context, request.actor, request.params.id, request.query.outcome)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="import-report.csv"')
        .send(file as never)
    },
  )

  app.delete(
    '/imports/:id',
    { config: { roles: writers }, schema: { tags, params, response: { 204: z.null(), 404: Problem, 409: Problem } } },
    async (request, reply) => {
      await deleteImport(context, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
