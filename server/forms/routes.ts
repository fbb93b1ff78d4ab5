import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { contactContext } from '../contacts/contact-context.ts'
import { administrators, managers } from '../identity/roles.ts'
import { sendDownload } from '../platform/download.ts'
import { versionRead } from '../platform/etag.ts'
import { Id, Problem } from '../platform/schema.ts'
import { datedName, tableTypes } from '../platform/table-file.ts'
import { acceptSpam } from './accept-spam.ts'
import { closeForm, createForm, deleteForm, editForm, publishForm } from './edit-forms.ts'
import { previewForm } from './preview-form.ts'
import { listForms, readForm } from './read-forms.ts'
import { exportSubmissions, readSubmissions } from './read-submissions.ts'
import {
  CreateForm,
  EditForm,
  Form,
  FormList,
  FormPreview,
  PreviewForm,
  SubmissionPage,
  SubmissionQuery,
} from './schema.ts'

const byId = z.object({ id: Id })
const bySubmission = z.object({ id: Id, submissionId: Id })
const tags = ['forms']
const reading = { roles: managers }
const writing = { roles: administrators }
const failures = { 404: Problem, 409: Problem, 422: Problem }

export const formRoutes: Routes = async (app) => {
  const { services } = app
  const { publicUrl } = services.config
  const context = { db: services.db, publicUrl }

  app.get('/forms', { config: reading, schema: { tags, response: { 200: FormList } } }, async () => ({
    items: await listForms(services.db, publicUrl),
  }))

  app.post(
    '/forms',
    { config: writing, schema: { tags, body: CreateForm, response: { 201: Form, ...failures } } },
    async (request, reply) => reply.code(201).send(await createForm(context, request.actor, request.body)),
  )

  app.get(
    '/forms/:id',
    { config: reading, schema: { tags, params: byId, response: { 200: Form, ...failures } } },
    (request) => readForm(services.db, publicUrl, request.params.id),
  )

  app.patch(
    '/forms/:id',
    { config: writing, schema: { tags, params: byId, body: EditForm, response: { 200: Form, ...failures } } },
    (request) => {
      const { version, ...changes } = request.body
      return editForm(
        context,
        request.actor,
        request.params.id,
        versionRead(version, request.headers['if-match']),
        changes,
      )
    },
  )

  app.delete(
    '/forms/:id',
    { config: writing, schema: { tags, params: byId, response: { 204: z.null(), ...failures } } },
    async (request, reply) => {
      await deleteForm(context, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/forms/:id/publish',
    { config: writing, schema: { tags, params: byId, response: { 200: Form, ...failures } } },
    (request) => publishForm(context, request.actor, request.params.id),
  )

  app.post(
    '/forms/:id/close',
    { config: writing, schema: { tags, params: byId, response: { 200: Form, ...failures } } },
    (request) => closeForm(context, request.actor, request.params.id),
  )

  app.post(
    '/forms/preview',
    { config: reading, schema: { tags, body: PreviewForm, response: { 200: FormPreview, 422: Problem } } },
    (request) => previewForm(services.db, request.body.draft),
  )

  app.get(
    '/forms/:id/submissions',
    {
      config: reading,
      schema: { tags, params: byId, querystring: SubmissionQuery, response: { 200: SubmissionPage, ...failures } },
    },
    (request) => readSubmissions(services.db, request.params.id, request.query),
  )

  app.get(
    '/forms/:id/submissions.csv',
    {
      config: reading,
      exposeHeadRoute: false,
      schema: {
        tags,
        params: byId,
        produces: [tableTypes.csv],
        response: { 200: z.any().describe('A file for spreadsheets.'), 404: Problem, 503: Problem },
      },
    },
    (request, reply) =>
      sendDownload(
        reply,
        { name: datedName('submissions', services.now(), 'csv'), type: tableTypes.csv },
        exportSubmissions(services, request.actor, request.params.id),
      ),
  )

  app.post(
    '/forms/:id/submissions/:submissionId/accept',
    { config: reading, schema: { tags, params: bySubmission, response: { 204: z.null(), ...failures } } },
    async (request, reply) => {
      const { id, submissionId } = request.params
      await acceptSpam(contactContext(services), request.actor, id, submissionId, services.now())
      return reply.code(204).send(null)
    },
  )
}
