import { describe, expect, it } from 'vitest'
import { rep, type TestApi, testApi } from '../api.ts'

const as = (api: TestApi) => api.as(rep)
const contact = async (api: TestApi, payload: object) =>
  (await as(api)({ method: 'POST', url: '/api/v1/contacts', payload })).body.id as string
const make = (api: TestApi, payload: object) => as(api)({ method: 'POST', url: '/api/v1/segments', payload })
const read = async (api: TestApi, id: string) => (await as(api)({ url: `/api/v1/segments/${id}` })).body

const buyers = { field: 'jobTitle', op: 'is', value: 'buyer' }

describe('segments', () => {
  it('SG-01 a dynamic one follows its filter; frozen, it keeps who was in it, since when and by whom', async () => {
    const api = await testApi()
    const ann = await contact(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const { body: segment, status } = await make(api, {
      name: 'Buyers',
      kind: 'dynamic',
      filter: buyers,
      timeZone: 'Europe/Berlin',
    })
    expect(status).toBe(201)
    expect(segment).toMatchObject({
      kind: 'dynamic',
      size: { count: 1, exact: true },
      timeZone: 'Europe/Berlin',
      paused: null,
      usedBy: [],
    })
    const { body: frozen } = await as(api)({
      method: 'POST',
      url: `/api/v1/segments/${segment.id}/freeze`,
      payload: { name: 'Buyers then' },
    })
    const bob = await contact(api, { firstName: 'Bob', jobTitle: 'BUYER' })
    expect((await read(api, segment.id)).size.count).toBe(2)
    expect((await read(api, frozen.id)).size.count).toBe(1)
    const { body: why } = await as(api)({ url: `/api/v1/segments/${frozen.id}/contacts/${ann}` })
    expect(why).toMatchObject({ member: true, addedBy: { name: expect.any(String) }, addedAt: expect.any(String) })
    await as(api)({ method: 'POST', url: `/api/v1/segments/${frozen.id}/members`, payload: { contactIds: [bob, bob] } })
    expect((await read(api, frozen.id)).size.count).toBe(2)
    await as(api)({
      method: 'POST',
      url: `/api/v1/segments/${frozen.id}/members/remove`,
      payload: { contactIds: [ann] },
    })
    expect((await read(api, frozen.id)).size.count).toBe(1)
    const refused = await as(api)({
      method: 'POST',
      url: `/api/v1/segments/${segment.id}/members`,
      payload: { contactIds: [ann] },
    })
    expect(refused.body.type).toBe('segment-not-static')
  })

  it('SG-03 says of each condition whether it holds', async () => {
    const api = await testApi()
    const ann = await contact(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const filter = { and: [buyers, { not: { field: 'firstName', op: 'is', value: 'ann' } }] }
    const { body: segment } = await make(api, { name: 'Not Ann', kind: 'dynamic', filter })
    const { body } = await as(api)({ url: `/api/v1/segments/${segment.id}/contacts/${ann}` })
    expect(body.member).toBe(false)
    expect(body.conditions).toEqual([
      { path: 'and.0', condition: buyers, holds: true },
      { path: 'and.1.not', condition: { field: 'firstName', op: 'is', value: 'ann' }, holds: true },
    ])
  })

  it('SG-02 SG-06 is not deleted while something uses it, unless forced; a circle is refused; contacts stay', async () => {
    const api = await testApi()
    await contact(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const { body: inner } = await make(api, { name: 'Inner', kind: 'dynamic', filter: buyers })
    const naming = { field: 'segments', op: 'any_of', value: [inner.id] }
    const { body: outer } = await make(api, { name: 'Outer', kind: 'dynamic', filter: naming })
    expect(outer.size.count).toBe(1)
    expect((await read(api, inner.id)).usedBy).toEqual([{ kind: 'segment', id: outer.id, name: 'Outer' }])
    const circle = await as(api)({
      method: 'PATCH',
      url: `/api/v1/segments/${inner.id}`,
      payload: { filter: { field: 'segments', op: 'none_of', value: [outer.id] } },
    })
    expect(circle.body.type).toBe('broken-filter')
    expect((await read(api, inner.id)).filter).toEqual(buyers)
    const refused = await as(api)({ method: 'DELETE', url: `/api/v1/segments/${inner.id}` })
    expect(refused.body).toMatchObject({ status: 409, type: 'segment-in-use', usedBy: [{ name: 'Outer' }] })
    expect((await as(api)({ method: 'DELETE', url: `/api/v1/segments/${inner.id}?force=true` })).status).toBe(204)
    expect((await read(api, outer.id)).paused).toContain('deleted')
    expect((await as(api)({ url: '/api/v1/contacts' })).body.total.count).toBe(1)
  })

  it.each([
    [11, 'broken-filter'],
    [5000, 'invalid-input'],
  ])('refuses a tree that is nested %i deep, with what to do', async (depth, type) => {
    const api = await testApi()
    const filter = `${'{"not":'.repeat(depth)}{"and":[]}${'}'.repeat(depth)}`
    const { status, body } = await as(api)({
      method: 'POST',
      url: '/api/v1/segments',
      headers: { 'content-type': 'application/json' },
      payload: `{"name":"Deep","kind":"dynamic","filter":${filter}}`,
    })
    expect([status, body.type]).toEqual([422, type])
  })

  it('SG-02 two that are edited at once to name each other do not become a circle', async () => {
    const api = await testApi()
    const ids: string[] = []
    for (const name of ['A', 'B']) ids.push((await make(api, { name, kind: 'dynamic', filter: buyers })).body.id)
    const answers = await Promise.all(
      ids.map((id, n) =>
        as(api)({
          method: 'PATCH',
          url: `/api/v1/segments/${id}`,
          payload: { filter: { field: 'segments', op: 'any_of', value: [ids[1 - n]] } },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  })

  it('an edit of an old version is refused with the present one', async () => {
    const api = await testApi()
    const { body: segment } = await make(api, { name: 'S', kind: 'dynamic', filter: buyers })
    const edit = (payload: object) => as(api)({ method: 'PATCH', url: `/api/v1/segments/${segment.id}`, payload })
    expect((await edit({ version: 1, name: 'T' })).body).toMatchObject({ name: 'T', version: 2 })
    expect((await edit({ version: 1, name: 'U' })).body).toMatchObject({
      type: 'stale-version',
      current: { name: 'T' },
    })
    expect(
      (await make(api, { name: 'X', kind: 'dynamic', filter: { field: 'nothing', op: 'is', value: 'x' } })).body.type,
    ).toBe('broken-filter')
  })
})
