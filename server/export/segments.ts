import { sql } from 'drizzle-orm'
import { filterCondition } from '../filter/compile.ts'
import { BrokenFilter } from '../filter/problems.ts'
import type { Filter } from '../filter/schema.ts'
import { isoInstant } from '../platform/instant.ts'
import { colleagueOrNull, type ExportContext, short, type UserRow } from './exporter.ts'

export const segments = short(async (context) => [...(await staticOnes(context)), ...(await dynamicOnes(context))])

async function staticOnes({ tx, contactId }: ExportContext): Promise<object[]> {
  const rows = await tx.execute<{ name: string; added_at: string; by: UserRow | null }>(sql`
    select s.name, m.added_at,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = m.added_by) as by
      from segment_members m join segments s on s.id = m.segment_id
     where m.contact_id = ${contactId}::uuid order by lower(s.name), s.id`)
  return rows.map(({ name, added_at, by }) => ({
    name,
    kind: 'static',
    why: 'Put into this list.',
    filter: null,
    since: isoInstant(added_at),
    addedBy: colleagueOrNull(by),
  }))
}

async function dynamicOnes(context: ExportContext): Promise<object[]> {
  const rows = await context.tx.execute<{ name: string; filter: Filter; time_zone: string }>(sql`
    select name, filter, time_zone from segments where kind = 'dynamic' and filter is not null order by lower(name), id`)
  const found: object[] = []
  for (const { name, filter, time_zone } of rows) {
    if (!(await meets(context, filter, time_zone))) continue
    found.push({
      name,
      kind: 'dynamic',
      why: 'The record meets these conditions now.',
      filter,
      since: null,
      addedBy: null,
    })
  }
  return found
}

/** A filter that names what is gone matches nobody (SG-05). */
async function meets({ tx, contactId, now }: ExportContext, filter: Filter, timeZone: string): Promise<boolean> {
  try {
    const condition = await filterCondition(tx, filter, { now, timeZone })
    const rows = await tx.execute(sql`select 1 from contacts c join contact_engagement e on e.contact_id = c.id
      where c.id = ${contactId}::uuid and ${condition}`)
    return rows.length > 0
  } catch (error) {
    if (error instanceof BrokenFilter) return false
    throw error
  }
}
