import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, writers } from '../identity/roles.ts'
import { etag, versionRead } from '../platform/etag.ts'
import { Id, IdempotencyKey, PageQuery, Problem } from '../platform/schema.ts'
import { hiddenEntries } from '../timeline/hidden-entries.ts'
import { HiddenEntries, TimelineFilters, TimelineQuery } from '../timeline/schema.ts'
import { companyHistory } from './company-history.ts'
import { companyTimeline } from './company-timeline.ts'
import { listCompanies } from './list-companies.ts'
import { readCompany } from './read-company.ts'
import { createCompany, editCompany } from './save-company.ts'
import {
  Company,
  CompanyHistory,
  CompanyList,
  CompanyListQuery,
  CompanyTimelinePage,
  CreateCompany,
  EditCompany,
} from './schema.ts'

const tags = ['companies']
const params = z.object({ id: Id })

export const companyRoutes: Routes = async (app) => {
  const { db, sql } = app.services

  app.get(
    '/companies',
    {
      config: { roles: everyone },
      schema: { tags, querystring: CompanyListQuery, response: { 200: CompanyList, 422: Problem } },
    },
    (request) => listCompanies(db, request.query),
  )

  app.post(
    '/companies',
    {
      config: { roles: writers },
      schema: {
        tags,
        headers: IdempotencyKey,
        body: CreateCompany,
        response: { 201: Company, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const company = await createCompany(db, request.actor, request.body, request.headers['idempotency-key'])
      return reply
        .code(201)
        .header('location', `/api/v1/companies/${company.id}`)
        .header('etag', etag(company))
        .send(company)
    },
  )

  app.get(
    '/companies/:id',
    { config: { roles: everyone }, schema: { tags, params, response: { 200: Company, 404: Problem } } },
    async (request, reply) => {
      const company = await readCompany(db, request.params.id)
      return reply.header('etag', etag(company)).send(company)
    },
  )

  app.patch(
    '/companies/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params,
        body: EditCompany,
        response: { 200: Company, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { version: inBody, ...edit } = request.body
      const version = versionRead(inBody, request.headers['if-match'])
      const company = await editCompany(db, request.actor, request.params.id, version, edit)
      return reply.header('etag', etag(company)).send(company)
    },
  )

  app.get(
    '/companies/:id/history',
    {
      config: { roles: everyone },
      schema: { tags, params, querystring: PageQuery, response: { 200: CompanyHistory, 404: Problem, 422: Problem } },
    },
    async (request) => {
      const history = await companyHistory(sql, request.params.id, request.query)
      if (history.items.length === 0) await readCompany(db, request.params.id)
      return history
    },
  )

  app.get(
    '/companies/:id/timeline',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params,
        querystring: TimelineQuery,
        response: { 200: CompanyTimelinePage, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { type: types, ...query } = request.query
      const whose = { companyId: request.params.id, readerId: request.actor.userId }
      const page = await companyTimeline(sql, { ...whose, types, ...query })
      if (page.startsWith('{"items":[]')) await readCompany(db, request.params.id)
      return reply.type('application/json; charset=utf-8').send(page as never)
    },
  )

  app.get(
    '/companies/:id/timeline/hidden',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params,
        querystring: TimelineFilters,
        response: { 200: HiddenEntries, 404: Problem, 422: Problem },
      },
    },
    async (request) => {
      const { id: companyId } = await readCompany(db, request.params.id)
      return hiddenEntries(sql, { companyId }, request.query, request.actor.userId)
    },
  )
}
