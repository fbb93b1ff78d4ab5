import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { readContact } from '../contacts/read-contact.ts'
import { everyone, writers } from '../identity/roles.ts'
import { Id, IdempotencyKey, PageQuery, Problem } from '../platform/schema.ts'
import { activityHistory } from './activity-changes.ts'
import { deleteActivity, editActivity, readAnywhere, restoreActivity } from './edit-activity.ts'
import { editedAtRead, etagOf } from './edited-at.ts'
import { hiddenEntries } from './hidden-entries.ts'
import { logActivity } from './log-activity.ts'
import { loggedMail } from './logged-mail.ts'
import { markMentionSeen, mentionsOf } from './mentions.ts'
import { readActivity, readTimeline } from './read-timeline.ts'
import { refileActivity, restoreEntry, unlogActivity } from './remove-activity.ts'
import { removedEntries } from './removed-entries.ts'
import {
  Activity,
  ActivityHistory,
  EditActivity,
  HiddenEntries,
  LogActivity,
  LoggedMail,
  LoggedQuery,
  MentionList,
  RefileActivity,
  RemovedEntries,
  TimelineFilters,
  TimelinePage,
  TimelineQuery,
} from './schema.ts'

const byContact = z.object({ id: Id })
const byEntry = z.object({ id: Id, activityId: Id })
const tags = ['timeline']

export const timelineRoutes: Routes = async (app) => {
  const { db, sql } = app.services
  /** As of this contact; as of all it names where somebody took it off there meanwhile. */
  const asItStands = async (activityId: string, contactId: string, readerId: string): Promise<Activity> =>
    (await readActivity(sql, activityId, contactId, readerId)) ?? readAnywhere(sql, activityId, readerId)

  app.get(
    '/contacts/:id/timeline',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: byContact,
        querystring: TimelineQuery,
        response: { 200: TimelinePage, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { type: types, ...query } = request.query
      const whose = { contactId: request.params.id, readerId: request.actor.userId }
      const page = await readTimeline(sql, { ...whose, types, ...query })
      if (page.startsWith('{"items":[]')) await readContact(sql, request.params.id)
      return reply.type('application/json; charset=utf-8').send(page as never)
    },
  )

  app.get(
    '/contacts/:id/timeline/hidden',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: byContact,
        querystring: TimelineFilters,
        response: { 200: HiddenEntries, 404: Problem, 422: Problem },
      },
    },
    async (request) => {
      const { id: contactId } = await readContact(sql, request.params.id)
      return hiddenEntries(sql, { contactId }, request.query, request.actor.userId)
    },
  )

  app.get(
    '/contacts/:id/timeline/removed',
    {
      config: { roles: everyone },
      schema: {
        tags,
        params: byContact,
        querystring: PageQuery,
        response: { 200: RemovedEntries, 404: Problem, 422: Problem },
      },
    },
    async (request) => {
      const { id } = await readContact(sql, request.params.id)
      return removedEntries(sql, id, request.actor.userId, request.query)
    },
  )

  app.get(
    '/contacts/:id/timeline/logged',
    {
      config: { roles: everyone },
      schema: { tags, params: byContact, querystring: LoggedQuery, response: { 200: LoggedMail, 404: Problem } },
    },
    async (request) => {
      const { id } = await readContact(sql, request.params.id)
      return loggedMail(sql, id, request.query.messageId, request.actor.userId)
    },
  )

  app.post(
    '/contacts/:id/activities',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byContact,
        headers: IdempotencyKey,
        body: LogActivity,
        response: { 201: Activity, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { id: contactId } = request.params
      const id = await logActivity(db, request.actor, contactId, request.body, request.headers['idempotency-key'])
      return reply.code(201).send(await asItStands(id, contactId, request.actor.userId))
    },
  )

  app.delete(
    '/contacts/:id/activities/:activityId',
    {
      config: { roles: writers },
      schema: { tags, params: byEntry, response: { 204: z.null(), 403: Problem, 404: Problem, 409: Problem } },
    },
    async (request, reply) => {
      await unlogActivity(db, request.actor, request.params.id, request.params.activityId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/contacts/:id/activities/:activityId/refile',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byEntry,
        body: RefileActivity,
        response: { 200: Activity, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request) => {
      const { id, activityId } = request.params
      const { contactId } = request.body
      await refileActivity(db, request.actor, id, activityId, contactId)
      return asItStands(activityId, contactId, request.actor.userId)
    },
  )

  app.post(
    '/contacts/:id/activities/:activityId/restore',
    {
      config: { roles: writers },
      schema: { tags, params: byEntry, response: { 200: Activity, 404: Problem } },
    },
    async (request) => {
      const { id, activityId } = request.params
      await restoreEntry(db, request.actor, id, activityId)
      return asItStands(activityId, id, request.actor.userId)
    },
  )
}

const byActivity = z.object({ id: Id })
const IfMatch = z.looseObject({ 'if-match': z.string().max(100).optional() })

/** An entry by itself, on whatever timelines it stands. */
export const activityRoutes: Routes = async (app) => {
  const { db, sql } = app.services

  app.patch(
    '/activities/:id',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byActivity,
        headers: IfMatch,
        body: EditActivity,
        response: { 200: Activity, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { editedAt, ...input } = request.body
      const read = editedAtRead(editedAt, request.headers['if-match'])
      const activity = await editActivity(db, sql, request.actor, request.params.id, read, input)
      return reply.header('etag', etagOf(activity)).send(activity)
    },
  )

  app.delete(
    '/activities/:id',
    {
      config: { roles: writers },
      schema: { tags, params: byActivity, response: { 204: z.null(), 403: Problem, 404: Problem, 409: Problem } },
    },
    async (request, reply) => {
      await deleteActivity(db, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/activities/:id/restore',
    {
      config: { roles: writers },
      schema: {
        tags,
        params: byActivity,
        response: { 200: Activity, 403: Problem, 404: Problem, 409: Problem },
      },
    },
    (request) => restoreActivity(db, sql, request.actor, request.params.id),
  )

  app.get(
    '/activities/:id/history',
    {
      config: { roles: everyone },
      schema: { tags, params: byActivity, response: { 200: ActivityHistory, 404: Problem } },
    },
    (request) => activityHistory(db, request.params.id),
  )

  app.get('/mentions', { config: { roles: everyone }, schema: { tags, response: { 200: MentionList } } }, (request) =>
    mentionsOf(db, request.actor.userId),
  )

  app.post(
    '/mentions/:id/seen',
    { config: { roles: everyone }, schema: { tags, params: byActivity, response: { 204: z.null(), 404: Problem } } },
    async (request, reply) => {
      await markMentionSeen(db, request.actor.userId, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
