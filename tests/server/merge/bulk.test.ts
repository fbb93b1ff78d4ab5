import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { mergeInBulk } from '../../../server/merge/merge-in-bulk.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { guardian, manager } from '../export/export.ts'
import { add, read } from './people.ts'

async function group({ connection: { sql } }: TestApi, certainty: string, members: string[]): Promise<string> {
  const [row] = await sql<
    { id: string }[]
  >`insert into duplicate_groups (score, certainty, size) values (0.99, ${certainty}, ${members.length}) returning id`
  for (const one of members)
    await sql`insert into duplicate_members (contact_id, group_id) values (${one}, ${row?.id as string})`
  for (const [n, one] of members.entries())
    for (const other of members.slice(n + 1))
      await sql`insert into duplicate_pairs (first_id, second_id, score, certainty) values (least(${one}::uuid, ${other}::uuid), greatest(${one}::uuid, ${other}::uuid), 0.99, ${certainty})
        on conflict do nothing`
  return row?.id as string
}

/** Whoever was added is compared already. */
const settled = async ({ connection: { sql } }: TestApi) => {
  await sql`delete from duplicate_groups`
  await sql`delete from duplicate_pairs`
  await sql`delete from duplicate_due`
}

const start = (api: TestApi, payload: object, person = manager) =>
  api.as(person)({ method: 'POST', url: '/api/v1/merges/bulk', payload })

/** Works off what waits, as the worker does. */
async function work(api: TestApi, jobId: string) {
  const { sql, db } = api.connection
  const [job] = await sql<{ data: never }[]>`select data from pgboss.job where id = ${jobId}`
  const result = await mergeInBulk({ db, now: () => new Date() }, jobId, job?.data as never)
  const [progress] = await sql`select done, total from job_progress where job_id = ${jobId}`
  return { ...result, progress }
}

describe('bulk merge', () => {
  it('is for managers and administrators', async () => {
    const api = await testApi()
    expect((await start(api, {}, rep)).status).toBe(403)
    expect((await start(api, {}, guardian)).status).toBe(403)
    for (const person of [manager, admin]) {
      const { status, body, headers } = await start(api, {}, person)
      expect([status, body.groups, headers.location]).toEqual([202, 0, `/api/v1/jobs/${body.jobId}`])
      expect((await api.as(person)({ url: `/api/v1/jobs/${body.jobId}` })).body).toMatchObject({
        name: 'merge-in-bulk',
        state: 'queued',
      })
    }
    expect((await start(api, { groupIds: [] })).status).toBe(422)
  })

  it('ME-05 merges what is certain into who has most activity, then the oldest, each undoable; nothing else', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [a, b, c, d, e, f] = [
      await add(api, { firstName: 'A' }),
      await add(api, { firstName: 'B' }),
      await add(api, { firstName: 'C' }),
      await add(api, { firstName: 'D' }),
      await add(api, { firstName: 'E' }),
      await add(api, { firstName: 'F' }),
    ]
    await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${b}/activities`,
      payload: { type: 'note', summary: 'Hello' },
    })
    await sql`update contacts set created_at = '2020-01-01Z' where id = ${d}`
    await settled(api)
    await group(api, 'certain', [a, b])
    await group(api, 'certain', [c, d])
    await group(api, 'likely', [e, f])
    const { body } = await start(api, {})
    expect(body.groups).toBe(2)
    expect(await work(api, body.jobId)).toEqual({ merged: 2, passedOver: 0, progress: { done: 2, total: 2 } })
    const { items } = (await api.as(rep)({ url: '/api/v1/merges' })).body
    expect(
      items
        .map((one: { survivorId: string; formerIds: string[]; inBulk: boolean; mergedBy: { name: string } }) => [
          one.survivorId,
          one.formerIds,
          one.inBulk,
          one.mergedBy.name,
        ])
        .toSorted(),
    ).toEqual(
      [
        [b, [a], true, manager.name],
        [d, [c], true, manager.name],
      ].toSorted(),
    )
    expect((await api.as(rep)({ method: 'POST', url: `/api/v1/merges/${items[0].id}/undo` })).status).toBe(200)
    for (const id of [e, f]) expect(await read(api.as(rep), id)).toMatchObject({ id })
    const [entry] = await sql`select action, details from audit_entries where action = 'contacts.merged-in-bulk'`
    expect(entry?.details).toEqual({ groups: 2, waiting: 0, named: false })
  })

  it('merges only the groups that are named, passes over what changed since, and may be repeated', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const people: string[] = []
    for (let n = 0; n < 10; n++) people.push(await add(api, { firstName: `P ${n}` }))
    await settled(api)
    const pairs = [0, 2, 4, 6].map((n) => people.slice(n, n + 2))
    const groups: string[] = []
    for (const members of pairs) groups.push(await group(api, 'certain', members))
    const unnamed = await group(api, 'certain', people.slice(8))
    const likely = '00000000-0000-7000-8000-000000000000'
    const { body } = await start(api, { groupIds: [...groups, likely] })
    expect(body.groups).toBe(4)
    // Of one the certainty fell, of one somebody is to be compared again, one has one member left.
    await sql`update duplicate_groups set certainty = 'likely' where id = ${groups[0] as string}`
    await sql`insert into duplicate_due (contact_id) values (${people[2] as string})`
    await sql`delete from duplicate_members where contact_id = ${people[4] as string}`
    expect(await work(api, body.jobId)).toEqual({ merged: 1, passedOver: 2, progress: { done: 3, total: 3 } })
    expect(await work(api, body.jobId)).toMatchObject({ merged: 0, passedOver: 2 })
    expect(await sql`select 1 from merges`).toHaveLength(1)
    expect(await sql`select 1 from duplicate_groups where id = ${unnamed}`).toHaveLength(1)
  })

  it('ME-03 ME-09 leaves what somebody has to decide: who owns them, and whom somebody called different', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const people: string[] = []
    for (let n = 0; n < 7; n++) people.push(await add(api, { firstName: `P ${n}` }))
    await sql`insert into users (entra_id, name) values (gen_random_uuid(), 'One'), (gen_random_uuid(), 'Other')`
    const owned = (id: string, name: string) =>
      sql`update contacts set owner_id = (select id from users where name = ${name}) where id = ${id}`
    await settled(api)
    const [a, b, c, d, e, f, g] = people as [string, string, string, string, string, string, string]
    await owned(a, 'One')
    await owned(b, 'Other')
    await sql`insert into duplicate_pairs (first_id, second_id, score, certainty, state)
      values (least(${c}::uuid, ${d}::uuid), greatest(${c}::uuid, ${d}::uuid), 0.9, 'possible', 'dismissed')`
    await group(api, 'certain', [a, b])
    await group(api, 'certain', [c, d, e])
    await group(api, 'certain', [f, g])
    const { body } = await start(api, {})
    expect([body.groups, body.waiting]).toEqual([1, 2])
    expect(await work(api, body.jobId)).toEqual({ merged: 1, passedOver: 0, progress: { done: 1, total: 1 } })
    for (const id of [a, b, c, d, e]) expect(await read(api.as(rep), id)).toMatchObject({ id })
  })

  it('fails as a job when the database does, and leaves the group for the next attempt', async () => {
    const api = await testApi()
    const { sql, db } = api.connection
    const [a, b] = [await add(api, { firstName: 'A' }), await add(api, { firstName: 'B' })]
    await settled(api)
    await group(api, 'certain', [a, b])
    const [user] = await sql<{ id: string }[]>`select id from users limit 1`
    const data = { groupIds: null, requestedBy: user?.id as string, requestId: null }
    await sql`alter table merges rename to merges_away`
    await expect(mergeInBulk({ db, now: () => new Date() }, randomUUID(), data)).rejects.toThrow()
    await sql`alter table merges_away rename to merges`
    expect(await mergeInBulk({ db, now: () => new Date() }, randomUUID(), data)).toEqual({ merged: 1, passedOver: 0 })
  })
})
