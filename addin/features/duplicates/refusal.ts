import type { DuplicateMatch } from '../../../server/duplicates/schema.ts'
import { ApiProblem } from '../../api/problem.ts'

/** Whether the server made no contact because somebody who is here may be the same person. */
export const isPossibleDuplicate = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.type === 'possible-duplicate'

/** Whom the server named then. */
export function refusedFor(error: unknown): DuplicateMatch[] | undefined {
  if (!isPossibleDuplicate(error)) return undefined
  const { matches } = error.body
  return Array.isArray(matches) ? matches : []
}
