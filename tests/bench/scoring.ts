import { randomUUID } from 'node:crypto'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { rescoreDue } from '../../server/scoring/rescore-due.ts'
import { rescoreEveryone } from '../../server/scoring/rescore-everyone.ts'
import { milliseconds } from './machine.ts'

const CONTACTS = Number(process.env.BENCH_CONTACTS ?? 1_000_000)
const EACH = 10

const filterRules: [string, object][] = [
  ['Decision maker', { field: 'role', op: 'any_of', value: ['decision_maker'] }],
  ['Influencer or champion', { field: 'role', op: 'any_of', value: ['influencer', 'champion'] }],
  ['Opted in', { field: 'consentStatus', op: 'any_of', value: ['opted_in'] }],
  ['Buyer', { field: 'jobTitle', op: 'contains', value: 'buyer' }],
  ['Head of something', { field: 'jobTitle', op: 'starts_with', value: 'head' }],
  ['Near market', { field: 'country', op: 'any_of', value: ['DE', 'AT', 'CH'] }],
  ['Tagged', { field: 'tags', op: 'any_of', value: ['VIP'] }],
  ['Free mail', { field: 'email', op: 'contains', value: '@gmail.' }],
  ['No contact for 180 days', { field: 'lastContactedAt', op: 'not_in_last_days', value: 180 }],
  [
    'New and reachable',
    {
      and: [
        { field: 'createdAt', op: 'in_last_days', value: 30 },
        {
          or: [
            { field: 'phone', op: 'not_empty' },
            { field: 'email', op: 'not_empty' },
          ],
        },
      ],
    },
  ],
]
const activityRules: [string, object, number | null, number | null][] = [
  ['Wrote', { types: ['email_received'], withinDays: 90 }, 25, 30],
  ['We wrote', { types: ['email_sent'], withinDays: 30 }, 10, 7],
  ['Met', { types: ['meeting'], withinDays: 30, per: 'once' }, null, null],
  ['Met often', { types: ['meeting'], withinDays: 365, per: 'once', atLeast: 3 }, null, null],
  ['Called', { types: ['call'], withinDays: 60 }, 15, 14],
  ['Any contact', { types: ['call', 'meeting', 'email_received'], per: 'once' }, null, 90],
  ['Noted', { types: ['note'] }, 5, 60],
  ['Opened', { types: ['email_opened'], withinDays: 30 }, 10, 7],
  ['Clicked', { types: ['email_clicked'], withinDays: 30 }, 20, 7],
  ['Filled in a form', { types: ['form_submit'], withinDays: 180 }, 30, 30],
]

/** Everyone scored by 20 rules, against a plain update of as many rows in the same run; then 10,000 who fell due. */
export async function benchScoring(url: string): Promise<void> {
  await migrate(url)
  const { db, sql, close } = connect(url, { max: 4 })
  await sql`set synchronous_commit = off`
  await fill(sql)
  const clock = () => new Date()
  const plain = await timed(async () => {
    await sql`update contact_engagement set lead_score = 1 + coalesce(lead_score, 0) % 2`
  })
  await sql`vacuum analyze contact_engagement`
  const first = await timed(() => rescoreEveryone(db, clock, randomUUID()))
  await sql`vacuum analyze contact_engagement`
  const again = await timed(() => rescoreEveryone(db, clock, randomUUID()))
  await sql`update contact_engagement set score_due_at = now() where contact_id in (select id from contacts limit 10000)`
  const due = await timed(() => rescoreDue(db, clock))
  const activities = `${(CONTACTS * EACH).toLocaleString('en')} activities`
  console.log(`  ${CONTACTS.toLocaleString('en')} contacts, ${activities}, 20 rules (10 of fields, 10 of activities)`)
  console.log(`  plain update of all rows  ${seconds(plain)}`)
  console.log(
    `  everyone, all differ      ${seconds(first)}, ${(first / plain).toFixed(1)} × the plain update (aim 60 s)`,
  )
  console.log(`  everyone, few differ      ${seconds(again)}, ${(again / plain).toFixed(1)} × the plain update`)
  console.log(`  10,000 who fell due       ${milliseconds(due)}`)
  await close()
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Set-wise, one statement a table; the triggers that mark scores as due are left out while a million rows come in. */
async function fill(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  const started = Date.now()
  const scale = await sql<{ count: string }[]>`select count(*) as count from contacts`
  if (Number(scale[0]?.count) < CONTACTS) await fillContacts(sql)
  await sql`truncate scoring_rules`
  for (const [place, [name, filter]] of filterRules.entries()) {
    await sql`insert into scoring_rules (name, part, condition, points, position)
      values (${name}, 'fit', ${JSON.stringify({ filter })}::jsonb, ${5 + place * 1.5}, ${place})`
  }
  for (const [place, [name, activity, cap, halfLife]] of activityRules.entries()) {
    const condition = { activity: { withinDays: null, per: 'each', atLeast: 1, ...activity } }
    await sql`insert into scoring_rules (name, part, condition, points, cap, half_life_days, position)
      values (${name}, 'engagement', ${JSON.stringify(condition)}::jsonb, ${4 + place / 2}, ${cap}, ${halfLife}, ${10 + place})`
  }
  console.log(`  filled in ${seconds(Date.now() - started)}`)
}

async function fillContacts(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  await sql`insert into tags (name) values ('VIP') on conflict do nothing`
  await sql.begin(async (tx) => {
    await tx`set local synchronous_commit = off`
    await tx`create temp table people on commit drop as select uuid7(now() - make_interval(secs => ${CONTACTS}::int - g)) as id, g
      from generate_series(1, ${CONTACTS}::int) g`
    await tx`insert into contacts (id, first_name, last_name, job_title, role, country, phone, consent_status, created_at)
      select id, 'Person', 'Number ' || g, (array['Buyer','Head of Sales','Engineer','Chief Buyer'])[1 + g % 4],
        (array['decision_maker','influencer','champion',null])[1 + g % 4], (array['DE','US','FR','CH'])[1 + g % 4],
        case when g % 3 = 0 then '+4930' || 1000000 + g end, (array['opted_in','unknown','pending'])[1 + g % 3],
        now() - make_interval(hours => g % 20000) from people order by id`
    await tx`alter table contact_addresses disable trigger all`
    await tx`insert into contact_addresses (address, contact_id, display, is_primary)
      select a, id, a, true from (select id, 'p' || g || case when g % 5 = 0 then '@gmail.com' else '@firm' || g % 50000 || '.example' end as a from people) x`
    await tx`alter table contact_addresses enable trigger all`
    await tx`insert into contact_tags select p.id, t.id from people p, tags t where p.g % 10 = 0`
    await tx`create temp table made on commit drop as
      select uuid7(at) as id, p.id as contact_id, at, (array['email_sent','email_received','note','call','email_received',
          'meeting','email_opened','email_sent','email_clicked','form_submit'])[1 + k % 10] as type
        from people p cross join generate_series(1, ${EACH}::int) k
        cross join lateral (select now() - make_interval(mins => (p.g * 7 + k * 9973) % 500000) as at) t`
    await tx`alter table activities disable trigger all`
    await tx`insert into activities (id, type, occurred_at, source, summary, details, actor_kind)
      select id, type, at, 'manual', 'About the order', case when type like 'email_%ed' and type <> 'email_received'
        then '{"class":"person"}' else '{}' end::json, 'user' from made`
    await tx`alter table activities enable trigger all`
    await tx`alter table activity_contacts disable trigger all`
    await tx`insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, contact_id, at, type from made order by contact_id`
    await tx`alter table activity_contacts enable trigger all`
    await tx`update contact_engagement set last_contacted_at = now() - make_interval(hours => (random() * 8000)::int)`
  })
  await sql`vacuum analyze`
}
