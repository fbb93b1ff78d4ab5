import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { connect } from '../../db/client.ts'
import { startBulk } from '../../server/bulk/bulk.ts'
import { changeInBulk, undoInBulk } from '../../server/bulk/jobs.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { filled } from './people.ts'

const CONTACTS = 100_000

/** A tag on 100,000 contacts, with history, versions and what undoing needs; against a bare insert of the same tags. */
export async function benchBulk(server: string): Promise<void> {
  const url = await filled(server, CONTACTS)
  const connection = connect(url, { max: 4 })
  const queue = await openQueue({ url, log: pino({ level: 'silent' }), worker: false })
  const { db, sql } = connection
  const [user] = await sql<{ id: string }[]>`select id from users limit 1`
  const actor: Actor = { userId: user?.id as string, entraId: '', name: '', email: null, roles: [], route: 'person' }
  const context = { db, queue, now: () => new Date() }
  const bare = await seconds(
    () => sql`insert into contact_tags (contact_id, tag_id)
    select id, (select id from tags where name = 'Tag 200') from contacts on conflict do nothing`,
  )
  let id = ''
  const start = await seconds(async () => {
    id = (await startBulk(context, actor, {}, { type: 'add_tags', tags: ['Everybody'] })).id
  })
  const change = await seconds(() => changeInBulk(context, randomUUID(), id))
  await sql`update bulk_operations set state = 'undoing', undone_by = requested_by`
  const undo = await seconds(() => undoInBulk(context, randomUUID(), id))
  console.log(`  bare insert of ${CONTACTS.toLocaleString('en')} tags   ${bare.toFixed(1)} s`)
  console.log(`  asked for                     ${start.toFixed(2)} s until the answer`)
  console.log(`  tagged, with history          ${change.toFixed(1)} s = ${(change / bare).toFixed(1)}× the bare insert`)
  console.log(`  undone                        ${undo.toFixed(1)} s = ${(undo / bare).toFixed(1)}×`)
  await queue.stop()
  await connection.close()
}

async function seconds(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
