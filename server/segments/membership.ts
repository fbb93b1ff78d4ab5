import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import { readContact } from '../contacts/read-contact.ts'
import { filterCondition } from '../filter/compile.ts'
import { childrenOf } from '../filter/resolve.ts'
import type { Filter } from '../filter/schema.ts'
import { isoInstant } from '../platform/instant.ts'
import type { Membership } from './schema.ts'
import { readSegment } from './segments.ts'

/** Why a contact is in a segment, or is not: each condition with whether it holds (SG-03). @throws NotFound, ContactNotFound */
export async function membership(
  { db, sql: client }: { db: Database; sql: postgres.Sql },
  segmentId: string,
  contactId: string,
  now: Date,
): Promise<Membership> {
  const segment = await readSegment(db, segmentId, now)
  await readContact(client, contactId)
  const context = { now, timeZone: segment.timeZone }
  const asked = [{ path: '', condition: { field: 'segments', op: 'any_of', value: [segmentId] } as Filter }]
  if (segment.kind === 'dynamic' && segment.filter) asked.push(...leaves(segment.filter, ''))
  const columns = []
  for (const { condition } of asked) columns.push(await filterCondition(db, condition, context))
  const [row] = await db.execute<Record<string, boolean>>(
    sql`select ${sql.join(
      columns.map((column, n) => sql`${column} as ${sql.raw(`holds_${n}`)}`),
      sql`, `,
    )} from contacts c join contact_engagement e on e.contact_id = c.id where c.id = ${contactId}::uuid`,
  )
  const [joined] = await db.execute<{ at: string; by: Membership['addedBy'] }>(sql`
    select m.added_at as at, (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = m.added_by) as by
      from segment_members m where m.segment_id = ${segmentId}::uuid and m.contact_id = ${contactId}::uuid`)
  return {
    member: row?.holds_0 ?? false,
    addedAt: joined ? isoInstant(joined.at) : null,
    addedBy: joined?.by ?? null,
    conditions: asked.slice(1).map((one, n) => ({ ...one, holds: row?.[`holds_${n + 1}`] ?? false })),
  }
}

/** The single conditions of a tree, each with its way there: `and.0.not`. */
function leaves(filter: Filter, path: string): { path: string; condition: Filter }[] {
  if ('field' in filter || 'activity' in filter) return [{ path, condition: filter }]
  const name = 'and' in filter ? 'and' : 'or' in filter ? 'or' : 'not'
  return childrenOf(filter).flatMap((child, n) =>
    leaves(child, [path, name === 'not' ? name : `${name}.${n}`].filter(Boolean).join('.')),
  )
}
