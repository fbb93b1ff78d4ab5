import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftFaults, roundTogether, type ScoreLine, shownParts, signed } from '../../../addin/features/score/points.ts'

const line = (part: ScoreLine['part'], points: number): ScoreLine => ({
  ruleId: null,
  adjustmentId: null,
  name: part,
  part,
  points,
  capped: false,
  evidence: [],
  count: 0,
  by: null,
  expiresAt: null,
})

const points = fc.double({ min: -100, max: 100, noNaN: true })

describe('the score panel', () => {
  it('LS-01 shows lines that add up to parts, and parts that add up to the sum, however points fade', () => {
    const lines = fc.array(fc.tuple(fc.constantFrom('fit', 'engagement', 'adjustment'), points))
    fc.assert(
      fc.property(lines, (given) => {
        const { parts, hundredths } = shownParts(given.map(([part, value]) => line(part as ScoreLine['part'], value)))
        const sum = given.reduce((total, [, value]) => total + value * 100, 0)
        expect(parts.reduce((total, part) => total + part.hundredths, 0)).toBe(hundredths)
        for (const part of parts) {
          expect(part.lines.reduce((total, shown) => total + shown.hundredths, 0)).toBe(part.hundredths)
        }
        expect(Math.abs(hundredths - sum)).toBeLessThanOrEqual(0.5 + 1e-6)
      }),
    )
  })

  it('rounds no number by one or more', () => {
    fc.assert(
      fc.property(fc.array(points, { maxLength: 50 }), (values) => {
        const rounded = roundTogether(values)
        for (const [index, value] of values.entries()) {
          expect(Math.abs((rounded[index] ?? 0) - value)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('writes points with their sign', () => {
    expect([1250, -300, 0, 33].map(signed)).toEqual(['+12.5', '−3', '0', '+0.33'])
  })

  it('LS-07 an adjustment needs points, a reason and an end', () => {
    const fine = { points: '−7,5', reason: 'Met at the fair', day: '2026-12-24' }
    expect(draftFaults(fine, '2026-11-23')).toEqual([])
    expect(draftFaults({ ...fine, points: '0' }, '2026-11-23')).toEqual(['points'])
    expect(draftFaults({ ...fine, points: '101' }, '2026-11-23')).toEqual(['points'])
    expect(draftFaults({ points: '', reason: ' a ', day: '2026-11-23' }, '2026-11-23')).toEqual([
      'points',
      'reason',
      'day',
    ])
  })
})
