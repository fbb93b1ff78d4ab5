import { describe, expect, it } from 'vitest'
import { admin, rep, type TestApi, testApi } from '../api.ts'

const add = async (api: TestApi, tags: string[]) =>
  (await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload: { lastName: 'A', tags } })).body.id as string
const tags = async (api: TestApi) =>
  (await api.as(rep)({ url: '/api/v1/tags' })).body.items as { id: string; name: string; contacts: number }[]
const idOf = async (api: TestApi, name: string) => (await tags(api)).find((tag) => tag.name === name)?.id as string
const carried = async (api: TestApi, id: string) => (await api.as(rep)({ url: `/api/v1/contacts/${id}` })).body.tags

describe('tags', () => {
  it('TG-01 TG-03 are one whatever the case, keep their spelling, and take any script', async () => {
    const api = await testApi()
    const first = await add(api, ['Fair 2026', 'fair 2026', '🎯 Ziel', '重要'])
    await add(api, ['FAIR 2026'])
    expect(await carried(api, first)).toEqual(['Fair 2026', '重要', '🎯 Ziel'])
    expect((await tags(api)).find((tag) => tag.name === 'Fair 2026')?.contacts).toBe(2)
    const made = await api.as(rep)({ method: 'POST', url: '/api/v1/tags', payload: { name: ' fair  2026 ' } })
    expect(made.body).toMatchObject({ status: 409, type: 'tag-taken' })
    for (const name of ['', '   ', 'x'.repeat(51)]) {
      expect((await api.as(rep)({ method: 'POST', url: '/api/v1/tags', payload: { name } })).status).toBe(422)
    }
  })

  it('a rename is seen everywhere; a name that is taken is refused with the tag that has it', async () => {
    const api = await testApi()
    const contact = await add(api, ['Old', 'Other'])
    const id = await idOf(api, 'Old')
    const rename = (name: string) => api.as(admin)({ method: 'PATCH', url: `/api/v1/tags/${id}`, payload: { name } })
    expect((await rename('OLD')).body).toMatchObject({ id, name: 'OLD' })
    expect((await rename('other')).body).toMatchObject({ type: 'tag-taken', tagId: await idOf(api, 'Other') })
    await rename('New')
    expect(await carried(api, contact)).toEqual(['New', 'Other'])
    expect((await api.as(rep)({ method: 'PATCH', url: `/api/v1/tags/${id}`, payload: { name: 'Mine' } })).status).toBe(
      403,
    )
  })

  it('a merge moves contacts and filters to the other tag', async () => {
    const api = await testApi()
    const [both, one] = [await add(api, ['From', 'Into']), await add(api, ['From'])]
    const [from, into] = [await idOf(api, 'From'), await idOf(api, 'Into')]
    const filter = { and: [{ field: 'tags', op: 'any_of', value: ['from'] }] }
    const { body: segment } = await api.as(rep)({
      method: 'POST',
      url: '/api/v1/segments',
      payload: { name: 'S', kind: 'dynamic', filter },
    })
    expect(segment.filter.and[0].value).toEqual([from])
    expect((await api.as(rep)({ url: `/api/v1/tags/${from}/uses` })).body).toMatchObject({
      contacts: 2,
      segments: [{ id: segment.id, name: 'S' }],
    })
    const merged = await api.as(admin)({ method: 'POST', url: `/api/v1/tags/${from}/merge`, payload: { into } })
    expect(merged.body).toMatchObject({ id: into, contacts: 2 })
    expect([await carried(api, both), await carried(api, one)]).toEqual([['Into'], ['Into']])
    expect((await api.as(rep)({ url: `/api/v1/segments/${segment.id}` })).body).toMatchObject({
      paused: null,
      size: { count: 2 },
    })
  })

  it('what a merge and a deletion take and give stands in the history of each contact', async () => {
    const api = await testApi()
    const [one, both, other] = [await add(api, ['A']), await add(api, ['A', 'B']), await add(api, ['B'])]
    const [a, b] = [await idOf(api, 'A'), await idOf(api, 'B')]
    const told = async (id: string) => {
      const { body } = await api.as(rep)({ url: `/api/v1/contacts/${id}/history` })
      return body.items
        .map((item: Record<string, unknown> & { by: { name: string } }) => [
          item.field,
          item.before ?? item.after,
          item.by.name,
        ])
        .filter(([field]: string[]) => field?.startsWith('tags'))
    }
    await api.as(admin)({ method: 'POST', url: `/api/v1/tags/${a}/merge`, payload: { into: b } })
    expect((await told(one)).toSorted()).toEqual([
      ['tagsAdded', ['B'], 'Adam Admin'],
      ['tagsRemoved', ['A'], 'Adam Admin'],
    ])
    expect(await told(both)).toEqual([['tagsRemoved', ['A'], 'Adam Admin']])
    expect(await told(other)).toEqual([])
    expect((await api.as(admin)({ method: 'DELETE', url: `/api/v1/tags/${b}` })).status).toBe(204)
    expect(await told(other)).toEqual([['tagsRemoved', ['B'], 'Adam Admin']])
  })

  it('SG-05 a segment whose tag is deleted pauses with its reason, and matches nobody', async () => {
    const api = await testApi()
    await add(api, ['Gone'])
    const filter = { not: { field: 'tags', op: 'any_of', value: ['Gone'] } }
    const { body: segment } = await api.as(rep)({
      method: 'POST',
      url: '/api/v1/segments',
      payload: { name: 'S', kind: 'dynamic', filter },
    })
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/tags/${await idOf(api, 'Gone')}` })
    const { body: paused } = await api.as(rep)({ url: `/api/v1/segments/${segment.id}` })
    expect(paused.size).toBeNull()
    expect(paused.paused).toContain('tags')
    const list = await api.as(rep)({
      url: `/api/v1/contacts?filter=${encodeURIComponent(JSON.stringify({ field: 'segments', op: 'any_of', value: [segment.id] }))}`,
    })
    expect(list.body.type).toBe('broken-filter')
  })
})
