import { locale } from '../../ui/i18n.ts'
import { roundedDuration } from './progress.ts'

/** "2 minutes" in the reader's language. */
export function durationText(seconds: number): string {
  const { unit, count } = roundedDuration(seconds)
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

export const numberText = (count: number): string => new Intl.NumberFormat(locale()).format(count)

export const percentText = (part: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(part)
