import type { ScoreExplanation } from '../../../server/scoring/schema.ts'
import { locale } from '../../ui/i18n.ts'

export type ScoreLine = ScoreExplanation['lines'][number]
export type ScorePart = ScoreLine['part']
export interface ShownLine {
  line: ScoreLine
  /** Its points in hundredths, so that what is shown adds up. */
  hundredths: number
}
export interface ShownPart {
  part: ScorePart
  lines: ShownLine[]
  hundredths: number
}

const parts: readonly ScorePart[] = ['fit', 'engagement', 'adjustment']

/**
 * Whole numbers close to the values whose sum is the rounded sum of the values: what was cut off goes to those that
 * lost most (largest remainder).
 */
export function roundTogether(values: readonly number[]): number[] {
  const whole = values.map(Math.floor)
  const sum = Math.round(values.reduce((total, value) => total + value, 0))
  const missing = sum - whole.reduce((total, value) => total + value, 0)
  const byLoss = values
    .map((value, index) => ({ index, loss: value - Math.floor(value) }))
    .sort((a, b) => b.loss - a.loss)
  for (const { index } of byLoss.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}

/** The lines by part, with points that add up as they are shown: lines to parts, parts to the sum (LS-01). */
export function shownParts(lines: readonly ScoreLine[]): { parts: ShownPart[]; hundredths: number } {
  const rounded = roundTogether(lines.map((line) => line.points * 100))
  const shown = lines.map((line, index) => ({ line, hundredths: rounded[index] ?? 0 }))
  const groups = parts
    .map((part) => ({ part, lines: shown.filter(({ line }) => line.part === part) }))
    .map((group) => ({ ...group, hundredths: total(group.lines) }))
  return { parts: groups, hundredths: total(shown) }
}

function total(lines: readonly ShownLine[]): number {
  return lines.reduce((sum, { hundredths }) => sum + hundredths, 0)
}

/** "+12.5", "−3": at most two decimals, always with its sign. */
export function signed(hundredths: number): string {
  return new Intl.NumberFormat(locale(), { signDisplay: 'exceptZero', maximumFractionDigits: 2 })
    .format(hundredths / 100)
    .replace('-', '−')
}

export interface AdjustmentDraft {
  points: string
  reason: string
  /** `YYYY-MM-DD`, the last day on which it counts. */
  day: string
}

/** Which fields of a draft are not fit to be sent. */
export function draftFaults(draft: AdjustmentDraft, today: string): (keyof AdjustmentDraft)[] {
  const points = typedNumber(draft.points)
  const faults: [keyof AdjustmentDraft, boolean][] = [
    ['points', !Number.isFinite(points) || points === 0 || Math.abs(points) > 100],
    ['reason', draft.reason.trim().length < 3],
    ['day', !/^\d{4}-\d{2}-\d{2}$/.test(draft.day) || draft.day <= today],
  ]
  return faults.filter(([, wrong]) => wrong).map(([field]) => field)
}

/** The number a person typed, decimal comma and typographic minus included. */
export function typedNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace('−', '-').replace(',', '.'))
}

/** The end of a local day, as an instant. */
export function endOfDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 23, 59, 59, 999).toISOString()
}
