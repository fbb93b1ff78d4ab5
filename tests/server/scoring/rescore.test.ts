import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openQueue } from '../../../server/jobs/queue.ts'
import { startScoring } from '../../../server/scoring/jobs.ts'
import { rescoreDue } from '../../../server/scoring/rescore-due.ts'
import { rescoreEveryone } from '../../../server/scoring/rescore-everyone.ts'
import { rescoreUnderWay, rescoreWhereOutdated } from '../../../server/scoring/runs.ts'
import { admin, rep, testApi } from '../api.ts'
import { freshDatabase } from '../database.ts'
import { activityRule, filterRule, happens, kept, storeContact, storeRules } from './world.ts'

const clock = () => new Date()
const champion = filterRule({ field: 'role', op: 'any_of', value: ['champion'] }, { points: 40 })
const called = activityRule({ withinDays: 30 }, { points: 7 })

async function manyContacts(count: number) {
  const connection = await freshDatabase()
  await storeRules(connection, [champion, called])
  await connection.sql`insert into contacts (first_name, role) select 'P' || g, case when g % 2 = 0 then 'champion' end
    from generate_series(1, ${count}::int) g`
  const scores = () =>
    connection.sql<{ score: number; count: number }[]>`
      select lead_score as score, count(*)::int as count from contact_engagement group by 1 order by 1`
  const run = async (jobId: string) =>
    (
      await connection.sql`select done, total, cursor, matches, finished_at from scoring_runs where job_id = ${jobId}`
    )[0]
  return { connection, scores, run }
}

describe('re-score of everyone', () => {
  it('scores everyone in batches, counts who matches, reports progress, and changes nothing when it comes twice', async () => {
    const { connection, scores, run } = await manyContacts(95)
    const jobId = randomUUID()
    expect(await rescoreEveryone(connection.db, clock, jobId, { batch: 10 })).toBe(true)
    expect(await scores()).toEqual([
      { score: 0, count: 48 },
      { score: 40, count: 47 },
    ])
    const [rule] = await connection.sql`select id from scoring_rules where points = 40`
    expect(await run(jobId)).toMatchObject({ done: 95, total: 95, matches: { [rule?.id]: 47 } })
    const [progress] = await connection.sql`select done, total from job_progress where job_id = ${jobId}`
    expect(progress).toEqual({ done: 95, total: 95 })
    const before = await connection.sql`select contact_id, xmin::text from contact_engagement order by 1`
    expect(await rescoreEveryone(connection.db, clock, jobId, { batch: 10 })).toBe(false)
    expect(await rescoreEveryone(connection.db, clock, randomUUID(), { batch: 10 })).toBe(true)
    expect(await connection.sql`select contact_id, xmin::text from contact_engagement order by 1`).toEqual(before)
  })

  it('goes on where it stood after a kill, and counts nobody twice', async () => {
    const { connection, scores, run } = await manyContacts(100)
    const { sql, db } = connection
    await sql`create function fail() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`
    await sql.unsafe(`create trigger fail before update of lead_score on contact_engagement for each row
      when (new.contact_id = '${(await sql`select id from contacts order by id offset 55 limit 1`)[0]?.id}') execute function fail()`)
    const jobId = randomUUID()
    await expect(rescoreEveryone(db, clock, jobId, { batch: 10 })).rejects.toThrow()
    const stopped = await run(jobId)
    expect(stopped?.done).toBe(50)
    expect(stopped?.finished_at).toBeNull()
    await sql`drop trigger fail on contact_engagement`
    // What is done already must not be looked at again: a changed row would be written anew.
    await sql`update contact_engagement set lead_score = 1 where contact_id = (select id from contacts order by id limit 1)`
    expect(await rescoreEveryone(db, clock, jobId, { batch: 10 })).toBe(true)
    const [rule] = await sql`select id from scoring_rules where points = 40`
    expect(await run(jobId)).toMatchObject({ done: 100, total: 100, matches: { [rule?.id]: 50 } })
    expect(await scores()).toEqual([
      { score: 0, count: 49 },
      { score: 1, count: 1 },
      { score: 40, count: 50 },
    ])
  })

  it('ends when the rules change under it, and the newer one scores everyone', async () => {
    // So many batches are still to come that the change is there before the last one, however busy the machine.
    const { connection, scores } = await manyContacts(600)
    const { sql, db } = connection
    const [old, newer] = [randomUUID(), randomUUID()]
    let batches = 0
    const changing = () => {
      if (batches++ === 3) void sql`update scoring_rules set points = 90 where points = 40`.then(() => {})
      return new Date()
    }
    const slow = async () => rescoreEveryone(db, changing, old, { batch: 5, lanes: 1 })
    expect(await slow()).toBe(false)
    expect(await rescoreEveryone(db, clock, newer, { batch: 5 })).toBe(true)
    expect(await scores()).toEqual([
      { score: 0, count: 300 },
      { score: 90, count: 300 },
    ])
    expect(await rescoreEveryone(db, clock, old, { batch: 5 }), 'an older job comes again').toBe(false)
  })

  it('waits for no one who holds a contact, and still misses nobody', async () => {
    const { connection, scores } = await manyContacts(30)
    const { sql, db } = connection
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const holding = sql.begin(async (tx) => {
      await tx`update contact_engagement set last_activity_at = now() where contact_id in (select id from contacts order by id limit 3)`
      await held
    })
    await sleep(50)
    const scoring = rescoreEveryone(db, clock, randomUUID(), { batch: 10, lanes: 1 })
    await sleep(300)
    release()
    await holding
    expect(await scoring).toBe(true)
    expect(await scores()).toEqual([
      { score: 0, count: 15 },
      { score: 40, count: 15 },
    ])
  })

  it('LS-06 is asked for when a segment that a rule names changes, and not otherwise', async () => {
    const { services, connection } = await testApi()
    const { sql, db } = connection
    const [segment] = await sql<{ id: string }[]>`insert into segments (name, kind, filter)
      values ('S', 'dynamic', '{"field":"role","op":"not_empty"}') returning id`
    await storeRules(connection, [filterRule({ field: 'segments', op: 'any_of', value: [segment?.id] })])
    const asked = () => sql<{ job_id: string }[]>`select job_id from scoring_runs order by asked_at, id`
    await rescoreWhereOutdated(db, services.queue, clock())
    await rescoreWhereOutdated(db, services.queue, clock())
    const [first] = await asked()
    expect(await asked()).toHaveLength(1)
    expect(await rescoreUnderWay(db)).toMatchObject({ jobId: first?.job_id, done: 0 })
    await rescoreEveryone(db, clock, first?.job_id as string)
    await sql`delete from pgboss.job where name = 'rescore-everyone'`
    await rescoreWhereOutdated(db, services.queue, clock())
    expect(await asked()).toHaveLength(1)
    expect(await rescoreUnderWay(db)).toBeNull()
    await sql`update segments set filter = '{"field":"role","op":"empty"}'`
    await rescoreWhereOutdated(db, services.queue, clock())
    expect(await asked()).toHaveLength(2)
  })
})

describe('re-score of who is due', () => {
  it('scores all who are due, in several batches, and then nobody', async () => {
    const { connection, scores } = await manyContacts(4_500)
    expect(await rescoreDue(connection.db, clock)).toBe(4_500)
    expect(await scores()).toHaveLength(2)
    expect(await rescoreDue(connection.db, clock)).toBe(0)
  })

  it('misses no activity that is committed while it works, even where the score was due before', async () => {
    const { connection } = await manyContacts(1)
    const { sql, db } = connection
    const [row] = await sql<{ id: string }[]>`select id from contacts`
    const id = row?.id as string
    const call = { type: 'call', at: new Date(Date.now() - 1000).toISOString() }
    await happens(connection, id, call)
    let commit = () => {}
    const committing = new Promise<void>((resolve) => {
      commit = resolve
    })
    let inserted = () => {}
    const insert = new Promise<void>((resolve) => {
      inserted = resolve
    })
    const logging = sql.begin(async (tx) => {
      await happens({ sql: tx as never }, id, call)
      inserted()
      await committing
    })
    await insert
    await rescoreDue(db, clock)
    commit()
    await logging
    await rescoreDue(db, clock)
    expect((await kept(connection, id)).score).toBe(14)
  })

  it('has a score fresh within a minute of an activity, worker and web apart, and everyone scored by new rules', async () => {
    const { as, connection, services } = await testApi()
    await storeRules(connection, [])
    const queue = await openQueue({ url: connection.url, log: services.log, worker: true })
    const worker = await startScoring({ ...services, queue })
    try {
      const id = await storeContact(connection, { role: 'champion' })
      const score = async () => (await as(rep)({ url: `/api/v1/contacts/${id}` })).body.leadScore
      const until = async (wanted: number) => {
        const started = Date.now()
        while ((await score()) !== wanted && Date.now() - started < 60_000) await sleep(200)
        expect(await score()).toBe(wanted)
        return Date.now() - started
      }
      const made = await as(admin)({ method: 'POST', url: '/api/v1/scoring-rules', payload: called })
      expect(made.status).toBe(201)
      const note = { type: 'call', summary: 'They want an offer.' }
      await as(rep)({ method: 'POST', url: `/api/v1/contacts/${id}/activities`, payload: note })
      expect(await until(7)).toBeLessThan(60_000)
      await as(admin)({ method: 'POST', url: '/api/v1/scoring-rules', payload: champion })
      await until(47)
      const done = Date.now()
      while ((await rescoreUnderWay(connection.db)) && Date.now() - done < 20_000) await sleep(200)
      const { body } = await as(rep)({ url: '/api/v1/scoring-rules' })
      expect(body.rescore).toBeNull()
      expect(body.items.map(({ matches }: { matches: number }) => matches)).toEqual([1, 1])
    } finally {
      worker.stop()
      await queue.stop()
    }
  }, 120_000)
})
