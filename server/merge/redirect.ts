import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { ContactMerged } from '../contacts/problems.ts'
import type { Problem } from '../platform/problem.ts'
import { uuids } from './tables.ts'

/**
 * What a problem becomes when it is about a contact that was not found and that was merged into another one: who reads is
 * sent to the same place of the survivor, who writes is told of it. Every other problem stays as it is.
 */
export async function whereItWent(request: FastifyRequest, problem: Problem): Promise<Problem> {
  if (problem.type !== 'contact-not-found') return problem
  const asked = idInAddress(request)
  const ids = [...(asked ? [asked] : []), ...((problem.members.contactIds as string[] | undefined) ?? [])]
  if (ids.length === 0) return problem
  const [merged] = await request.server.services.db.execute<{ former_id: string; survivor_id: string }>(sql`
    select former_id, survivor_id from merged_contacts where former_id = any(${uuids(ids)}) order by former_id limit 1`)
  if (!merged) return problem
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const location =
    reads && merged.former_id === asked ? request.url.replace(new RegExp(asked, 'i'), merged.survivor_id) : undefined
  return new ContactMerged(merged.survivor_id, location)
}

/** The contact that the address of a request names. */
function idInAddress({ routeOptions, params }: FastifyRequest): string | null {
  const { id, contactId } = params as { id?: string; contactId?: string }
  const named = contactId ?? (routeOptions.url?.includes('/contacts/:id') ? id : undefined)
  return named && UUID.test(named) ? named.toLowerCase() : null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
