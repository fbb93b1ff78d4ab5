import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { fillTemplate } from './fill-template.ts'
import { mergeFields } from './merge-values.ts'
import {
  CreateTemplate,
  EditTemplate,
  FilledTemplate,
  FillTemplate,
  MergeFieldList,
  Template,
  TemplateList,
  TemplateListQuery,
} from './schema.ts'
import { createTemplate, deleteTemplate, editTemplate, listTemplates, readTemplate } from './templates.ts'

const tags = ['templates']
const params = z.object({ id: Id })

export const templateRoutes: Routes = async (app) => {
  const { db, sql, secrets, config } = app.services

  app.get(
    '/templates',
    { config: { roles: everyone }, schema: { tags, querystring: TemplateListQuery, response: { 200: TemplateList } } },
    async ({ actor, query }) => ({ items: await listTemplates(db, actor, query.archived === 'true') }),
  )

  app.get(
    '/templates/fields',
    { config: { roles: everyone }, schema: { tags, response: { 200: MergeFieldList } } },
    async () => ({ items: await mergeFields(db) }),
  )

  app.get(
    '/templates/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Template, 404: Problem } } },
    ({ actor, params: { id } }) => readTemplate(db, actor, id),
  )

  app.post(
    '/templates',
    {
      config: { roles: writers },
      schema: { tags, body: CreateTemplate, response: { 201: Template, 409: Problem, 422: Problem } },
    },
    async (request, reply) => reply.code(201).send(await createTemplate(db, request.actor, request.body)),
  )

  app.patch(
    '/templates/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params,
        body: EditTemplate,
        response: { 200: Template, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => editTemplate(db, request.actor, request.params.id, request.body),
  )

  app.delete(
    '/templates/:id',
    {
      config: { roles: writers },
      schema: { tags, params, response: { 204: z.undefined(), 403: Problem, 404: Problem } },
    },
    async (request, reply) => {
      await deleteTemplate(db, request.actor, request.params.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/templates/:id/fill',
    {
      config: { roles: everyone },
      schema: { tags, params, body: FillTemplate, response: { 200: FilledTemplate, 404: Problem } },
    },
    (request) => fillTemplate({ db, sql, secrets, config }, request.actor, request.params.id, request.body),
  )
}
