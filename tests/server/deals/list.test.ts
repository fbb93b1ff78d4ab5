import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rep, type TestApi, testApi } from '../api.ts'
import { addCompany, addContact, addDeal, patch, stagesOf } from './world.ts'

const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name)

async function listed(api: TestApi, query: Record<string, string>) {
  const { status, body } = await api.as(rep)({ url: '/api/v1/deals', query })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

async function everyPage(api: TestApi, query: Record<string, string>): Promise<string[]> {
  const all: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const body = await listed(api, { ...query, ...(cursor ? { cursor } : {}) })
    all.push(...names(body))
    cursor = body.nextCursor
  }
  return all
}

describe('the list of deals', () => {
  it('narrows by words of deal and company, stage, state, owner, company and contact, in any combination', async () => {
    const api = await testApi()
    const stages = await stagesOf(api)
    const nordwind = await addCompany(api, 'Nordwind Ämter')
    const ann = await addContact(api, 'Ann')
    const one = await addDeal(api, { name: 'Filters 100%', companyId: nordwind, contacts: [{ contactId: ann }] })
    await addDeal(api, { name: 'Lenses', companyId: nordwind, stageId: stages.Won })
    await addDeal(api, { name: 'Filters again', stageId: stages.Lost, closeReason: 'Price', ownerId: null })
    const found = async (query: Record<string, string>) => names(await listed(api, query)).sort()
    expect(await found({ search: 'FILT' })).toEqual(['Filters 100%', 'Filters again'])
    expect(await found({ search: 'amter filters' })).toEqual(['Filters 100%'])
    expect(await found({ search: '0%' })).toEqual(['Filters 100%'])
    expect(await found({ search: 'f_lters' })).toEqual([])
    expect(await found({ company: nordwind, state: 'won' })).toEqual(['Lenses'])
    expect(await found({ contact: ann })).toEqual(['Filters 100%'])
    expect(await found({ owner: one.ownerId })).toEqual(['Filters 100%', 'Lenses'])
    expect(await found({ stage: stages.Lost as string, state: 'open' })).toEqual([])
    expect((await listed(api, { state: 'open' })).total).toEqual({ count: 1, exact: true })
  })

  it('pages through every order without losing or doubling one, also where fields are empty', async () => {
    const api = await testApi()
    const stages = Object.values(await stagesOf(api))
    const some = fc.sample(
      fc.record({
        stage: fc.nat(4),
        amount: fc.option(fc.constantFrom('0', '10', '10.5', '2000'), { nil: null }),
        expectedClose: fc.option(fc.constantFrom('2026-12-01', '2027-01-31'), { nil: null }),
      }),
      { numRuns: 23, seed: 5 },
    )
    for (const [n, { stage, amount, expectedClose }] of some.entries()) {
      await addDeal(api, {
        name: `Deal ${String(n).padStart(2, '0')}`,
        stageId: stages[stage],
        closeReason: 'Because',
        ...(amount === null ? {} : { amount, currency: n % 2 ? 'EUR' : 'USD' }),
        expectedClose,
      })
    }
    for (const column of ['updatedAt', 'name', 'amount', 'stage', 'expectedClose', 'closedAt', 'createdAt']) {
      for (const sort of [column, `-${column}`]) {
        const whole = names(await listed(api, { sort, limit: '100' }))
        expect(new Set(whole).size, sort).toBe(23)
        expect(await everyPage(api, { sort, limit: '4' }), sort).toEqual(whole)
      }
    }
    const amounts = (body: { items: { amount: string | null }[] }) => body.items.map(({ amount }) => amount)
    for (const sort of ['amount', '-amount']) {
      const shown = amounts(await listed(api, { sort, limit: '100' }))
      const filled = shown.filter((amount) => amount !== null).map(Number)
      expect(filled).toEqual(filled.toSorted((a, b) => (sort === 'amount' ? a - b : b - a)))
      expect(shown.slice(filled.length).every((amount) => amount === null)).toBe(true)
    }
  })

  it('refuses an order it does not know and a place of another list', async () => {
    const api = await testApi()
    for (let n = 0; n < 3; n++) await addDeal(api, { name: `D${n}` })
    const call = api.as(rep)
    expect((await call({ url: '/api/v1/deals', query: { sort: 'colour' } })).body.errors[0].path).toBe('sort')
    const { nextCursor } = await listed(api, { limit: '1' })
    const wrong = await call({ url: '/api/v1/deals', query: { sort: 'name', cursor: nextCursor } })
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'cursor'])
    expect((await call({ url: '/api/v1/deals', query: { state: 'maybe' } })).status).toBe(422)
  })
})

describe('the board', () => {
  it('has every stage with its number, sums by currency and the deals last changed first', async () => {
    const api = await testApi()
    const stages = await stagesOf(api)
    const first = await addDeal(api, { name: 'A', amount: '0.1', currency: 'EUR' })
    await addDeal(api, { name: 'B', amount: '0.2', currency: 'EUR' })
    await addDeal(api, { name: 'C', amount: '100', currency: 'JPY' })
    await addDeal(api, { name: 'D' })
    await addDeal(api, { name: 'E', stageId: stages.Won, amount: '7', currency: 'EUR' })
    await api.as(rep)(patch(first.id, { version: 1, expectedClose: '2027-01-01' }))
    const { body } = await api.as(rep)({ url: '/api/v1/deals/board', query: { limit: '3' } })
    expect(body.closedWithinDays).toBe(30)
    expect(
      body.columns.map((column: { stage: { name: string }; count: number }) => [column.stage.name, column.count]),
    ).toEqual([
      ['Qualification', 4],
      ['Proposal', 0],
      ['Negotiation', 0],
      ['Won', 1],
      ['Lost', 0],
    ])
    const [open] = body.columns
    expect(names(open)).toEqual(['A', 'D', 'C'])
    expect(open.sums).toEqual([
      { currency: 'EUR', amount: '0.30', deals: 2 },
      { currency: 'JPY', amount: '100', deals: 1 },
    ])
    const rest = await listed(api, { stage: open.stage.id, sort: '-updatedAt', cursor: open.nextCursor })
    expect(names(rest)).toEqual(['B'])
  })

  it('leaves out what was closed longer ago, in cards, numbers and sums alike, and narrows as the list does', async () => {
    const api = await testApi()
    const stages = await stagesOf(api)
    const old = await addDeal(api, { name: 'Old', stageId: stages.Won, amount: '5', currency: 'EUR' })
    const ann = await addContact(api, 'Ann')
    await addDeal(api, { name: 'New', stageId: stages.Won, contacts: [{ contactId: ann }] })
    await addDeal(api, { name: 'Going on' })
    await api.connection.sql`update deals set closed_at = now() - interval '31 days' where id = ${old.id}`
    const board = async (query: Record<string, string>) => {
      const { body } = await api.as(rep)({ url: '/api/v1/deals/board', query })
      return body.columns.map((column: { items: { name: string }[]; count: number; sums: object[] }) => [
        names(column).join(),
        column.count,
        column.sums.length,
      ])
    }
    const none = ['', 0, 0]
    expect(await board({})).toEqual([['Going on', 1, 0], none, none, ['New', 1, 0], none])
    expect(await board({ closedWithinDays: '60' })).toEqual([['Going on', 1, 0], none, none, ['New,Old', 2, 1], none])
    expect(await board({ contact: ann })).toEqual([none, none, none, ['New', 1, 0], none])
    expect(await board({ search: 'going' })).toEqual([['Going on', 1, 0], none, none, none, none])
  })
})
