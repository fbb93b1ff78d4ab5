import { type SQL, sql } from 'drizzle-orm'
import type { FilterContext } from '../filter/compile.ts'
import { instants } from '../filter/compile.ts'
import type { FilterableField, Resolved, ResolvedFilter } from '../filter/resolve.ts'
import type { ActivityCondition, FilterField } from '../filter/schema.ts'

/**
 * The instants at which a filter may begin or cease to hold for a contact by time alone, as SQL over the same tables as
 * the filter itself. Some of them lie in the past; those count no more.
 */
export function edgesOf(node: ResolvedFilter, context: FilterContext): SQL[] {
  if ('and' in node) return node.and.flatMap((child) => edgesOf(child, context))
  if ('or' in node) return node.or.flatMap((child) => edgesOf(child, context))
  if ('not' in node) return edgesOf(node.not, context)
  if ('activity' in node) return activityEdges(node, context.now)
  if ('segment' in node) return node.filter ? edgesOf(node.filter, { ...context, timeZone: node.timeZone }) : []
  if (node.field === 'consentStatus') return [sql`c.consent_expires_at`]
  return dayEdges(node, context)
}

/** A relative date turns at midnights of the viewer's zone, so many days from the day that is held. */
function dayEdges(node: Resolved, { timeZone }: FilterContext): SQL[] {
  const days = turningDays(node)
  if (days.length === 0) return []
  const held = typeof node.field === 'object' ? customDay(node.field) : instantDay(node.field, timeZone)
  return days.map((count) => sql`((${held} + ${count}::int)::timestamp at time zone ${timeZone}::text)`)
}

function turningDays({ op, value }: Resolved): number[] {
  const count = Number(value)
  if (op === 'in_last_days' || op === 'not_in_last_days') return [0, count]
  return op === 'in_next_days' ? [1 - count, 1] : []
}

const instantDay = (field: FilterField, timeZone: string): SQL =>
  sql`(${instants[field]} at time zone ${timeZone}::text)::date`

const customDay = ({ id }: FilterableField): SQL =>
  sql`(select v.text_value::date from contact_custom_values v where v.contact_id = c.id and v.field_id = ${id}::uuid)`

/** The next activity that is planned, and the oldest that the window still holds. */
function activityEdges({ activity: { types, withinDays } }: ActivityCondition, now: Date): SQL[] {
  const at = now.toISOString()
  const first = (from: string) => sql`(select min(ac.occurred_at) from activity_contacts ac
    where ac.contact_id = c.id and ac.type in ${types} and ac.occurred_at > ${from}::timestamptz)`
  if (!withinDays) return [first(at)]
  const hours = withinDays * 24
  return [first(at), sql`${first(hoursBefore(now, hours))} + make_interval(hours => ${hours}::int)`]
}

const hoursBefore = (now: Date, hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString()
