import { pino } from 'pino'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { mergeContacts } from '../../server/merge/merge-contacts.ts'
import { undoMerge } from '../../server/merge/undo-merge.ts'
import type { Actor } from '../../server/platform/actor.ts'

const ACTIVITIES = Number(process.env.BENCH_ACTIVITIES ?? 50_000)
const ROUNDS = 3

/** A contact with 50,000 activities merged into another, and taken apart again; against a bare update of the same rows. */
export async function benchMerge(url: string): Promise<void> {
  await migrate(url)
  const queue = await openQueue({ url, log: pino({ level: 'silent' }), worker: false })
  const { db, sql, close } = connect(url, { max: 4 })
  const [user] = await sql<
    { id: string }[]
  >`insert into users (entra_id, name) values (gen_random_uuid(), 'Bench') returning id`
  const actor: Actor = {
    userId: user?.id as string,
    entraId: '',
    name: 'Bench',
    email: null,
    roles: [],
    route: 'person',
  }
  const people = await sql<{ id: string }[]>`
    insert into contacts (first_name, last_name) select 'Person', 'Number ' || n from generate_series(1, 3) n returning id`
  const [primaryId, otherId, third] = people.map(({ id }) => id) as [string, string, string]
  await sql`with made as (
      insert into activities (type, occurred_at, source, summary, actor_kind)
      select 'note', now() - make_interval(mins => n), 'manual', 'Entry ' || n, 'user' from generate_series(1, ${ACTIVITIES}::int) n
      returning id, occurred_at, type)
    insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${otherId}::uuid, occurred_at, type from made`
  await sql`vacuum analyze`
  const context = { db, now: () => new Date() }
  const times = { bare: [] as number[], merge: [] as number[], undo: [] as number[] }
  for (let n = 0; n <= ROUNDS; n++) {
    const bare = await seconds(
      () => sql`update activity_contacts set contact_id = ${third} where contact_id = ${otherId}`,
    )
    await sql`update activity_contacts set contact_id = ${otherId} where contact_id = ${third}`
    await sql`vacuum analyze activity_contacts`
    let id = ''
    const merge = await seconds(async () => {
      id = (await mergeContacts(context, actor, { primaryId, otherIds: [otherId], fields: {} })).merge.id
    })
    await sql`vacuum analyze activity_contacts`
    const undo = await seconds(() => undoMerge(context, actor, id))
    await sql`vacuum analyze activity_contacts`
    if (n === 0) continue
    times.bare.push(bare)
    times.merge.push(merge)
    times.undo.push(undo)
  }
  const [bare, merge, undo] = [middle(times.bare), middle(times.merge), middle(times.undo)]
  console.log(`  a contact with ${ACTIVITIES.toLocaleString('en')} activities, median of ${ROUNDS}`)
  console.log(`  bare update of the rows   ${bare.toFixed(2)} s`)
  console.log(`  merged                    ${merge.toFixed(2)} s = ${(merge / bare).toFixed(1)}× the bare update`)
  console.log(`  undone                    ${undo.toFixed(2)} s = ${(undo / bare).toFixed(1)}×`)
  await queue.stop()
  await close()
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

async function seconds(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
