import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { etag, versionRead } from '../platform/etag.ts'
import { Id, IdempotencyKey, PageQuery, Problem } from '../platform/schema.ts'
import { addressWorks } from './address-works.ts'
import { contactContext } from './contact-context.ts'
import { contactHistory } from './contact-history.ts'
import { createContact, editContact } from './contacts.ts'
import { deleteContact } from './delete-contact.ts'
import { listContacts } from './list-contacts.ts'
import { resolvePeople } from './people.ts'
import { lookupAsJson, readContact } from './read-contact.ts'
import {
  AddressWorks,
  Contact,
  ContactHistory,
  ContactList,
  ContactListQuery,
  ContactWithTimeline,
  CreateContact,
  EditContact,
  LookupQuery,
  ResolvedPeople,
  ResolvePeople,
} from './schema.ts'

const byId = z.object({ id: Id })
const tags = ['contacts']

export const contactRoutes: Routes = async (app) => {
  const { db, sql, secrets } = app.services
  const context = contactContext(app.services)

  app.get(
    '/contacts',
    {
      config: { roles: everyone },
      schema: { tags, querystring: ContactListQuery, response: { 200: ContactList, 422: Problem } },
    },
    (request) => listContacts(db, request.query, app.services.now()),
  )

  app.get(
    '/contacts/lookup',
    {
      config: { roles: everyone },
      schema: { tags, querystring: LookupQuery, response: { 200: ContactWithTimeline, 404: Problem } },
    },
    async (request, reply) => {
      const text = await lookupAsJson(sql, request.query.email, request.actor.userId, request.query.limit)
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )

  app.post(
    '/contacts/resolve',
    { config: { roles: everyone }, schema: { tags, body: ResolvePeople, response: { 200: ResolvedPeople } } },
    async (request) => ({ people: await resolvePeople({ db, sql, secrets }, request.body.addresses) }),
  )

  app.post(
    '/contacts',
    {
      config: { roles: writers },
      schema: {
        tags,
        headers: IdempotencyKey,
        body: CreateContact,
        response: { 201: Contact, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const contact = await createContact(context, request.actor, request.body, request.headers['idempotency-key'])
      return reply
        .code(201)
        .header('location', `/api/v1/contacts/${contact.id}`)
        .header('etag', etag(contact))
        .send(contact)
    },
  )

  app.get(
    '/contacts/:id',
    {
      config: { roles: everyone },
      schema: { tags, params: byId, response: { 200: Contact, 301: Problem, 404: Problem } },
    },
    async (request, reply) => {
      const contact = await readContact(sql, request.params.id)
      return reply.header('etag', etag(contact)).send(contact)
    },
  )

  app.patch(
    '/contacts/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byId,
        body: EditContact,
        response: { 200: Contact, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { version: inBody, ...changes } = request.body
      const version = versionRead(inBody, request.headers['if-match'])
      const contact = await editContact(context, request.actor, request.params.id, version, changes)
      return reply.header('etag', etag(contact)).send(contact)
    },
  )

  app.delete(
    '/contacts/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byId,
        response: { 204: z.undefined(), 403: Problem, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match']
      const version = ifMatch === undefined ? undefined : versionRead(undefined, ifMatch)
      await deleteContact(db, request.actor, request.params.id, version)
      return reply.code(204).send()
    },
  )

  app.post(
    '/contacts/:id/addresses/works',
    {
      config: { roles: writers },
      schema: { tags, params: byId, body: AddressWorks, response: { 200: Contact, 404: Problem, 422: Problem } },
    },
    async (request) => {
      await addressWorks(db, request.actor, request.params.id, request.body.address)
      return readContact(sql, request.params.id)
    },
  )

  app.get(
    '/contacts/:id/history',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: byId,
        querystring: PageQuery,
        response: { 200: ContactHistory, 301: Problem, 404: Problem },
      },
    },
    (request) => contactHistory(sql, request.params.id, request.query),
  )
}
