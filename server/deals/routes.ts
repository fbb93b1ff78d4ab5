import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators, everyone, writers } from '../identity/roles.ts'
import { etag, versionRead } from '../platform/etag.ts'
import { Id, IdempotencyKey, PageQuery, Problem } from '../platform/schema.ts'
import { dealBoard } from './board.ts'
import { dealHistory } from './deal-history.ts'
import { deleteDeal } from './delete-deal.ts'
import { listDeals } from './list-deals.ts'
import { readDeal } from './read-deal.ts'
import { createDeal, editDeal, putDealContacts } from './save-deal.ts'
import {
  CreateDeal,
  CreateDealStage,
  Deal,
  DealBoard,
  DealBoardQuery,
  DealHistory,
  DealList,
  DealListQuery,
  DealStage,
  DealStageList,
  DeleteDealStageQuery,
  EditDeal,
  EditDealStage,
  PutDealContacts,
} from './schema.ts'
import { createStage, deleteStage, editStage, listStages } from './stages.ts'

const tags = ['deals']
const params = z.object({ id: Id })

export const dealRoutes: Routes = async (app) => {
  const { db, sql, now } = app.services
  const context = { db, now }

  app.get(
    '/deals',
    {
      config: { roles: everyone },
      schema: { tags, querystring: DealListQuery, response: { 200: DealList, 422: Problem } },
    },
    (request) => listDeals(db, request.query, now()),
  )

  app.get(
    '/deals/board',
    {
      config: { roles: everyone },
      schema: { tags, querystring: DealBoardQuery, response: { 200: DealBoard, 422: Problem } },
    },
    (request) => dealBoard(db, request.query, now()),
  )

  app.post(
    '/deals',
    {
      config: { roles: writers },
      schema: { tags, headers: IdempotencyKey, body: CreateDeal, response: { 201: Deal, 422: Problem } },
    },
    async (request, reply) => {
      const deal = await createDeal(context, request.actor, request.body, request.headers['idempotency-key'])
      return reply.code(201).header('location', `/api/v1/deals/${deal.id}`).header('etag', etag(deal)).send(deal)
    },
  )

  app.get(
    '/deals/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Deal, 404: Problem } } },
    async (request, reply) => {
      const deal = await readDeal(db, request.params.id)
      return reply.header('etag', etag(deal)).send(deal)
    },
  )

  app.patch(
    '/deals/:id',
    {
      config: { roles: writers },
      schema: { tags, params, body: EditDeal, response: { 200: Deal, 404: Problem, 409: Problem, 422: Problem } },
    },
    async (request, reply) => {
      const { version: inBody, ...edit } = request.body
      const version = versionRead(inBody, request.headers['if-match'])
      const deal = await editDeal(context, request.actor, request.params.id, version, edit)
      return reply.header('etag', etag(deal)).send(deal)
    },
  )

  app.delete(
    '/deals/:id',
    {
      config: { roles: writers },
      schema: { tags, params, response: { 204: z.undefined(), 403: Problem, 404: Problem, 409: Problem } },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match']
      const version = ifMatch === undefined ? undefined : versionRead(undefined, ifMatch)
      await deleteDeal(db, request.actor, request.params.id, version)
      return reply.code(204).send()
    },
  )

  app.put(
    '/deals/:id/contacts',
    {
      config: { roles: writers },
      schema: {
        tags,
        params,
        body: PutDealContacts,
        response: { 200: Deal, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { version: inBody, contacts } = request.body
      const version = versionRead(inBody, request.headers['if-match'])
      const deal = await putDealContacts(context, request.actor, request.params.id, version, contacts)
      return reply.header('etag', etag(deal)).send(deal)
    },
  )

  app.get(
    '/deals/:id/history',
    {
      config: { roles: everyone },
      schema: { tags, params, querystring: PageQuery, response: { 200: DealHistory, 404: Problem, 422: Problem } },
    },
    async (request) => {
      const history = await dealHistory(sql, request.params.id, request.query)
      if (history.items.length === 0) await readDeal(db, request.params.id)
      return history
    },
  )
}

/** The columns of the board; Settings > Stages. */
export const dealStageRoutes: Routes = async (app) => {
  const { db } = app.services

  app.get(
    '/deal-stages',
    { config: { roles: everyone }, schema: { tags, response: { 200: DealStageList } } },
    async () => ({ items: await listStages(db) }),
  )

  app.post(
    '/deal-stages',
    {
      config: { roles: administrators },
      schema: { tags, body: CreateDealStage, response: { 201: DealStage, 409: Problem, 422: Problem } },
    },
    async (request, reply) => reply.code(201).send(await createStage(db, request.actor, request.body)),
  )

  app.patch(
    '/deal-stages/:id',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params,
        body: EditDealStage,
        response: { 200: DealStage, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => editStage(db, request.actor, request.params.id, request.body),
  )

  app.delete(
    '/deal-stages/:id',
    {
      config: { roles: administrators },
      schema: {
        tags,
        params,
        querystring: DeleteDealStageQuery,
        response: { 204: z.undefined(), 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      await deleteStage(db, request.actor, request.params.id, request.query.moveTo)
      return reply.code(204).send()
    },
  )
}
