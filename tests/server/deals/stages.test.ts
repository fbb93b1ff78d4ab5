import { describe, expect, it } from 'vitest'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { addContact, addDeal, manager, patch, stagesOf } from './world.ts'

const stage = (
  method: 'POST' | 'PATCH' | 'DELETE',
  id: string | null,
  payload?: object,
  query: Record<string, string> = {},
) => ({
  method,
  url: `/api/v1/deal-stages${id ? `/${id}` : ''}`,
  query,
  ...(payload ? { payload } : {}),
})

const order = async (api: TestApi) => {
  const { body } = await api.as(rep)({ url: '/api/v1/deal-stages' })
  expect(body.items.map(({ position }: { position: number }) => position)).toEqual(
    body.items.map((_: unknown, n: number) => n + 1),
  )
  return body.items.map(({ name }: { name: string }) => name)
}

describe('stages of deals', () => {
  it('are there from the start, with Won and Lost last', async () => {
    const api = await testApi()
    expect(await order(api)).toEqual(['Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost'])
  })

  it('are added, renamed and put in order by an administrator alone; Won and Lost stay at the end', async () => {
    const api = await testApi()
    const call = api.as(admin)
    for (const who of [rep, manager]) {
      expect((await api.as(who)(stage('POST', null, { name: 'X' }))).status).toBe(403)
      expect((await api.as(who)(stage('PATCH', (await stagesOf(api)).Won as string, { name: 'X' }))).status).toBe(403)
      expect((await api.as(who)(stage('DELETE', (await stagesOf(api)).Proposal as string))).status).toBe(403)
    }
    expect((await call(stage('POST', null, { name: ' Demo ' }))).body).toMatchObject({
      name: 'Demo',
      outcome: 'open',
      deals: 0,
      position: 4,
    })
    expect((await call(stage('POST', null, { name: 'First call', position: 1 }))).body.position).toBe(1)
    expect(await order(api)).toEqual(['First call', 'Qualification', 'Proposal', 'Negotiation', 'Demo', 'Won', 'Lost'])
    const ids = await stagesOf(api)
    expect((await call(stage('PATCH', ids.Demo as string, { position: 3 }))).body.position).toBe(3)
    expect((await call(stage('PATCH', ids['First call'] as string, { position: 99 }))).body.position).toBe(5)
    expect(await order(api)).toEqual(['Qualification', 'Demo', 'Proposal', 'Negotiation', 'First call', 'Won', 'Lost'])
    expect((await call(stage('PATCH', ids.Won as string, { name: 'Gewonnen' }))).body).toMatchObject({
      name: 'Gewonnen',
      outcome: 'won',
    })
    expect((await call(stage('PATCH', ids.Lost as string, { position: 1 }))).body.type).toBe('deal-stage-stands')
    const taken = await call(stage('PATCH', ids.Demo as string, { name: 'PROPOSAL' }))
    expect([taken.status, taken.body]).toMatchObject([409, { type: 'deal-stage-taken', stageId: ids.Proposal }])
    expect((await call(stage('POST', null, { name: 'gewonnen' }))).status).toBe(409)
    expect((await call(stage('POST', null, { name: '' }))).status).toBe(422)
    expect((await call(stage('PATCH', '00000000-0000-7000-8000-000000000000', { name: 'A' }))).body.type).toBe(
      'deal-stage-not-found',
    )
    const audited = await api.connection
      .sql`select action from audit_entries where subject_kind = 'deal-stage' order by number`
    expect(audited.map(({ action }) => action.replace('deal-stage.', '')).join()).toBe(
      'created,created,changed,changed,changed',
    )
  })

  it('one with deals asks where they go; filters that name it follow; the final ones and the last open one stay', async () => {
    const api = await testApi()
    const call = api.as(admin)
    const ids = await stagesOf(api)
    const { id } = await addDeal(api, { stageId: ids.Proposal })
    const segment = await call({
      method: 'POST',
      url: '/api/v1/segments',
      payload: {
        name: 'Offered',
        kind: 'dynamic',
        timeZone: 'UTC',
        filter: { and: [{ field: 'dealStage', op: 'any_of', value: [ids.Proposal] }] },
      },
    })
    expect(segment.status, JSON.stringify(segment.body)).toBe(201)
    const view = await call({
      method: 'POST',
      url: '/api/v1/views',
      payload: {
        name: 'Offered',
        visibility: 'private',
        query: { filter: { field: 'dealStage', op: 'none_of', value: [ids.Proposal] } },
      },
    })
    expect(view.status, JSON.stringify(view.body)).toBe(201)
    const asked = await call(stage('DELETE', ids.Proposal as string))
    expect([asked.status, asked.body]).toMatchObject([409, { type: 'deal-stage-in-use', deals: 1 }])
    for (const moveTo of [ids.Won, ids.Proposal, id] as string[]) {
      expect((await call(stage('DELETE', ids.Proposal as string, undefined, { moveTo }))).body.errors[0].path).toBe(
        'moveTo',
      )
    }
    expect(
      (await call(stage('DELETE', ids.Proposal as string, undefined, { moveTo: ids.Negotiation as string }))).status,
    ).toBe(204)
    expect(await order(api)).toEqual(['Qualification', 'Negotiation', 'Won', 'Lost'])
    expect((await call({ url: `/api/v1/deals/${id}` })).body).toMatchObject({
      stage: { name: 'Negotiation' },
      version: 2,
    })
    expect((await call({ url: `/api/v1/deals/${id}/history` })).body.items[0]).toMatchObject({
      field: 'stage',
      before: 'Proposal',
      after: 'Negotiation',
      by: { name: 'Adam Admin' },
    })
    expect((await call({ url: `/api/v1/segments/${segment.body.id}` })).body).toMatchObject({
      paused: null,
      filter: { and: [{ value: [ids.Negotiation] }] },
    })
    const [viewed] = (await call({ url: '/api/v1/views' })).body.items
    expect(viewed).toMatchObject({ broken: null, query: { filter: { value: [ids.Negotiation] } } })
    expect((await call(stage('DELETE', ids.Won as string))).body.type).toBe('deal-stage-stands')
    expect((await call(stage('DELETE', ids.Qualification as string))).status).toBe(204)
    expect((await call(stage('DELETE', ids.Negotiation as string))).body.type).toBe('deal-stage-stands')
    expect((await addDeal(api, {})).stage.name).toBe('Negotiation')
  })

  it('one that is deleted while deals come into it leaves none behind', async () => {
    const api = await testApi()
    const ids = await stagesOf(api)
    const deals = []
    for (let n = 0; n < 6; n++) deals.push(await addDeal(api, { name: `D${n}` }))
    const answers = await Promise.all([
      ...deals.map(({ id }) => api.as(rep)(patch(id, { version: 1, stageId: ids.Proposal }))),
      api.as(admin)(stage('DELETE', ids.Proposal as string, undefined, { moveTo: ids.Negotiation as string })),
      api.as(admin)(stage('PATCH', ids.Negotiation as string, { position: 1 })),
    ])
    expect(answers.slice(-2).map(({ status }) => status)).toEqual([204, 200])
    for (const { status } of answers.slice(0, -2)) expect([200, 422]).toContain(status)
    const { body } = await api.as(rep)({ url: '/api/v1/deals' })
    expect(body.items).toHaveLength(6)
    for (const deal of body.items) expect(['Qualification', 'Negotiation']).toContain(deal.stage.name)
  })

  it('contacts are filtered by their deals', async () => {
    const api = await testApi()
    const ids = await stagesOf(api)
    const [ann, bob] = [await addContact(api, 'Ann'), await addContact(api, 'Bob')]
    await addContact(api, 'Cy')
    await addDeal(api, { amount: '500', currency: 'EUR', contacts: [{ contactId: ann }] })
    await addDeal(api, { stageId: ids.Won, amount: '900', currency: 'EUR', contacts: [{ contactId: bob }] })
    const found = async (filter: object) => {
      const { body } = await api.as(rep)({ url: '/api/v1/contacts', query: { filter: JSON.stringify(filter) } })
      return body.items.map(({ firstName }: { firstName: string }) => firstName).sort()
    }
    expect(await found({ field: 'hasOpenDeal', op: 'is_true' })).toEqual(['Ann'])
    expect(await found({ field: 'hasOpenDeal', op: 'is_false' })).toEqual(['Bob', 'Cy'])
    expect(await found({ field: 'dealStage', op: 'any_of', value: [ids.Won] })).toEqual(['Bob'])
    expect(await found({ field: 'dealStage', op: 'empty' })).toEqual(['Cy'])
    expect(await found({ field: 'dealAmount', op: 'gte', value: 400 })).toEqual(['Ann'])
    expect(await found({ field: 'dealAmount', op: 'empty' })).toEqual(['Bob', 'Cy'])
  })
})
