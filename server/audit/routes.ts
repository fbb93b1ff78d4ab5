import type { Routes } from '../app-types.ts'
import { Problem } from '../platform/schema.ts'
import type { Role } from '../users/schema.ts'
import { checkAudit } from './check-audit.ts'
import { readAudit } from './read-audit.ts'
import { AuditCheck, AuditPage, AuditQuery } from './schema.ts'

const tags = ['audit']
const readers: readonly Role[] = ['Admin', 'DataProtection']

export const auditRoutes: Routes = async (app) => {
  const { db, sql } = app.services

  app.get(
    '/audit',
    {
      config: { roles: readers },
      schema: { tags, querystring: AuditQuery, response: { 200: AuditPage, 422: Problem } },
    },
    (request) => readAudit(db, request.actor, request.query),
  )

  app.get('/audit/check', { config: { roles: readers }, schema: { tags, response: { 200: AuditCheck } } }, (request) =>
    checkAudit(sql, db, request.actor),
  )
}
