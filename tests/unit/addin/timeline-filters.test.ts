import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { typedMention } from '../../../addin/features/quick-log/mention.ts'
import { isPlanned } from '../../../addin/features/timeline/details.ts'
import { filterQuery, freed, isFiltered, noFilter } from '../../../addin/features/timeline/filters.ts'
import { dropActivity, insertActivity, timelineKey } from '../../../addin/features/timeline/timeline-query.ts'
import type { Activity } from '../../../server/timeline/schema.ts'

const note = (id: string): Activity => ({
  id,
  type: 'note',
  occurredAt: '2026-02-01T10:00:00.000Z',
  actor: { kind: 'user', id: null, name: null, address: null },
  source: 'manual',
  summary: id,
  details: {},
  contacts: [],
  editedAt: null,
})

describe('timeline filters', () => {
  it('mean whole days of the reader, both included', () => {
    const { from, to } = filterQuery({ ...noFilter, from: '2026-02-01', to: '2026-02-28' })
    expect(from).toBe(new Date(2026, 1, 1).toISOString())
    expect(to).toBe(new Date(2026, 2, 1).toISOString())
    expect(filterQuery({ ...noFilter, from: '0001-01-01', to: 'nonsense' })).toMatchObject({
      from: undefined,
      to: undefined,
    })
  })

  it('are set when any part is, and each part can be freed alone', () => {
    expect(isFiltered(noFilter)).toBe(false)
    const all = { types: ['note' as const], person: 'p', search: 's', from: '2026-01-01', to: '' }
    for (const part of ['type', 'person', 'search', 'dates'] as const)
      expect(isFiltered({ ...all, ...freed[part] })).toBe(true)
    expect(isFiltered({ ...all, ...freed.type, ...freed.person, ...freed.search, ...freed.dates })).toBe(false)
  })

  it('a new entry shows where only its type may hide it, and one taken off is gone everywhere', () => {
    const queries = new QueryClient()
    const page = () => ({ pages: [{ items: [note('old')], nextCursor: null }], pageParams: [null] })
    const keys = [
      timelineKey('c'),
      timelineKey('c', { ...noFilter, types: ['call'] }),
      timelineKey('c', { ...noFilter, search: 'x' }),
    ]
    for (const key of keys) queries.setQueryData(key, page())
    insertActivity(queries, 'c', note('new'))
    const ids = () =>
      keys.map((key) =>
        queries
          .getQueryData<ReturnType<typeof page>>(key)
          ?.pages[0]?.items.map(({ id }) => id)
          .sort(),
      )
    expect(ids()).toEqual([['new', 'old'], ['old'], ['old']])
    dropActivity(queries, 'c', 'old')
    expect(ids()).toEqual([['new'], [], []])
  })
})

it('TL-11 calls and meetings ahead are planned, notes never', () => {
  const ahead = '2030-01-01T00:00:00.000Z'
  const now = Date.UTC(2026, 0, 1)
  expect(isPlanned({ type: 'meeting', occurredAt: ahead }, now)).toBe(true)
  expect(isPlanned({ type: 'note', occurredAt: ahead }, now)).toBe(false)
  expect(isPlanned({ type: 'call', occurredAt: '2025-01-01T00:00:00.000Z' }, now)).toBe(false)
})

it.each([
  ['Tell @Jo', 'Jo'],
  ['@', ''],
  ['Tell @Jonas Br', 'Jonas Br'],
  ['(@zoë', 'zoë'],
  ['mail me@x.example', null],
  ['Tell @Jonas Brandt ', null],
  ['nobody', null],
])('after %j an @ is completed from %j', (text, typed) => {
  expect(typedMention(text)).toBe(typed)
})
