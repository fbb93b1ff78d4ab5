import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  type Chosen,
  choose,
  countChosen,
  everybody,
  isChosen,
  nobody,
  toSelection,
} from '../../../addin/crm/contacts/chosen.ts'
import { knownColumns, moveColumn, sortKey } from '../../../addin/crm/contacts/columns.ts'
import { nextCell } from '../../../addin/crm/contacts/grid-keys.ts'
import {
  emptyState,
  fromView,
  isChanged,
  nextSort,
  readListState,
  toViewQuery,
  writeListState,
} from '../../../addin/crm/contacts/list-state.ts'
import { entriesFor, groupsOf } from '../../../addin/crm/palette/entries.ts'
import { pages } from '../../../addin/crm/shell/pages.ts'
import { contactSorts } from '../../../server/contacts/schema.ts'

const filter = { and: [{ field: 'status', op: 'any_of' as const, value: ['active'] }] }

describe('the list in its address', () => {
  it('SE-11 comes back from its address as it went there', () => {
    const text = fc.string({ maxLength: 40 })
    fc.assert(
      fc.property(text, text, fc.boolean(), (search, value, filtered) => {
        const state = {
          ...emptyState,
          search,
          filter: filtered ? { field: 'name', op: 'contains' as const, value } : undefined,
          sort: '-custom.size',
          columns: ['name', 'custom.size'],
          view: '01a2',
        }
        expect(readListState(new URLSearchParams(writeListState(state).toString()))).toEqual(state)
      }),
    )
  })

  it('keeps the address of the plain list empty', () => {
    expect(writeListState(emptyState).toString()).toBe('')
  })

  it.each(['{"and":[', '[]', '3', 'null', 'status=active'])('says that %s is no filter, and keeps the rest', (text) => {
    const state = readListState(new URLSearchParams({ filter: text, search: 'ann' }))
    expect(state).toMatchObject({ filter: undefined, unreadable: true, search: 'ann' })
  })

  it('sorts upwards, downwards, and then as usual', () => {
    expect(nextSort(undefined, 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBeUndefined()
    expect(nextSort('-name', 'email')).toBe('email')
  })

  it('SE-11 a view is unchanged until its question is, whatever the order of its JSON', () => {
    const view = { id: 'v', query: { sort: 'name', filter, search: 'ann' } }
    const state = fromView(view)
    expect(isChanged(state, view.query)).toBe(false)
    const turned = { and: [{ value: ['active'], op: 'any_of' as const, field: 'status' }] }
    expect(isChanged({ ...state, filter: turned }, view.query)).toBe(false)
    expect(isChanged({ ...state, sort: undefined }, view.query)).toBe(true)
    expect(isChanged({ ...state, columns: ['name'] }, view.query)).toBe(true)
    expect(toViewQuery(state)).toEqual(view.query)
  })
})

describe('columns', () => {
  it('sort by every column the server sorts by, and by no other', () => {
    const sortable = knownColumns(['phone', 'tags', ...contactSorts], []).filter((id) => sortKey(id) !== undefined)
    expect(sortable.toSorted()).toEqual([...contactSorts].toSorted())
    expect(sortKey('custom.size')).toBe('custom.size')
  })

  it('leaves out what is gone, and keeps the name in front', () => {
    expect(knownColumns(['email', 'custom.gone', 'custom.size', 'email', 'shoe'], [{ key: 'size' }])).toEqual([
      'name',
      'email',
      'custom.size',
    ])
  })

  it('moves a column by one place, never before the name nor off the end', () => {
    const columns = ['name', 'email', 'status']
    expect(moveColumn(columns, 'status', -1)).toEqual(['name', 'status', 'email'])
    expect(moveColumn(columns, 'email', -1)).toEqual(columns)
    expect(moveColumn(columns, 'status', 1)).toEqual(columns)
    expect(moveColumn(columns, 'name', 1)).toEqual(columns)
    expect(moveColumn(columns, 'gone', 1)).toEqual(columns)
  })
})

describe('choosing', () => {
  const list = { search: 'ann', filter, timeZone: 'Europe/Berlin' }

  it('takes in and out, of some and of all', () => {
    const three = choose(nobody, ['a', 'b', 'c'], true)
    expect(countChosen(three, 100)).toBe(3)
    expect(isChosen(choose(three, ['b'], false), 'b')).toBe(false)
    const most = choose(everybody, ['b'], false)
    expect(countChosen(most, 100)).toBe(99)
    expect(isChosen(most, 'b')).toBe(false)
    expect(isChosen(choose(most, ['b'], true), 'b')).toBe(true)
  })

  it('is what was asked for last, whatever came before', () => {
    const step = fc.record({ ids: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), take: fc.boolean() })
    fc.assert(
      fc.property(fc.constantFrom<Chosen>(nobody, everybody), fc.array(step), step, (start, steps, last) => {
        const chosen = [...steps, last].reduce((now, { ids, take }) => choose(now, ids, take), start)
        for (const id of last.ids) expect(isChosen(chosen, id)).toBe(last.take)
      }),
    )
  })

  it('hands on ids, or the question with those taken out', () => {
    expect(toSelection(nobody, list)).toBeUndefined()
    expect(toSelection(choose(nobody, ['a'], true), list)).toEqual({ ids: ['a'] })
    expect(toSelection(choose(everybody, ['a'], false), list)).toEqual({ ...list, except: ['a'] })
    expect(toSelection(everybody, { search: '', filter: undefined, timeZone: 'UTC' })).toEqual({ timeZone: 'UTC' })
  })

  it('takes a range in either direction', () => {
    expect(between(['a', 'b', 'c', 'd'], 2, 1)).toEqual(['b', 'c'])
  })
})

describe('the keys of the grid', () => {
  const size = { rows: 30, columns: 4, page: 10 }
  it.each([
    ['ArrowUp', false, { row: 0, column: 1 }, { row: -1, column: 1 }],
    ['ArrowUp', false, { row: -1, column: 1 }, { row: -1, column: 1 }],
    ['ArrowDown', false, { row: 29, column: 1 }, { row: 29, column: 1 }],
    ['ArrowRight', false, { row: 2, column: 3 }, { row: 2, column: 3 }],
    ['PageDown', false, { row: 25, column: 1 }, { row: 29, column: 1 }],
    ['PageUp', false, { row: 5, column: 1 }, { row: 0, column: 1 }],
    ['Home', false, { row: 5, column: 2 }, { row: 5, column: 0 }],
    ['End', true, { row: 5, column: 2 }, { row: 29, column: 3 }],
  ])('%s (Ctrl %s)', (key, ctrl, from, to) => {
    expect(nextCell(key, ctrl, from, size)).toEqual(to)
  })

  it('leaves other keys alone', () => {
    expect(nextCell('Enter', false, { row: 0, column: 0 }, size)).toBeUndefined()
  })
})

describe('the palette', () => {
  const words = {
    page: (name: string) => name,
    add: 'Add contact',
    addDeal: 'Add deal',
    all: (text: string) => `All for ${text}`,
  }
  const nothing = { stale: false, contacts: [], companies: [], deals: [] }

  it('offers pages and actions before anything is typed', () => {
    const entries = entriesFor({ text: ' ', ...nothing }, words)
    expect(entries.map(({ label }) => label)).toEqual([...pages.map(({ name }) => name), 'Add contact', 'Add deal'])
  })

  it('finds pages by part of their name, and always leads to the whole list', () => {
    const entries = entriesFor({ text: 'Sétt', ...nothing }, words)
    expect(entries.map(({ label }) => label)).toEqual(['settings', 'All for Sétt'])
    expect(entries.at(-1)?.to).toBe('/contacts?search=S%C3%A9tt')
  })

  it('shows of an earlier answer only what still fits, and pages that begin with the text before people', () => {
    const companies = ['Addison', 'Compagnon'].map((name) => ({ id: name, name, domains: ['x.example'] }) as never)
    const labels = (text: string, stale: boolean) =>
      entriesFor({ text, stale, contacts: [], companies, deals: [] }, words).map(({ label }) => label)
    expect(labels('add', true)).toEqual(['Add contact', 'Add deal', 'Addison', 'All for add'])
    expect(labels('add', false)).toEqual(['Add contact', 'Add deal', 'Addison', 'Compagnon', 'All for add'])
    expect(labels('pagn x.ex', true)).toEqual(['Compagnon', 'All for pagn x.ex'])
  })

  it('numbers the lines through its groups as they stand', () => {
    const entries = entriesFor({ text: '', ...nothing }, words)
    expect(groupsOf(entries).map(({ kind, first, members }) => [kind, first, members.length])).toEqual([
      ['page', 0, pages.length],
      ['action', pages.length, 2],
    ])
  })
})
