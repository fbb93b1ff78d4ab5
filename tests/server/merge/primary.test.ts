import { describe, expect, it } from 'vitest'
import { proposePrimary } from '../../../server/merge/primary.ts'

const one = (id: string, activities: number, created: string) => ({ id, activities, createdAt: new Date(created) })

describe('the proposed primary', () => {
  it('ME-05 is the one with most activities, of equals the oldest, of equals the smaller id, and says why', () => {
    const old = one('b', 3, '2020-01-01')
    expect(proposePrimary([old, one('a', 4, '2026-01-01')])).toEqual({ id: 'a', because: 'most-activities' })
    expect(proposePrimary([one('a', 3, '2026-01-01'), old])).toEqual({ id: 'b', because: 'oldest' })
    expect(proposePrimary([one('c', 3, '2020-01-01'), old])).toEqual({ id: 'b', because: 'first' })
    expect(proposePrimary([old])).toEqual({ id: 'b', because: 'first' })
  })

  it('ME-05 does not depend on the order of the candidates, and needs one', () => {
    const all = [one('a', 1, '2026-01-01'), one('b', 5, '2026-01-02'), one('c', 5, '2026-01-01')]
    for (const order of [all, all.toReversed(), [all[1], all[0], all[2]]])
      expect(proposePrimary(order as typeof all).id).toBe('c')
    expect(() => proposePrimary([])).toThrow()
  })
})
