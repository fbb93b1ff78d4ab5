import { expect, it } from 'vitest'
import { checkDue } from '../../../server/duplicates/check-due.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { manager, other, reader } from '../deals/world.ts'

const post = async (api: TestApi, payload: object) => {
  const { status, body } = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload })
  expect([status, body.detail]).toEqual([201, undefined])
  return body
}

const remove = (api: TestApi, id: string, who = rep, headers: Record<string, string> = {}) =>
  api.as(who)({ method: 'DELETE', url: `/api/v1/contacts/${id}`, headers })

const get = (api: TestApi, url: string, who = rep) => api.as(who)({ url: `/api/v1${url}` })

it('a deleted contact is gone with what is theirs alone; what others share stays theirs', async () => {
  const api = await testApi()
  const ann = await post(api, { firstName: 'Ann', email: 'ann@x.example', tags: ['VIP'] })
  const bob = await post(api, { firstName: 'Bob', email: 'bob@x.example' })
  const log = (payload: object) =>
    api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${ann.id}/activities`, payload: { type: 'note', ...payload } })
  await log({ summary: 'Hers alone' })
  await log({ summary: 'Of both', contactIds: [bob.id] })

  const { status, body } = await remove(api, ann.id, rep, { 'if-match': '"7"' })
  expect([status, body.type, body.current.id]).toEqual([409, 'stale-version', ann.id])
  expect((await remove(api, ann.id, rep, { 'if-match': 'any' })).status).toBe(422)
  expect((await remove(api, ann.id, rep, { 'if-match': `"${ann.version}"` })).status).toBe(204)
  expect((await remove(api, ann.id)).status).toBe(404)
  expect((await get(api, `/contacts/${ann.id}`)).status).toBe(404)
  expect((await get(api, '/contacts/lookup?email=ann@x.example')).status).toBe(404)
  const timeline = await get(api, `/contacts/${bob.id}/timeline`)
  expect(timeline.body.items).toMatchObject([{ summary: 'Of both', contacts: [] }])
  const notes = await api.connection.sql`select summary from activities where type = 'note'`
  expect(notes).toEqual([{ summary: 'Of both' }])
  const { items } = (await get(api, '/audit?action=contact.deleted', admin)).body
  expect(items).toMatchObject([{ action: 'contact.deleted', subjectKind: 'contact', subjectId: ann.id }])
  expect(JSON.stringify(items)).not.toMatch(/ann@x|"Ann"/)
  expect((await post(api, { firstName: 'Ann', email: 'ann@x.example' })).id).not.toBe(ann.id)
})

it('deleting is for the owner, whoever added the contact, and managers', async () => {
  const api = await testApi()
  const [one, two] = [await post(api, { lastName: 'One' }), await post(api, { lastName: 'Two' })]
  expect((await remove(api, one.id, other)).body.type).toBe('not-yours')
  expect((await remove(api, one.id, reader)).status).toBe(403)
  expect((await remove(api, one.id)).status).toBe(204)
  expect((await remove(api, two.id, manager)).status).toBe(204)
})

it('CO-07 who said no is not forgotten', async () => {
  const api = await testApi()
  const no = async (lastName: string, consent: object) => {
    const { id } = await post(api, { lastName, email: `${lastName}@x.example` })
    const payload = { source: 'Phone', ...consent }
    const { status, body } = await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload })
    expect([status < 300, body.detail]).toEqual([true, undefined])
    return id
  }
  const refusals = [
    await no('out', { status: 'opted_out' }),
    await no('objecting', { status: 'opted_out', objection: true }),
    await no('untracked', { purpose: 'tracking', status: 'opted_out' }),
  ]
  for (const id of refusals) {
    expect((await remove(api, id, manager)).body).toMatchObject({ status: 409, type: 'refusal-stands' })
    expect((await get(api, `/contacts/${id}`)).status).toBe(200)
  }
})

const anneke = { firstName: 'Anneke', lastName: 'Vloet', phone: '+31 20 794 1234', duplicates: 'allow' }

it('an id that was merged away names the survivor until that one is deleted', async () => {
  const api = await testApi()
  const [kept, former] = [await post(api, anneke), await post(api, anneke)]
  const merge = { method: 'POST' as const, url: `/api/v1/contacts/${kept.id}/merge` }
  const { status } = await api.as(rep)({ ...merge, payload: { duplicateId: former.id, fields: {} } })
  expect(status).toBe(200)
  const refused = (await remove(api, former.id)).body
  expect(refused).toMatchObject({ status: 409, type: 'contact-merged', mergedInto: kept.id })
  expect((await remove(api, kept.id)).status).toBe(204)
  expect((await remove(api, former.id)).status).toBe(404)
})

it('likely duplicates of a deleted contact are grouped without it', async () => {
  const api = await testApi()
  const [one, two, three] = [await post(api, anneke), await post(api, anneke), await post(api, anneke)]
  while ((await checkDue(api.connection.db)) > 0);
  const sizes = () => api.connection.sql`select size from duplicate_groups`
  expect(await sizes()).toEqual([{ size: 3 }])
  expect((await remove(api, one.id)).status).toBe(204)
  expect(await sizes()).toEqual([{ size: 2 }])
  expect((await remove(api, two.id)).status).toBe(204)
  expect(await sizes()).toEqual([])
  expect((await get(api, `/contacts/${three.id}`)).status).toBe(200)
})
