import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { groupByDay } from '../../../addin/features/timeline/day-groups.ts'
import { mailDetails } from '../../../addin/features/timeline/details.ts'
import { withFirstPage } from '../../../addin/features/timeline/timeline-query.ts'
import { dayLabel, relativeTime } from '../../../addin/ui/format.ts'
import type { Activity } from '../../../server/timeline/schema.ts'

const activity = (id: string, occurredAt: string, parts: Partial<Activity> = {}): Activity => ({
  id,
  type: 'note',
  occurredAt,
  actor: { kind: 'user', id: null, name: null, address: null },
  source: 'manual',
  summary: '',
  details: {},
  contacts: [],
  editedAt: null,
  ...parts,
})

const zone = process.env.TZ
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  vi.useRealTimers()
})

describe('timeline', () => {
  it('X-05 groups by the reader’s day, not by the day in UTC', () => {
    const groups = groupByDay([
      activity('c', '2026-11-23T23:30:00.000Z'),
      activity('b', '2026-11-23T22:30:00.000Z'),
      activity('a', '2026-11-22T23:30:00.000Z'),
    ])
    expect(groups.map(({ day, items }) => [day, items.map(({ id }) => id)])).toEqual([
      ['2026-11-24', ['c']],
      ['2026-11-23', ['b', 'a']],
    ])
  })

  it('calls the days by their names', () => {
    const now = Date.parse('2026-11-23T12:00:00Z')
    expect(dayLabel('2026-11-23T00:10:00Z', now)).toBe('Today')
    expect(dayLabel('2026-11-22T10:00:00Z', now)).toBe('Yesterday')
    expect(dayLabel('2026-10-12T10:00:00Z', now)).toBe('Monday, October 12')
    expect(dayLabel('2025-10-12T10:00:00Z', now)).toBe('Sunday, October 12, 2025')
  })

  it('says how long ago something was', () => {
    const now = Date.parse('2026-11-23T12:00:00Z')
    expect(relativeTime('2026-11-23T11:59:40Z', now)).toBe('now')
    expect(relativeTime('2026-11-23T11:15:00Z', now)).toBe('45 minutes ago')
    expect(relativeTime('2026-11-20T12:00:00Z', now)).toBe('3 days ago')
    expect(relativeTime('2026-11-24T12:00:00Z', now)).toBe('tomorrow')
  })

  it('reads mail details of any server version, and none from other types', () => {
    const mail = mailDetails(
      activity('m', '2026-11-23T12:00:00Z', { type: 'email_sent', details: { shared: 'subject', subject: 'Hi' } }),
    )
    expect(mail).toMatchObject({ shared: 'subject', subject: 'Hi', to: [], kind: 'person', mailboxes: [] })
    expect(mailDetails(activity('n', '2026-11-23T12:00:00Z', { details: { shared: 'all' } }))).toBeNull()
  })

  describe('a newer first page', () => {
    const at = (id: string, minute: number) => activity(id, `2026-11-23T12:${minute}:00.000Z`)
    const old = {
      pages: [
        { items: [at('d', 40), at('c', 30)], nextCursor: 'c' },
        { items: [at('b', 20), at('a', 10)], nextCursor: null },
      ],
      pageParams: [null, 'c'],
    }
    const ids = (pages: { items: Activity[] }[]) => pages.map(({ items }) => items.map(({ id }) => id).join(''))

    it('TL-11 keeps the later pages and what a new entry pushed off the first', () => {
      const { pages, pageParams } = withFirstPage(old, { items: [at('e', 50), at('d', 40)], nextCursor: 'd' })
      expect(ids(pages)).toEqual(['ed', 'c', 'ba'])
      expect(pageParams).toEqual([null, 'd', 'c'])
    })

    it('changes nothing when nothing happened', () => {
      expect(withFirstPage(old, { items: [at('d', 40), at('c', 30)], nextCursor: 'c' })).toEqual(old)
    })

    it('starts over when so much is new that there would be a gap', () => {
      const { pages } = withFirstPage(old, { items: [at('g', 55), at('f', 54)], nextCursor: 'f' })
      expect(ids(pages)).toEqual(['gf'])
    })
  })
})
