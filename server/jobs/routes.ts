import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { jobById } from './jobs.ts'
import { Job } from './schema.ts'

export const jobRoutes: Routes = async (app) => {
  app.get(
    '/jobs/:id',
    {
      config: { roles: everyone },
      schema: { tags: ['jobs'], params: z.object({ id: Id }), response: { 200: Job, 404: Problem } },
    },
    (request) => jobById(app.services.db, request.params.id),
  )
}
