import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone } from '../identity/roles.ts'
import { etag, versionRead } from '../platform/etag.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { convertField } from './convert-field.ts'
import { archiveField, createField, editField, restoreField } from './edit-fields.ts'
import { fieldById, listFields } from './fields.ts'
import { replaceChoice } from './replace-choice.ts'
import {
  Conversion,
  ConvertCustomField,
  CreateCustomField,
  CustomField,
  CustomFieldList,
  CustomFieldQuery,
  EditCustomField,
  ReplaceChoice,
  Replaced,
} from './schema.ts'

const tags = ['custom fields']
const params = z.object({ id: Id })

export const customFieldRoutes: Routes = async (app) => {
  const { db } = app.services

  app.get(
    '/custom-fields',
    {
      config: { roles: everyone },
      schema: { tags, querystring: CustomFieldQuery, response: { 200: CustomFieldList, 422: Problem } },
    },
    async (request) => ({ items: await listFields(db, request.query) }),
  )

  app.post(
    '/custom-fields',
    {
      config: { roles: administrators },
      schema: {
        tags,
        headers: IdempotencyKey,
        body: CreateCustomField,
        response: { 201: CustomField, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const field = await createField(db, request.actor, request.body, request.headers['idempotency-key'])
      return reply
        .code(201)
        .header('location', `/api/v1/custom-fields/${field.id}`)
        .header('etag', etag(field))
        .send(field)
    },
  )

  app.get(
    '/custom-fields/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: CustomField, 404: Problem } } },
    async (request, reply) => {
      const field = await fieldById(db, request.params.id)
      return reply.header('etag', etag(field)).send(field)
    },
  )

  app.patch(
    '/custom-fields/:id',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params,
        body: EditCustomField,
        response: { 200: CustomField, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { version: inBody, ...edit } = request.body
      const version = versionRead(inBody, request.headers['if-match'])
      const field = await editField(db, request.actor, request.params.id, version, edit)
      return reply.header('etag', etag(field)).send(field)
    },
  )

  app.delete(
    '/custom-fields/:id',
    { config: { roles: administrators }, schema: { tags, params, response: { 200: CustomField, 404: Problem } } },
    (request) => archiveField(db, request.actor, request.params.id),
  )

  app.post(
    '/custom-fields/:id/restore',
    { config: { roles: administrators }, schema: { tags, params, response: { 200: CustomField, 404: Problem } } },
    (request) => restoreField(db, request.actor, request.params.id),
  )

  app.post(
    '/custom-fields/:id/choices/replace',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params,
        body: ReplaceChoice,
        response: { 200: Replaced, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => replaceChoice(db, request.actor, request.params.id, request.body),
  )

  app.post(
    '/custom-fields/:id/convert',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params,
        body: ConvertCustomField,
        response: { 200: Conversion, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => convertField(db, request.actor, request.params.id, request.body),
  )
}
