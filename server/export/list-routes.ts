import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { exportCompanies } from '../companies/export-companies.ts'
import { exportContacts } from '../contacts/export-contacts.ts'
import { everyone } from '../identity/roles.ts'
import { sendDownload } from '../platform/download.ts'
import { Problem } from '../platform/schema.ts'
import { datedName, type TableFormat, tableTypes } from '../platform/table-file.ts'
import { CompanyListExport, ContactListExport, ExportChosen } from './schema.ts'

const tags = ['export']
const formats = ['csv', 'xlsx'] as const
const failures = { 403: Problem, 422: Problem, 503: Problem }
const file = z.any().describe('A file for spreadsheets.')

/** Lists as files for spreadsheets. */
export const listExportRoutes: Routes = async (app) => {
  const context = app.services
  const send = (reply: FastifyReply, what: string, format: TableFormat, opened: ReturnType<typeof exportContacts>) =>
    sendDownload(reply, { name: datedName(what, context.now(), format), type: tableTypes[format] }, opened)

  for (const format of formats) {
    const route = { config: { roles: everyone }, exposeHeadRoute: false }
    const produces = [tableTypes[format]]

    app.get(
      `/contacts/export.${format}`,
      { ...route, schema: { tags, produces, querystring: ContactListExport, response: { 200: file, ...failures } } },
      ({ actor, query: { columns, ...of } }, reply) =>
        send(reply, 'contacts', format, exportContacts(context, actor, { format, columns, of })),
    )

    app.get(
      `/companies/export.${format}`,
      { ...route, schema: { tags, produces, querystring: CompanyListExport, response: { 200: file, ...failures } } },
      ({ actor, query }, reply) => send(reply, 'companies', format, exportCompanies(context, actor, query, format)),
    )
  }

  app.post(
    '/contacts/export',
    {
      config: { roles: everyone },
      schema: {
        tags,
        produces: Object.values(tableTypes),
        body: ExportChosen,
        response: { 200: file, ...failures },
      },
    },
    ({ actor, body: { format, columns, ...of } }, reply) =>
      send(reply, 'contacts', format, exportContacts(context, actor, { format, columns, of })),
  )
}
