import type { Routes } from '../app-types.ts'
import { everyone } from '../identity/roles.ts'
import { WhyAnswer, WhyQuery } from './schema.ts'
import { whyNotHere } from './why.ts'

export const whyRoutes: Routes = async (app) => {
  app.get(
    '/mail/why',
    { config: { roles: everyone }, schema: { tags: ['mail'], querystring: WhyQuery, response: { 200: WhyAnswer } } },
    (request) => whyNotHere(app.services, request.actor.userId, request.query.messageId),
  )
}
