import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { sendDownload } from '../platform/download.ts'
import { Id, Problem } from '../platform/schema.ts'
import type { Role } from '../users/schema.ts'
import { contactExporter } from './export-contact.ts'
import { contactExportSchema, SCHEMA_PATH } from './json-schema.ts'
import { ContactExport, ExportQuery } from './schema.ts'

const tags = ['export']
const exporting: readonly Role[] = ['Manager', 'Admin', 'DataProtection']

export const exportRoutes: Routes = async (app) => {
  const { db, sql, secrets, config, now } = app.services
  const schemaUrl = `${config.publicUrl}/api/v1${SCHEMA_PATH}`
  const schema = contactExportSchema(schemaUrl)
  const exportContact = contactExporter({ db, sql, secrets, schemaUrl, now })

  app.get(
    '/contacts/:id/export',
    {
      config: { roles: exporting },
      schema: {
        tags,
        params: z.object({ id: Id }),
        querystring: ExportQuery,
        response: { 200: ContactExport, 403: Problem, 404: Problem, 503: Problem },
      },
    },
    (request, reply) => {
      const { id } = request.params
      const file = { name: `contact-${id}.json`, type: 'application/json; charset=utf-8' }
      return sendDownload(reply, file, exportContact(request.actor, id, request.query.others))
    },
  )

  app.get(SCHEMA_PATH, { config: { roles: 'public' }, schema: { tags } }, (_, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(schema),
  )
}
