import type { Import, ImportCounts, ImportState, ImportSummary, RowOutcome } from '../../../server/import/schema.ts'
import { outcomeList } from './catalogue.ts'

const moving: readonly ImportState[] = ['previewing', 'running', 'undoing']
const started: readonly ImportState[] = ['running', 'paused', 'cancelled', 'done', 'undoing', 'undone']

/** Something happens by itself: worth looking again soon. */
export const isMoving = ({ state }: Pick<Import, 'state'>): boolean => moving.includes(state)

/** The import itself was started, so how it is done is settled. A check that failed is none. */
export const hasStarted = ({ state, startedAt }: Pick<Import, 'state' | 'startedAt'>): boolean =>
  started.includes(state) || (state === 'failed' && startedAt !== null)

/** How much is done, 0 to 1; null while nobody knows how much there is. */
export function share({ rows, of }: { rows: number; of: number | null }): number | null {
  return of === null || of <= 0 ? null : Math.min(1, rows / of)
}

/** Seconds that are left at the present pace; null while that would be a guess. */
export function secondsLeft({ rows, of, rowsPerSecond }: Import['progress']): number | null {
  if (of === null || rowsPerSecond === null || rowsPerSecond <= 0) return null
  return Math.max(0, (of - rows) / rowsPerSecond)
}

/** A duration as one says it: the seconds in fives, from a minute on in minutes, from two hours on in hours. */
export function roundedDuration(seconds: number): { unit: 'second' | 'minute' | 'hour'; count: number } {
  if (seconds < 55) return { unit: 'second', count: Math.max(5, Math.ceil(seconds / 5) * 5) }
  if (seconds < 7200) return { unit: 'minute', count: Math.max(1, Math.round(seconds / 60)) }
  return { unit: 'hour', count: Math.round(seconds / 3600) }
}

/** In which tenth a progress stands: what is read out changes with it, and not at every tick. */
export const tenthOf = (done: number | null): number => (done === null ? 0 : Math.floor(done * 10))

/** The parts of a count, in their order, those of nothing left out; they add up to the rows. */
export const partsOf = (counts: ImportCounts): { outcome: RowOutcome; rows: number }[] =>
  outcomeList.map((outcome) => ({ outcome, rows: counts[outcome] })).filter(({ rows }) => rows > 0)

/** How many contacts an import writes. */
export const written = ({ created, updated }: ImportCounts): number => created + updated

export const canUndo = ({ state, undoableUntil }: Pick<ImportSummary, 'state' | 'undoableUntil'>, now = Date.now()) =>
  ['done', 'cancelled', 'paused', 'failed'].includes(state) && undoableUntil !== null && Date.parse(undoableUntil) > now
