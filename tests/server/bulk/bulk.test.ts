import { describe, expect, it } from 'vitest'
import { changeInBulk, undoInBulk } from '../../../server/bulk/jobs.ts'
import { rep, type TestApi, testApi } from '../api.ts'

const JOB = '00000000-0000-4000-8000-0000000000f0'

async function people(api: TestApi, count: number): Promise<string[]> {
  const rows = await api.connection.sql<{ id: string }[]>`
    insert into contacts (first_name, last_name, role) select 'Person', 'Number ' || n, case when n % 2 = 0 then 'champion' end
      from generate_series(1, ${count}::int) n returning id`
  return rows.map((row) => row.id)
}

const work = (api: TestApi, operationId: string) => changeInBulk(api.services, JOB, operationId)

async function started(api: TestApi, body: object): Promise<string> {
  const { status, body: operation } = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts/bulk', payload: body })
  expect(status).toBe(202)
  return operation.id
}

const read = async (api: TestApi, id: string) => (await api.as(rep)({ url: `/api/v1/contacts/bulk/${id}` })).body
const tagsOf = async (api: TestApi, id: string) => (await api.as(rep)({ url: `/api/v1/contacts/${id}` })).body.tags

describe('bulk changes', () => {
  it('ME-16 leaves out who goes while they are chosen', async () => {
    const api = await testApi()
    const ids = await people(api, 3)
    const body = { selection: { ids }, action: { type: 'add_tags', tags: ['Fair'] } }
    let starting: Promise<string> | undefined
    await api.connection.sql.begin(async (sql) => {
      await sql`delete from contacts where id = ${ids[1] as string}`
      starting = started(api, body)
      await new Promise((resolve) => setTimeout(resolve, 400))
    })
    const operation = (await starting) as string
    await work(api, operation)
    expect(await read(api, operation)).toMatchObject({ state: 'done', total: 2, changed: 2 })
  })

  it('X-02 TG-02 previews, tags everything that matches at the click, reports progress, and undoes it', async () => {
    const api = await testApi()
    const ids = await people(api, 30)
    await api.as(rep)({ method: 'PATCH', url: `/api/v1/contacts/${ids[1]}`, payload: { version: 1, tags: ['fair'] } })
    const selection = { filter: { field: 'role', op: 'any_of', value: ['champion'] }, except: [ids[3]] }
    const action = { type: 'add_tags', tags: ['Fair', 'Fair', 'Hall 4'] }
    const { body: preview } = await api.as(rep)({
      method: 'POST',
      url: '/api/v1/contacts/bulk',
      payload: { selection, action, dryRun: true },
    })
    expect(preview).toMatchObject({ total: 14, changes: 14 })
    expect(preview.sample).toHaveLength(5)
    const operation = await started(api, { selection, action })
    await api.connection.sql`insert into contacts (first_name, role) values ('Late', 'champion')`
    await work(api, operation)
    expect(await read(api, operation)).toMatchObject({ state: 'done', total: 14, done: 14, changed: 14, skipped: 0 })
    expect(await tagsOf(api, ids[1] as string)).toEqual(['fair', 'Hall 4'])
    expect(await tagsOf(api, ids[5] as string)).toEqual(['fair', 'Hall 4'])
    expect(await tagsOf(api, ids[0] as string)).toEqual([])
    expect(await tagsOf(api, ids[3] as string)).toEqual([])
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/bulk/${operation}/undo` })
    await undoInBulk(api.services, JOB, operation)
    expect(await read(api, operation)).toMatchObject({ state: 'undone', undoableUntil: null })
    expect(await tagsOf(api, ids[1] as string)).toEqual(['fair'])
    expect(await tagsOf(api, ids[5] as string)).toEqual([])
  })

  it('puts an owner back only where nobody chose another since, and says how many it left', async () => {
    const api = await testApi()
    const [a, b] = (await people(api, 2)) as [string, string]
    const { body: me } = await api.as(rep)({ url: '/api/v1/me' })
    const operation = await started(api, { selection: { ids: [a, b] }, action: { type: 'set_owner', ownerId: me.id } })
    await work(api, operation)
    const { body: contact } = await api.as(rep)({ url: `/api/v1/contacts/${a}` })
    expect(contact.ownerId).toBe(me.id)
    await api.as(rep)({
      method: 'PATCH',
      url: `/api/v1/contacts/${a}`,
      payload: { version: contact.version, ownerId: null },
    })
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/bulk/${operation}/undo` })
    await undoInBulk(api.services, JOB, operation)
    expect(await read(api, operation)).toMatchObject({ state: 'undone', skipped: 1 })
    expect((await api.as(rep)({ url: `/api/v1/contacts/${b}` })).body.ownerId).toBeNull()
    const { body: history } = await api.as(rep)({ url: `/api/v1/contacts/${b}/history` })
    expect(history.items.map((item: { field: string }) => item.field)).toEqual(['ownerId', 'ownerId'])
  })

  it('a run that is broken off goes on where it stopped, and running it again changes nothing', async () => {
    const api = await testApi()
    await people(api, 12_000)
    const operation = await started(api, { selection: {}, action: { type: 'add_tags', tags: ['All'] } })
    let batches = 0
    const broken = new Proxy(api.services.db, {
      get(db, name) {
        if (name !== 'transaction') return Reflect.get(db, name)
        return (run: never) => {
          if (++batches === 3) throw new Error('killed')
          return db.transaction(run)
        }
      },
    })
    await expect(changeInBulk({ ...api.services, db: broken }, JOB, operation)).rejects.toThrow('killed')
    expect(await read(api, operation)).toMatchObject({ state: 'running', done: 5000 })
    await work(api, operation)
    await work(api, operation)
    expect(await read(api, operation)).toMatchObject({ state: 'done', total: 12_000, done: 12_000, changed: 12_000 })
    const [count] = await api.connection
      .sql`select count(*)::int as n, count(distinct contact_id)::int as contacts from contact_tags`
    expect(count).toEqual({ n: 12_000, contacts: 12_000 })
    const [changes] = await api.connection.sql`select count(*)::int as n from contact_changes where field = 'tagsAdded'`
    expect(changes?.n).toBe(12_000)
  })

  it('SG-01 fills a static segment; a dynamic one is refused, and so is an owner that does not exist', async () => {
    const api = await testApi()
    const ids = await people(api, 3)
    const make = async (payload: object) =>
      (await api.as(rep)({ method: 'POST', url: '/api/v1/segments', payload })).body.id
    const kept = await make({ name: 'Kept', kind: 'static' })
    const rule = await make({ name: 'Rule', kind: 'dynamic', filter: { field: 'role', op: 'empty' } })
    const operation = await started(api, {
      selection: { ids: ids.slice(0, 2) },
      action: { type: 'add_to_segment', segmentId: kept },
    })
    await work(api, operation)
    expect((await api.as(rep)({ url: `/api/v1/segments/${kept}` })).body.size).toEqual({ count: 2, exact: true })
    const refused = (action: object) =>
      api.as(rep)({ method: 'POST', url: '/api/v1/contacts/bulk', payload: { selection: { ids }, action } })
    expect((await refused({ type: 'add_to_segment', segmentId: rule })).body.type).toBe('segment-not-static')
    expect((await refused({ type: 'set_owner', ownerId: JOB })).body.type).toBe('unknown-reference')
    expect((await refused({ type: 'set_status', status: 'unsubscribed' })).body.type).toBe('invalid-input')
  })

  it('an undo that was not asked for in time, or twice, is refused or does nothing', async () => {
    const api = await testApi()
    const ids = await people(api, 1)
    const operation = await started(api, { selection: { ids }, action: { type: 'set_role', role: 'blocker' } })
    const undo = () => api.as(rep)({ method: 'POST', url: `/api/v1/contacts/bulk/${operation}/undo` })
    expect((await undo()).body.type).toBe('not-undoable')
    await work(api, operation)
    await api.connection.sql`update bulk_operations set created_at = now() - interval '31 days'`
    expect((await undo()).body.type).toBe('not-undoable')
    await api.connection.sql`update bulk_operations set created_at = now()`
    expect((await undo()).body.state).toBe('undoing')
    expect((await undo()).body.state).toBe('undoing')
  })
})
