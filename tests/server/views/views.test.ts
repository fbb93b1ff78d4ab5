import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'

describe('saved views', () => {
  it('SE-11 are mine or everyone’s; only their owner changes them', async () => {
    const api = await testApi()
    const post = (person: typeof rep, payload: object) =>
      api.as(person)({ method: 'POST', url: '/api/v1/views', payload })
    const query = { search: 'acme', sort: '-leadScore', columns: ['name', 'custom.level'] }
    const { body: mine } = await post(rep, { name: 'Mine', query })
    const { body: shared } = await post(rep, { name: 'Shared', visibility: 'everyone', query: {} })
    const listed = async (person: typeof rep) =>
      (await api.as(person)({ url: '/api/v1/views' })).body.items.map((view: { name: string; mine: boolean }) => [
        view.name,
        view.mine,
      ])
    expect(await listed(rep)).toEqual([
      ['Mine', true],
      ['Shared', true],
    ])
    expect(await listed(admin)).toEqual([['Shared', false]])
    const edit = (person: typeof rep, id: string, payload: object) =>
      api.as(person)({ method: 'PATCH', url: `/api/v1/views/${id}`, payload })
    expect((await edit(admin, shared.id, { name: 'Taken' })).body.type).toBe('not-yours')
    expect((await edit(admin, mine.id, { name: 'Taken' })).status).toBe(404)
    expect((await edit(rep, mine.id, { name: 'Ours', version: 1 })).body).toMatchObject({
      name: 'Ours',
      query,
      version: 2,
    })
    expect((await edit(rep, mine.id, { name: 'Again', version: 1 })).body.type).toBe('stale-version')
    expect((await api.as(rep)({ method: 'DELETE', url: `/api/v1/views/${mine.id}` })).status).toBe(204)
  })

  it('SE-11 a view whose filter names what is gone says so and stays', async () => {
    const api = await testApi()
    const { body: tag } = await api.as(rep)({ method: 'POST', url: '/api/v1/tags', payload: { name: 'Gone' } })
    await api.as(rep)({
      method: 'POST',
      url: '/api/v1/views',
      payload: { name: 'V', query: { filter: { field: 'tags', op: 'any_of', value: ['gone'] } } },
    })
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/tags/${tag.id}` })
    const { body } = await api.as(rep)({ url: '/api/v1/views' })
    expect(body.items[0].broken).toContain('tags')
    expect(body.items[0].query.filter.value).toEqual([tag.id])
  })
})
