import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { secretsFrom } from '../../server/platform/secrets.ts'
import { writeToken } from '../../server/tracking/token.ts'
import { milliseconds, percent } from './machine.ts'

const MAILS = 50_000
/** As many links are followed again and again: scanners, then people. */
const LATELY = 5000
const SECONDS = 6
const CONNECTIONS = 64

/**
 * The image and the links of tracked mail through the whole server (token, hit on disk, answer, later the database),
 * against a bare Fastify route that answers the same. Both are processes of their own; the load comes from this one.
 */
export async function benchTracking(url: string): Promise<void> {
  await migrate(url)
  const { opens, clicks } = await fill(url)
  const bare = await serve('pixel', url)
  const product = await serve('product', url)
  try {
    await compare('image', opens, bare, product)
    await compare('link', clicks.slice(0, LATELY), bare, product)
    await compare('link, first time', clicks.slice(LATELY), bare, product)
    await storing(url)
  } finally {
    bare.child.kill('SIGTERM')
    product.child.kill('SIGINT')
    await once(product.child, 'exit')
    await rm(join(tmpdir(), `throughline-bench-${product.child.pid}`), { recursive: true, force: true })
  }
}

interface Served {
  url: string
  child: ChildProcess
}

async function serve(kind: 'pixel' | 'product', url: string): Promise<Served> {
  const child = fork(join(import.meta.dirname, `serve-${kind}.ts`), [url], { stdio: 'inherit' })
  const [ready] = (await once(child, 'message')) as [{ url: string }]
  return { url: ready.url, child }
}

async function fill(url: string): Promise<{ opens: string[]; clicks: string[] }> {
  const { sql, close } = connect(url, { max: 1 })
  await sql`insert into organisation_settings (key, value) values ('tracking', '{"enabled": true}')`
  await sql`insert into users (entra_id, name) values (gen_random_uuid(), 'Rita Rep')`
  await sql`insert into contacts (first_name, country) select 'Person ' || n, 'US' from generate_series(1, ${MAILS}::int) n`
  await sql`insert into tracked_mails (user_id, contact_id, recipients, sent_at)
    select u.id, c.id, 1, now() - interval '1 hour' from contacts c, users u`
  await sql`insert into tracked_links (tracked_mail_id, position, url) select id, 0, 'https://shop.example/' from tracked_mails`
  const secrets = secretsFrom('the key of the bench, long enough')
  const opens = await sql<{ id: string }[]>`select id from tracked_mails`
  const clicks = await sql<{ id: string }[]>`select id from tracked_links`
  await close()
  return {
    opens: opens.map(({ id }) => `/t/o/${writeToken(secrets, 'open', id)}.gif`),
    clicks: clicks.map(({ id }) => `/t/c/${writeToken(secrets, 'click', id)}`),
  }
}

async function compare(what: string, paths: string[], bare: Served, product: Served): Promise<void> {
  const rounds: { bare: autocannon.Result; product: autocannon.Result }[] = []
  for (let round = 0; round < 3; round++) {
    rounds.push({ bare: await load(bare.url, paths), product: await load(product.url, paths) })
    await sleep(500)
  }
  const [middle] = rounds.toSorted((a, b) => ratio(a) - ratio(b)).slice(1)
  if (!middle) return
  for (const [name, { requests, latency, errors }] of [
    [`bare ${what}`, middle.bare],
    [`tracked ${what}`, middle.product],
  ] as const)
    console.log(
      `  ${name.padEnd(26)} ${Math.round(requests.average)} /s, p50 ${milliseconds(latency.p50)}, p99 ${milliseconds(latency.p99)}, errors ${errors}`,
    )
  console.log(
    `  ratio                      ${percent(middle.product.requests.average, middle.bare.requests.average)} of the bare route (aim 80 %), median of 3 rounds of ${SECONDS} s`,
  )
}

const ratio = (round: { bare: autocannon.Result; product: autocannon.Result }): number =>
  round.product.requests.average / round.bare.requests.average

function load(url: string, paths: string[]): Promise<autocannon.Result> {
  let next = 0
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: {
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    },
    requests: [
      { method: 'GET', setupRequest: (request) => ({ ...request, path: paths[next++ % paths.length] ?? '/' }) },
    ],
  })
}

/** What waits in the files goes into the database once the load is over. */
async function storing(url: string): Promise<void> {
  const { sql, close } = connect(url, { max: 1 })
  const count = async () => Number((await sql`select count(*) as n from tracking_events`)[0]?.n)
  const [before, started] = [await count(), performance.now()]
  await sleep(10_000)
  const stored = (await count()) - before
  console.log(
    `  stored afterwards          ${Math.round(stored / ((performance.now() - started) / 1000))} hits /s, beside what else runs`,
  )
  await close()
}
