import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { everyone, managers, writers } from '../identity/roles.ts'
import { Id, Problem } from '../platform/schema.ts'
import { adjustScore, removeAdjustment } from './adjustments.ts'
import { scoreDistribution } from './distribution.ts'
import { createRule, deleteRule, editRule, listRules } from './edit-rules.ts'
import { explainScore } from './explain.ts'
import { previewScoring } from './preview.ts'
import { rescoreUnderWay } from './runs.ts'
import {
  AdjustScore,
  EditScoringRule,
  PreviewScoring,
  ScoreExplanation,
  ScoringPreview,
  ScoringRule,
  ScoringRuleList,
  WriteScoringRule,
} from './schema.ts'

const byId = z.object({ id: Id })
const tags = ['scoring']

export const scoringRoutes: Routes = async (app) => {
  const { db, sql, queue, now } = app.services
  const explain = (id: string) => explainScore({ db, sql }, now, id)

  app.get(
    '/scoring-rules',
    { config: { roles: everyone }, schema: { tags, response: { 200: ScoringRuleList } } },
    async () => ({
      items: await listRules(db),
      distribution: await scoreDistribution(db),
      rescore: await rescoreUnderWay(db),
    }),
  )

  app.post(
    '/scoring-rules',
    {
      config: { roles: managers },
      schema: { tags, body: WriteScoringRule, response: { 201: ScoringRule, 422: Problem } },
    },
    async (request, reply) => reply.code(201).send(await createRule(db, queue, request.actor, request.body)),
  )

  app.patch(
    '/scoring-rules/:id',
    {
      config: { roles: managers },
      schema: {
        tags,
        params: byId,
        body: EditScoringRule,
        response: { 200: ScoringRule, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    (request) => editRule(db, queue, request.actor, request.params.id, request.body),
  )

  app.delete(
    '/scoring-rules/:id',
    { config: { roles: managers }, schema: { tags, params: byId, response: { 204: z.null(), 404: Problem } } },
    async (request, reply) => {
      await deleteRule(db, queue, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/scoring-rules/preview',
    {
      config: { roles: managers },
      schema: { tags, body: PreviewScoring, response: { 200: ScoringPreview, 404: Problem, 422: Problem } },
    },
    (request) => previewScoring(db, request.body, now()),
  )

  app.get(
    '/contacts/:id/score',
    { config: { roles: everyone }, schema: { tags, params: byId, response: { 200: ScoreExplanation, 404: Problem } } },
    (request) => explain(request.params.id),
  )

  app.post(
    '/contacts/:id/score/adjustments',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byId,
        body: AdjustScore,
        response: { 201: ScoreExplanation, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      await adjustScore(db, request.actor, request.params.id, request.body, now())
      return reply.code(201).send(await explain(request.params.id))
    },
  )

  app.delete(
    '/contacts/:id/score/adjustments/:adjustmentId',
    {
      config: { roles: writers },
      schema: { tags, params: byId.extend({ adjustmentId: Id }), response: { 200: ScoreExplanation, 404: Problem } },
    },
    async (request) => {
      await removeAdjustment(db, request.params.id, request.params.adjustmentId, now())
      return explain(request.params.id)
    },
  )
}
