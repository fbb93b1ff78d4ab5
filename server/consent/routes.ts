import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, Problem } from '../platform/schema.ts'
import { addJurisdiction, editJurisdiction, listJurisdictions, resetJurisdiction } from './jurisdictions.ts'
import { readConsent } from './read-consent.ts'
import { recordConsent } from './record-consent.ts'
import {
  AddJurisdiction,
  ConsentPanel,
  ConsentWarnings,
  Country,
  EditJurisdiction,
  Jurisdiction,
  JurisdictionList,
  RecordConsent,
  ResetJurisdiction,
} from './schema.ts'
import { markWarningSeen, myWarnings } from './warnings.ts'

const byId = z.object({ id: Id })
const byCountry = z.object({ country: Country })
const tags = ['consent']

export const consentRoutes: Routes = async (app) => {
  const { services } = app
  const { db } = services

  app.get(
    '/contacts/:id/consent',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 200: ConsentPanel, 404: Problem } } },
    (request) => readConsent(services, request.params.id, services.now()),
  )

  app.post(
    '/contacts/:id/consent',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byId,
        headers: IdempotencyKey,
        body: RecordConsent,
        response: { 201: ConsentPanel, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const key = request.headers['idempotency-key']
      await recordConsent(db, request.actor, id, request.body, services.now(), key)
      return reply.code(201).send(await readConsent(services, id, services.now()))
    },
  )

  app.get(
    '/jurisdictions',
    { config: { roles: everyone }, schema: { tags, response: { 200: JurisdictionList } } },
    () => listJurisdictions(db),
  )

  app.patch(
    '/jurisdictions/:country',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params: byCountry,
        body: EditJurisdiction,
        response: { 200: Jurisdiction, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => editJurisdiction(db, request.actor, request.params.country, request.body),
  )

  app.put(
    '/jurisdictions/:country',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params: byCountry,
        body: AddJurisdiction,
        response: { 201: Jurisdiction, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const made = await addJurisdiction(db, request.actor, request.params.country, request.body)
      return reply.code(201).send(made)
    },
  )

  app.post(
    '/jurisdictions/:country/reset',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params: byCountry,
        body: ResetJurisdiction,
        response: { 200: Jurisdiction, 404: Problem, 409: Problem },
      },
    },
    (request) => resetJurisdiction(db, request.actor, request.params.country, request.body?.version),
  )

  app.get(
    '/consent-warnings',
    { config: { roles: everyone }, schema: { tags, response: { 200: ConsentWarnings } } },
    (request) => myWarnings(db, request.actor, services.now()),
  )

  app.post(
    '/consent-warnings/:id/seen',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 204: z.null(), 404: Problem } } },
    async (request, reply) => {
      await markWarningSeen(db, request.actor, request.params.id, services.now())
      return reply.code(204).send(null)
    },
  )
}
