import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { milliseconds, percent } from './machine.ts'

const CONTACTS = Number(process.env.BENCH_CONTACTS ?? 1_000_000)
const EACH = 10
const SECONDS = 10
const CONNECTIONS = 8

/**
 * Contact and first timeline page by address, through the whole server (token, roles, SQL, answer), against a bare
 * Fastify route that reads one row by primary key. Both are processes of their own; the load comes from this one.
 */
export async function benchLookup(url: string): Promise<void> {
  await migrate(url)
  await fill(url)
  const bare = await serve('bare', url)
  const product = await serve('product', url)
  try {
    const rounds: { bare: autocannon.Result; product: autocannon.Result }[] = []
    for (let round = 0; round < 3; round++) {
      rounds.push({ bare: await load(bare, (n) => `/${n}`), product: await load(product, lookupPath) })
      await sleep(500)
    }
    const [middle] = rounds.sort((a, b) => a.product.requests.average - b.product.requests.average).slice(1)
    if (!middle) return
    console.log(
      `  ${CONTACTS.toLocaleString('en')} contacts, ${(CONTACTS * EACH).toLocaleString('en')} activities, ${CONNECTIONS} connections, median of 3 rounds of ${SECONDS} s`,
    )
    console.log(
      `  bare primary-key read   ${Math.round(middle.bare.requests.average)} /s, p50 ${milliseconds(middle.bare.latency.p50)}, p99 ${milliseconds(middle.bare.latency.p99)}`,
    )
    console.log(
      `  lookup with 25 entries  ${Math.round(middle.product.requests.average)} /s, p50 ${milliseconds(middle.product.latency.p50)}, p99 ${milliseconds(middle.product.latency.p99)}, errors ${middle.product.non2xx}`,
    )
    console.log(
      `  ratio                   ${percent(middle.product.requests.average, middle.bare.requests.average)} of the bare route (aim 50 %); p99 aim 10 ms`,
    )
    await oneAtATime(product)
  } finally {
    bare.stop()
    product.stop()
  }
}

const address = (n: number) => `person${n}@company${n % 50_000}.example`
const lookupPath = (n: number) => `/api/v1/contacts/lookup?limit=25&email=${encodeURIComponent(address(n))}`
const someone = () => 1 + Math.floor(Math.random() * CONTACTS)

/** Set-wise, as PERFORMANCE asks: one statement a table. Indexes are there from the beginning. */
async function fill(url: string): Promise<void> {
  const { sql, close } = connect(url, { max: 1 })
  const started = Date.now()
  await sql`set synchronous_commit = off`
  await sql`set session_replication_role = replica`
  await sql`insert into companies (name) select 'Company ' || n from generate_series(0, 49999) n`
  await sql`create temp table company_ids as select id, row_number() over () - 1 as n from companies`
  await sql`insert into contacts (first_name, last_name, job_title, company_id, country, law_country)
    select 'Person', 'Number ' || g, 'Buyer', c.id, 'DE', 'DE' from generate_series(1, ${CONTACTS}::int) g join company_ids c on c.n = g % 50000 order by g`
  await sql`create temp table contact_ids as select id, split_part(last_name, ' ', 2)::int as n from contacts`
  await sql`insert into contact_engagement (contact_id, last_activity_at) select id, now() from contacts`
  await sql`insert into contact_addresses (address, contact_id, display, is_primary)
    select a, id, a, true from (select id, 'person' || n || '@company' || n % 50000 || '.example' as a from contact_ids) x`
  await sql`create temp table made as
    select uuid7(at) as id, c.id as contact_id, at, (array['email_sent','email_received','note','call'])[1 + k % 4] as type
      from contact_ids c cross join generate_series(1, ${EACH}::int) k
      cross join lateral (select timestamptz '2026-01-01Z' + make_interval(mins => (c.n * 7 + k * 9973) % 500000) as at) t`
  await sql`insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_name)
    select id, type, at, 'manual', 'About the order of last week',
      '{"preview": "Thank you for the quick answer. We will look at it and come back to you before the end of the week.", "kind": "person"}', 'user', 'Rita Rep' from made`
  await sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, contact_id, at, type from made`
  await sql`set session_replication_role = origin`
  await sql`vacuum analyze`
  console.log(`  filled in ${Math.round((Date.now() - started) / 1000)} s`)
  await close()
}

interface Served {
  url: string
  token: string
  stop(): void
}

async function serve(kind: 'bare' | 'product', url: string): Promise<Served> {
  const child = fork(join(import.meta.dirname, `serve-${kind}.ts`), [url], { stdio: 'inherit' })
  const [ready] = (await once(child, 'message')) as [{ url: string; token: string }]
  return { ...ready, stop: () => void child.kill('SIGTERM') }
}

function load({ url, token }: Served, path: (n: number) => string): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { authorization: `Bearer ${token}` },
    requests: [{ method: 'GET', setupRequest: (request) => ({ ...request, path: path(someone()) }) }],
  })
}

/** The pane's own case: one request at a time. */
async function oneAtATime({ url, token }: Served): Promise<void> {
  const times: number[] = []
  for (let n = 0; n < 1000; n++) {
    const started = performance.now()
    await (await fetch(url + lookupPath(someone()), { headers: { authorization: `Bearer ${token}` } })).text()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  console.log(
    `  one at a time           p50 ${milliseconds(times[500] as number)}, p99 ${milliseconds(times[990] as number)} with the round trip`,
  )
}
