import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextPlace, withMove } from '../../../addin/crm/deals/board-state.ts'
import { boardWanted, listWanted, readState } from '../../../addin/crm/deals/deals-state.ts'
import { isPast } from '../../../addin/features/deals/days.ts'
import { createInput, dealDraft, dealInput, newDeal } from '../../../addin/features/deals/deal-draft.ts'
import { amountToType, currencyChoices, moneyText, parseAmount } from '../../../addin/features/deals/money.ts'
import { mayDelete } from '../../../addin/features/deals/rights.ts'
import * as i18n from '../../../addin/ui/i18n.ts'
import type { Deal, DealBoard } from '../../../server/deals/schema.ts'

vi.mock('../../../addin/ui/i18n.ts', async (load) => ({ ...(await load<typeof i18n>()), locale: vi.fn(() => 'en') }))
afterEach(() => {
  vi.mocked(i18n.locale).mockReturnValue('en')
})

const speaking = (locale: string) => vi.mocked(i18n.locale).mockReturnValue(locale)

const stage = (n: number, outcome: 'open' | 'won' | 'lost' = 'open') => ({ id: `s${n}`, name: `Stage ${n}`, outcome })

const deal = (id: string, at: ReturnType<typeof stage>, more: Partial<Deal> = {}): Deal => ({
  id,
  name: `Deal ${id}`,
  companyId: null,
  company: null,
  amount: '1200.50',
  currency: 'EUR',
  stageId: at.id,
  stage: at,
  stageSince: '2026-01-01T00:00:00.000Z',
  ownerId: 'u1',
  owner: { id: 'u1', name: 'Rita', email: null },
  expectedClose: '2026-12-31',
  closedAt: null,
  closeReason: null,
  contacts: [],
  createdBy: { id: 'u2', name: 'Otto', email: null },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 3,
  ...more,
})

describe('amounts', () => {
  it.each([
    ['1200', '1200'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1 234 567,5', '1234567.5'],
    ["1'234'567.89", '1234567.89'],
    ['12,5', '12.5'],
    ['1,234', '1234'],
    ['1,234,567', '1234567'],
    ['1.125', '1.125'],
    ['１２', '12'],
    ['99999999999999.9999', '99999999999999.9999'],
  ])('reads %s', (typed, plain) => {
    expect(parseAmount(typed)).toBe(plain)
  })

  it.each(['', 'abc', '12 EUR', '-5', '1,23,4', '1,2345,678.0', '.', '1.2.3', '1e5', ',5,'])(
    'takes %s for no amount',
    (typed) => {
      expect(parseAmount(typed)).toBeNull()
    },
  )

  it('one sign before three digits parts what the reader’s language parts by it', () => {
    speaking('de')
    expect([parseAmount('1.125'), parseAmount('1,125')]).toEqual(['1125', '1.125'])
  })

  it.each(['en', 'de', 'fr', 'de-CH', 'es'])('in %s what a form shows is read back as it was', (locale) => {
    speaking(locale)
    for (const amount of ['0', '5', '1200.50', '1.125', '1000.001', '99999999999999', '12345678901234.5678']) {
      expect(Number(parseAmount(amountToType(amount)))).toBe(Number(amount))
      expect(parseAmount(amountToType(amount))?.replace(/\.0+$/, '')).toBe(amount.replace(/\.0+$/, ''))
    }
  })

  it('are shown exactly, whole ones without decimals, in the reader’s way', () => {
    expect(moneyText('12345678901234.56', 'USD')).toBe('$12,345,678,901,234.56')
    expect([moneyText('1200.00', 'EUR'), moneyText('1200.50', 'EUR')]).toEqual(['€1,200', '€1,200.50'])
    speaking('de')
    expect(moneyText('1.125', 'KWD').replaceAll(/\s/g, ' ')).toBe('1,125 KWD')
    expect(amountToType(null)).toBe('')
  })

  it('come in every currency of ISO 4217, by name', () => {
    expect(currencyChoices()).toContainEqual({ code: 'CHF', label: 'CHF – Swiss Franc' })
    const codes = (present?: string) => currencyChoices(present).map(({ code }) => code)
    expect(codes()).toEqual(expect.arrayContaining(['CLF', 'UYW', 'VED']))
    expect([codes().includes('HRK'), codes('HRK').includes('HRK'), codes('EUR').length]).toEqual([false, true, 176])
    expect(currencyChoices().find(({ code }) => code === 'VED')?.label).not.toBe('VED – VED')
  })
})

describe('the form of a deal', () => {
  it('sends amount and currency together, blanks as null, and a reason with each move', () => {
    const draft = { ...dealDraft(deal('a', stage(1))), amount: '2.000,5' }
    expect(dealInput(draft, ['amount'])).toEqual({ amount: '2000.5', currency: 'EUR' })
    expect(dealInput({ ...draft, currency: 'USD' }, ['currency'])).toEqual({ amount: '2000.5', currency: 'USD' })
    expect(dealInput({ ...draft, amount: ' ' }, ['amount'])).toEqual({ amount: null, currency: null })
    expect(dealInput({ ...draft, amount: 'much' }, ['amount'])).toEqual({ amount: 'much', currency: 'EUR' })
    expect(dealInput({ ...draft, stage: { id: 's9', name: 'Lost' }, closeReason: ' Price ' }, ['stage'])).toEqual({
      stageId: 's9',
      closeReason: 'Price',
    })
    expect(
      dealInput({ ...draft, owner: null, company: null, expectedClose: '' }, ['owner', 'company', 'expectedClose']),
    ).toEqual({
      ownerId: null,
      companyId: null,
      expectedClose: null,
    })
    expect(dealInput({ ...draft, company: { id: null, name: ' New Ltd ' } }, ['company'])).toEqual({
      company: 'New Ltd',
    })
    expect(dealInput(draft, [])).toEqual({})
  })

  it('a new one needs no amount for its currency to be chosen already', () => {
    const draft = { ...newDeal('CHF', undefined, { id: 'u1', name: 'Rita' }, null), name: ' Lenses ' }
    expect(createInput(draft, [{ contactId: 'c1', role: 'champion' }])).toEqual({
      name: 'Lenses',
      companyId: null,
      amount: null,
      currency: null,
      closeReason: null,
      ownerId: 'u1',
      expectedClose: null,
      contacts: [{ contactId: 'c1', role: 'champion' }],
    })
  })

  it('a day is past when it is over where the reader is', () => {
    const now = new Date(2026, 5, 15, 0, 30).getTime()
    expect([isPast('2026-06-14', now), isPast('2026-06-15', now)]).toEqual([true, false])
  })

  it('deletion is offered to who may', () => {
    const one = deal('a', stage(1))
    const may = (id: string, role: 'Rep' | 'Manager' | 'DataProtection') => mayDelete({ id, roles: [role] }, one)
    expect([may('u1', 'Rep'), may('u2', 'Rep'), may('u3', 'Rep')]).toEqual([true, true, false])
    expect([may('u3', 'Manager'), may('u1', 'DataProtection'), mayDelete(undefined, one)]).toEqual([true, false, false])
  })
})

describe('the board', () => {
  const [a, b, won] = [stage(1), stage(2), stage(3, 'won')]
  const column = (at: ReturnType<typeof stage>, items: Deal[]) => ({
    stage: at,
    count: items.length,
    sums: [],
    items,
    nextCursor: null,
  })
  const board: DealBoard = {
    closedWithinDays: 30,
    columns: [column(a, [deal('1', a), deal('2', a)]), column(b, [deal('3', b)]), column(won, [])],
  }
  const shape = ({ columns }: DealBoard) =>
    columns.map(({ items, count }) => `${items.map(({ id }) => id).join('')}:${count}`)

  it('shows a move as done: at the top of the new column, and in the numbers', () => {
    const moved = withMove(board, deal('2', a), b)
    expect(shape(moved)).toEqual(['1:1', '23:2', ':0'])
    expect(moved.columns[1]?.items[0]?.stage).toEqual(b)
    expect(shape(board)).toEqual(['12:2', '3:1', ':0'])
    expect(shape(withMove(board, deal('9', a), won))).toEqual(['12:1', '3:1', '9:1'])
    expect(withMove(board, deal('1', a), stage(7))).toBe(board)
    expect(shape(withMove(board, deal('1', a), a))).toEqual(shape(board))
  })

  it('arrow keys go from card to card, over columns without any', () => {
    const sizes = [2, 0, 5]
    const go = (key: string, column: number, card: number) => nextPlace(key, { column, card }, sizes)
    expect(go('ArrowDown', 0, 0)).toEqual({ column: 0, card: 1 })
    expect([go('ArrowDown', 0, 1), go('ArrowUp', 0, 0)]).toEqual([null, null])
    expect(go('ArrowRight', 0, 1)).toEqual({ column: 2, card: 1 })
    expect(go('ArrowLeft', 2, 4)).toEqual({ column: 0, card: 1 })
    expect([go('ArrowLeft', 0, 0), go('ArrowRight', 2, 0), go('Enter', 0, 0)]).toEqual([null, null, null])
    expect([go('Home', 2, 3), go('End', 2, 3)]).toEqual([
      { column: 2, card: 0 },
      { column: 2, card: 4 },
    ])
  })
})

describe('the address of the deals page', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'

  it('is read as far as it makes sense', () => {
    const state = readState(
      new URLSearchParams({
        view: 'list',
        owner: id,
        company: "x' or 1",
        state: 'maybe',
        sort: '-colour',
        closed: '7',
      }),
    )
    expect(state).toEqual({
      view: 'list',
      search: '',
      owner: id,
      company: '',
      state: 'all',
      closed: 30,
      sort: '-updatedAt',
    })
    expect(readState(new URLSearchParams({ sort: '-amount', closed: '90', state: 'won' }))).toMatchObject({
      view: 'board',
      sort: '-amount',
      closed: 90,
      state: 'won',
    })
  })

  it('asks for what board and list each know', () => {
    const state = readState(new URLSearchParams({ search: 'lens', owner: id, state: 'won', sort: 'name' }))
    expect(boardWanted(state)).toEqual({ search: 'lens', owner: id, company: undefined, closedWithinDays: 30 })
    expect(listWanted(state)).toEqual({ search: 'lens', owner: id, company: undefined, state: 'won', sort: 'name' })
  })
})
