export type PrimaryCandidate = {
  id: string
  /** How many entries its timeline has. */
  activities: number
  createdAt: Date
}

/** Why a contact is proposed as the one that keeps its id. */
export type PrimaryReason = 'most-activities' | 'oldest' | 'first'

/**
 * Which of several contacts keeps its id when nobody says otherwise (ME-05): the one with most activities, of equals
 * the oldest, of equals the smaller id. `because` names what decided.
 */
export function proposePrimary(candidates: readonly PrimaryCandidate[]): { id: string; because: PrimaryReason } {
  const [best, next] = [...candidates].sort(compare)
  if (best === undefined) throw new Error('There is nobody to choose from.')
  return { id: best.id, because: next === undefined ? 'first' : reason(best, next) }
}

function compare(a: PrimaryCandidate, b: PrimaryCandidate): number {
  return b.activities - a.activities || a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
}

function reason(best: PrimaryCandidate, next: PrimaryCandidate): PrimaryReason {
  if (best.activities > next.activities) return 'most-activities'
  return best.createdAt < next.createdAt ? 'oldest' : 'first'
}
