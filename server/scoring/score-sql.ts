import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { filterCondition } from '../filter/compile.ts'
import { edgesOf } from './edges.ts'
import { type ActivityRule, type FilterRule, isActivityRule, type Rule } from './rules.ts'

/** Days of rules are days in UTC: a rule has no reader, and one clock for all keeps a score the same for everybody. */
const TIME_ZONE = 'UTC'
const DAY = 86_400_000

/** Which contacts are meant, as a condition on whichever column holds their id. */
export type Scope = (id: SQL) => SQL

export const oneContact =
  (id: string): Scope =>
  (column) =>
    sql`${column} = ${id}::uuid`

export const theseContacts =
  (ids: readonly string[]): Scope =>
  (column) =>
    sql`${column} = any(${`{${ids.join(',')}}`}::uuid[])`

/**
 * The select that scores any set of contacts at one instant: a row a contact with `id`, `lead_score`, `score_due_at` and
 * `seen` (the row version) as they stand, `objected`, `adjusted`, `edge` (when time next changes what holds), and for the
 * rule at place i `f<i>` whether it fires, `l<i>` its points now, and for activity rules `n<i>` how many count and `u<i>`
 * the points before the cap. One pass over the contacts, one over their activities, whatever the number of rules.
 */
export async function linesOf(tx: Tx, rules: readonly Rule[], scope: Scope, now: Date): Promise<SQL> {
  const numbered = rules.map((rule, place) => ({ rule, place }))
  const byFilter = numbered.filter((one): one is Placed<FilterRule> => !isActivityRule(one.rule))
  const byActivity = numbered.filter((one): one is Placed<ActivityRule> => isActivityRule(one.rule))
  const at = sql`${now.toISOString()}::timestamptz`
  const edges = [
    ...byFilter.map(({ place }) => named(`e${place}`)),
    ...byActivity.flatMap(({ rule, place }) => windowEdge(rule, place)),
    sql`h.next_at`,
    sql`g.ends_at`,
  ]
  // Whatever the planner expects of the join, the pass over the activities is made once.
  return sql`
    with happened as materialized (${happened(byActivity, scope, now)})
    select f.*, coalesce(g.points, 0) as adjusted, least(${sql.join(edges, sql`, `)}) as edge
      ${more(byActivity.flatMap(({ rule, place }) => activityLine(rule, place)))}
    from (${await facts(tx, byFilter, scope, now)}) f
    left join happened h on h.contact_id = f.id
    left join (select contact_id, sum(points) as points, min(expires_at) as ends_at from score_adjustments
      where ${scope(sql`contact_id`)} and removed_at is null and expires_at > ${at} group by contact_id) g
      on g.contact_id = f.id`
}

interface Placed<R extends Rule> {
  rule: R
  place: number
}

const named = (name: string): SQL => sql.raw(name)
const more = (columns: SQL[]): SQL => (columns.length > 0 ? sql`, ${sql.join(columns, sql`, `)}` : sql``)

/** What the records say: every filter rule a column, in one scan. */
async function facts(tx: Tx, rules: Placed<FilterRule>[], scope: Scope, now: Date): Promise<SQL> {
  const context = { now, timeZone: TIME_ZONE }
  const columns: SQL[] = []
  for (const { rule, place } of rules) {
    const holds = await filterCondition(tx, rule.filter, context)
    const later = edgesOf(rule.resolved, context).map(
      (edge) => sql`case when ${edge} > ${now.toISOString()}::timestamptz then ${edge} end`,
    )
    columns.push(
      sql`${holds} as ${named(`f${place}`)}`,
      sql`${later.length > 0 ? sql`least(${sql.join(later, sql`, `)})` : sql`null::timestamptz`} as ${named(`e${place}`)}`,
    )
  }
  // The lines are worked out one level up, so that no condition is evaluated twice.
  const lines = rules.map(
    ({ rule, place }) =>
      sql`case when ${named(`f${place}`)} then ${rule.points}::float8 else 0 end as ${named(`l${place}`)}`,
  )
  return sql`select r.* ${more(lines)} from (
    select c.id, e.lead_score, e.score_due_at, e.xmin as seen, c.objected_at is not null as objected ${more(columns)}
      from contacts c join contact_engagement e on e.contact_id = c.id
     where ${scope(sql`c.id`)} and ${scope(sql`e.contact_id`)} offset 0) r`
}

/** What happened: one pass over the activities of the types that matter, every activity rule an aggregate. */
function happened(rules: Placed<ActivityRule>[], scope: Scope, now: Date): SQL {
  if (rules.length === 0) return sql`select null::uuid as contact_id, null::timestamptz as next_at where false`
  const types = [...new Set(rules.flatMap(({ rule }) => rule.activity.types))]
  const at = now.toISOString()
  return sql`select ac.contact_id, min(ac.occurred_at) filter (where ac.occurred_at > ${at}::timestamptz) as next_at
      ${more(rules.flatMap(({ rule, place }) => aggregates(rule, place, now)))}
    from activity_contacts ac where ${scope(sql`ac.contact_id`)} and ac.type in ${types} and ${byPeople(types)}
    group by ac.contact_id`
}

/** Opens and clicks count only where a person was behind them (LS-05). Asked for these alone: it reads the activity. */
export function byPeople(types: readonly string[]): SQL {
  const tracked = types.filter((type) => type === 'email_opened' || type === 'email_clicked')
  if (tracked.length === 0) return sql`true`
  return sql`(ac.type not in ${tracked}
    or (select a.details ->> 'class' from activities a where a.id = ac.activity_id) = 'person')`
}

/** Whether an activity lies in the window of a rule at this instant; its age is less than so many whole days. */
export function counts({ types, withinDays }: ActivityRule['activity'], now: Date): SQL {
  const since = withinDays ? new Date(now.getTime() - withinDays * DAY).toISOString() : null
  return sql`ac.type in ${types} and ac.occurred_at <= ${now.toISOString()}::timestamptz
    ${since ? sql`and ac.occurred_at > ${since}::timestamptz` : sql``}`
}

/** The share of its points that an activity still gives: half after one half-life. */
export const fading = (occurredAt: SQL, halfLifeDays: number, now: Date): SQL =>
  sql`power(2::float8, date_part('epoch', ${occurredAt} - ${now.toISOString()}::timestamptz) / ${halfLifeDays * 86_400}::float8)`

function aggregates({ activity, halfLifeDays }: ActivityRule, place: number, now: Date): SQL[] {
  const inside = counts(activity, now)
  const columns = [sql`count(*) filter (where ${inside}) as ${named(`n${place}`)}`]
  if (activity.withinDays) {
    columns.push(sql`min(ac.occurred_at) filter (where ${inside}) as ${named(`oldest${place}`)}`)
  }
  if (halfLifeDays && activity.per === 'each') {
    const share = fading(sql`ac.occurred_at`, halfLifeDays, now)
    columns.push(sql`sum(${share}) filter (where ${inside}) as ${named(`share${place}`)}`)
  }
  if (halfLifeDays && activity.per === 'once') {
    const newest = sql`max(ac.occurred_at) filter (where ${inside})`
    columns.push(sql`${fading(newest, halfLifeDays, now)} as ${named(`share${place}`)}`)
  }
  return columns
}

function activityLine(rule: ActivityRule, place: number): SQL[] {
  const { activity, points, cap, halfLifeDays } = rule
  const fires = sql`coalesce(h.${named(`n${place}`)}, 0) >= ${activity.atLeast}::int`
  const share = halfLifeDays
    ? sql`h.${named(`share${place}`)}`
    : activity.per === 'each'
      ? sql`h.${named(`n${place}`)}`
      : sql`1`
  const all = sql`${points}::float8 * ${share}`
  const capped =
    cap === null ? all : points < 0 ? sql`greatest(${all}, ${cap}::float8)` : sql`least(${all}, ${cap}::float8)`
  return [
    sql`${fires} as ${named(`f${place}`)}`,
    sql`case when ${fires} then ${capped} else 0 end as ${named(`l${place}`)}`,
    sql`case when ${fires} then ${all} else 0 end as ${named(`u${place}`)}`,
    sql`coalesce(h.${named(`n${place}`)}, 0) as ${named(`n${place}`)}`,
  ]
}

/** When the oldest activity leaves the window of a rule that fires. */
function windowEdge({ activity }: ActivityRule, place: number): SQL[] {
  if (!activity.withinDays) return []
  return [
    sql`case when h.${named(`n${place}`)} >= ${activity.atLeast}::int
      then h.${named(`oldest${place}`)} + make_interval(hours => ${activity.withinDays * 24}::int) end`,
  ]
}

/** The rules of a set whose lines count. */
export type Places = readonly number[]

/** The lines of these rules together, over a row of `linesOf`. */
export const sumOf = (places: Places): SQL =>
  sql`(${sql.join([sql`adjusted`, ...places.map((place) => named(`l${place}`))], sql` + `)})`

export const disqualified = (rules: readonly Rule[], places: Places): SQL => {
  const any = places.flatMap((place) => (rules[place]?.disqualifies ? [named(`f${place}`)] : []))
  return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`
}

/**
 * The score from the sum: rounded once, half up. The hair added keeps what adds up to a half, but for the last binary
 * digit of the addition, from falling on either side by chance.
 */
export const scoreFrom = (sum: SQL, out: SQL): SQL =>
  sql`case when objected then null when ${out} then 0 else floor(least(100, greatest(0, ${sum})) + 0.500000001)::int end`

/**
 * When the score must be worked out again, from a row with `edge`, `sum` and `score`: when time next changes what holds,
 * or when fading can have moved the sum over the next half, but not before a day has passed. Null: never by time alone.
 */
export function dueFrom(rules: readonly Rule[], now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const fades = rules.flatMap((rule, place) =>
    isActivityRule(rule) && rule.halfLifeDays ? [{ line: named(`l${place}`), days: rule.halfLifeDays }] : [],
  )
  if (fades.length === 0) return sql`case when not objected then edge end`
  const toward = (sign: 1 | -1, room: SQL): SQL => {
    const lines = fades.map(({ line, days }) => ({ part: sql`greatest(${sign}::int * ${line}, 0)`, days }))
    const all = sql.join(
      lines.map(({ part }) => part),
      sql` + `,
    )
    // A line loses at most ln 2 of itself in a half-life, in the first moment; later less.
    const perDay = sql.join(
      lines.map(({ part, days }) => sql`${part} * ${Math.LN2 / days}::float8`),
      sql` + `,
    )
    // What fades toward exactly a half is looked at again, until it is there.
    return sql`case when ${all} > greatest(${room} - 0.000001, 0) then greatest(1, ${room} / (${perDay})) end`
  }
  const down = toward(1, sql`(sum - score + 0.5)`)
  const up = toward(-1, sql`(score + 0.5 - sum)`)
  return sql`case when not objected then least(edge, ${at} + make_interval(secs => 86400 *
    least(case when score > 0 then ${down} end, case when score < 100 then ${up} end))) end`
}

/** A row a contact with `sum` and `score`, besides what `linesOf` gives. Each level is worked out once (`offset 0`). */
export async function scoresOf(tx: Tx, rules: readonly Rule[], scope: Scope, now: Date): Promise<SQL> {
  const places = rules.map((_, place) => place)
  const sums = sql`select *, ${sumOf(places)} as sum from (${await linesOf(tx, rules, scope, now)} offset 0) lines offset 0`
  return sql`select *, ${scoreFrom(sql`sum`, disqualified(rules, places))} as score from (${sums}) sums offset 0`
}
