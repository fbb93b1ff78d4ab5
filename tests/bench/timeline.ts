import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { companyTimeline } from '../../server/companies/company-timeline.ts'
import { readTimeline, type TimelineRequest } from '../../server/timeline/read-timeline.ts'
import { milliseconds } from './machine.ts'

const SMALL = 50
const LARGE = 50_000
const ROUNDS = 60
/** Others whose timelines lie in between, as in a house where everybody is written to. */
const OTHERS = 2_000
const READER = '00000000-0000-4000-8000-000000000001'

interface Query {
  name: string
  /** No index serves words and persons: those pages look into a bounded part of the timeline. */
  bounded?: boolean
  filter?: (users: string[]) => Partial<TimelineRequest>
  company?: boolean
}

const queries: Query[] = [
  { name: 'newest page' },
  { name: 'oldest page', filter: () => ({ order: 'asc' }) },
  { name: 'one rare type', filter: () => ({ types: ['meeting'] }) },
  { name: 'three types', filter: () => ({ types: ['email_sent', 'call', 'note'] }) },
  { name: 'a week', filter: () => ({ from: '2024-06-01T00:00:00Z', to: '2024-06-08T00:00:00Z' }) },
  { name: 'opens, standing alone', filter: () => ({ types: ['email_opened'] }) },
  { name: 'a frequent word', bounded: true, filter: () => ({ search: 'order' }) },
  { name: 'a word that is not there', bounded: true, filter: () => ({ search: 'zeppelin' }) },
  { name: 'a colleague', bounded: true, filter: ([, user]) => ({ person: user }) },
  {
    name: 'word, type and year',
    bounded: true,
    filter: () => ({ search: 'week', types: ['call'], from: '2024-01-01T00:00:00Z' }),
  },
  { name: 'newest page of the company', company: true },
]

/**
 * A page of 25 entries of a contact with 50 and of one with 50,000 entries, straight from the database, with and without
 * filters. The second hundredth of a mail has opens folded under it.
 */
export async function benchTimeline(url: string): Promise<void> {
  await migrate(url)
  const connection = connect(url, { max: 2 })
  try {
    const { contacts, companies, users } = await fill(connection)
    console.log(`  ${'page of 25'.padEnd(32)} ${'50 p50/p95'.padStart(18)} ${'50,000 p50/p95'.padStart(18)}   ratio`)
    for (const query of queries) {
      const [small, large] = await measured(connection, query, { contacts, companies, users })
      console.log(
        `  ${query.name.padEnd(32)} ${pair(small).padStart(18)} ${pair(large).padStart(18)}   ${(at(large, 0.5) / at(small, 0.5)).toFixed(1)}×${query.bounded ? '  (looks into at most 2,000 entries)' : ''}`,
      )
    }
  } finally {
    await connection.close()
  }
}

interface Filled {
  contacts: [string, string]
  companies: [string, string]
  users: string[]
}

/** Both sizes by turns, so that both meet the same machine. */
async function measured({ sql }: Connection, query: Query, { contacts, companies, users }: Filled) {
  const times: [number[], number[]] = [[], []]
  for (let round = -5; round < ROUNDS; round++) {
    for (const size of [0, 1] as const) {
      const request = { readerId: READER, types: [], order: 'desc' as const, limit: 25, ...query.filter?.(users) }
      const started = performance.now()
      if (query.company) await companyTimeline(sql, { ...request, companyId: companies[size] })
      else await readTimeline(sql, { ...request, contactId: contacts[size] })
      if (round >= 0) times[size].push(performance.now() - started)
    }
    await sleep(1)
  }
  for (const list of times) list.sort((a, b) => a - b)
  return times
}

const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number
const pair = (sorted: number[]) => `${milliseconds(at(sorted, 0.5))} / ${milliseconds(at(sorted, 0.95))}`

async function fill({ sql }: Connection): Promise<Filled> {
  const run = (text: string) => sql.unsafe(text)
  await run(`set session_replication_role = replica; select setseed(0.42)`)
  const users = await sql<
    { id: string }[]
  >`insert into users (entra_id, name) select gen_random_uuid(), 'User ' || n from generate_series(1, 8) n returning id`
  const companies = await sql<
    { id: string }[]
  >`insert into companies (name, sort_name) values ('Small', 'small'), ('Large', 'large') returning id`
  const made = await sql<{ id: string }[]>`insert into contacts (first_name)
    select 'Person ' || n from generate_series(1, ${OTHERS + 2}::int) n returning id`
  const order = made.map(({ id }) => id).toSorted()
  const contacts: [string, string] = [order[0] ?? '', order[1] ?? '']
  for (const size of [0, 1] as const) {
    await sql`update contacts set company_id = ${companies[size]?.id ?? null} where id = ${contacts[size]}`
  }
  await run(`insert into contact_engagement (contact_id) select id from contacts`)
  await run(`create temp table people as select id, row_number() over (order by id) as n, case row_number() over (order by id)
      when 1 then ${SMALL} when 2 then ${LARGE} else 40 end as entries from contacts;
    create temp table made as select uuid7(at) as id, p.id as contact_id, at, k,
        case when k % 100 = 7 then 'meeting' else (array['email_sent','email_received','note','call'])[1 + k % 4] end as type
      from people p cross join lateral (select k, timestamptz '2026-01-01Z' - make_interval(mins => (k * 30)) as at
        from generate_series(1, p.entries) k) t`)
  await run(`insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name)
    select m.id, m.type, m.at, 'manual', 'About the order of last week, part ' || k,
      '{"preview": "Thank you for the quick answer. We will look at it and come back to you before the end of the week.", "kind": "person", "to": [{"address": "a@x.example"}]}',
      'user', u.id, u.name from made m join (select id, name, row_number() over (order by id) as n from users) u on u.n = 1 + m.k % 8`)
  await run(
    `insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, contact_id, at, type from made`,
  )
  await run(`create temp table opens as select uuid7(at) as id, id as parent_id, contact_id, at + interval '1 hour' as at from made where type = 'email_sent' and k % 100 = 12;
    insert into activities (id, type, occurred_at, source, details, actor_kind, parent_id)
      select id, 'email_opened', at, 'tracking', '{"class": "person", "count": 2}', 'contact', parent_id from opens;
    insert into activity_contacts (activity_id, contact_id, occurred_at, type, folded) select id, contact_id, at, 'email_opened', true from opens`)
  await run('set session_replication_role = origin')
  await run('vacuum analyze')
  return {
    contacts,
    companies: [companies[0]?.id ?? '', companies[1]?.id ?? ''],
    users: users.map(({ id }) => id),
  }
}
