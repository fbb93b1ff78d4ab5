import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { download, middle, type Round, serve, watchMemory } from './download.ts'
import { milliseconds, percent } from './machine.ts'

const ACTIVITIES = Number(process.env.BENCH_ACTIVITIES ?? 50_000)
const ROUNDS = 5
const MEGABYTE = 2 ** 20

/** The export of a contact with 50,000 mails over HTTP, against PostgreSQL copying out the same rows as JSON. */
export async function benchExport(url: string): Promise<void> {
  await migrate(url)
  const id = await fill(url)
  const served = await serve(url, 'Admin')
  try {
    const round = () => download(served, `/contacts/${id}/export`)
    await round()
    const { result, before, peak } = await watchMemory(served, async () => {
      const rounds: Round[] = []
      for (let n = 0; n < ROUNDS; n++) rounds.push(await round())
      return rounds
    })
    report(result, await copyOut(url, id), { before, peak })
  } finally {
    served.child.kill('SIGTERM')
  }
}

/** A contact whose mails name three people each, one of 500 others among them. */
async function fill(url: string): Promise<string> {
  const { sql, close } = connect(url, { max: 1 })
  await sql`set synchronous_commit = off`
  const [row] = await sql<
    { id: string }[]
  >`insert into contacts (first_name, last_name) values ('Ann', 'Li') returning id`
  const id = row?.id as string
  await sql`insert into contact_addresses (address, contact_id, display, is_primary)
    values ('ann@export.example', ${id}, 'ann@export.example', true)`
  await sql`insert into organisation_domains (domain) values ('ours.example') on conflict do nothing`
  const [box] = await sql<{ id: string }[]>`
    insert into mailboxes (graph_user_id, address) values (gen_random_uuid(), 'rita@ours.example') returning id`
  await sql`insert into messages (internet_message_id, direction, kind, sender, sent_at, subject_key)
    select 'export' || n || '@mail.example', 'received', 'person', 'bob' || n % 500 || '@y.example',
        timestamptz '2020-01-01Z' + make_interval(mins => n), 'offer' from generate_series(1, ${ACTIVITIES}::int) n`
  await sql`insert into message_copies (mailbox_id, graph_message_id, message_id)
    select ${box?.id as string}, internet_message_id, id from messages where internet_message_id like 'export%'`
  await sql`insert into activities (type, occurred_at, source, summary, details, actor_kind, actor_name, actor_address, message_id)
    select 'email_received', sent_at, 'm365', 'The offer Bob ' || sender || ' spoke of', json_build_object(
        'internetMessageId', internet_message_id, 'kind', 'person', 'hasAttachments', false,
        'preview', repeat('Thank you for the quick answer, we will look at it. ', 5),
        'from', json_build_object('name', 'Bob Meier', 'address', sender),
        'to', json_build_array(json_build_object('name', 'Ann Li', 'address', 'ann@export.example'),
          json_build_object('name', 'Rita Rep', 'address', 'rita@ours.example')), 'cc', json_build_array()),
        'external', 'Bob Meier', sender, id from messages where internet_message_id like 'export%'`
  await sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select a.id, ${id}, a.occurred_at, a.type from activities a join messages m on m.id = a.message_id
     where m.internet_message_id like 'export%'`
  await sql`vacuum analyze`
  await close()
  return id
}

/** The least it can cost: the rows as JSON, in order, straight from the database. */
async function copyOut(url: string, id: string): Promise<number> {
  const { sql, close } = connect(url, { max: 1 })
  const copy = () =>
    sql`copy (select row_to_json(a) from activity_contacts ac join activities a on a.id = ac.activity_id
      where ac.contact_id = ${sql.unsafe(`'${id}'`)} order by ac.occurred_at, ac.activity_id) to stdout`.readable()
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const started = performance.now()
    for await (const _ of await copy());
    times.push(performance.now() - started)
  }
  await close()
  return middle(times)
}

function report(rounds: Round[], reference: number, { before, peak }: { before: number; peak: number }): void {
  const whole = middle(rounds.map((round) => round.whole))
  const size = (rounds[0]?.bytes ?? 0) / MEGABYTE
  console.log(`  ${ACTIVITIES.toLocaleString('en')} mails, ${size.toFixed(1)} MB, median of ${ROUNDS}`)
  console.log(`  first byte              ${milliseconds(middle(rounds.map((round) => round.first)))} (aim 100 ms)`)
  console.log(`  whole file              ${milliseconds(whole)}, ${(size / (whole / 1000)).toFixed(0)} MB/s`)
  console.log(
    `  ratio                   ${percent(reference, whole)} of the rows copied out bare (${milliseconds(reference)})`,
  )
  console.log(
    `  memory of the server    ${Math.round(before / MEGABYTE)} MB before, ${Math.round(peak / MEGABYTE)} MB at most`,
  )
}
