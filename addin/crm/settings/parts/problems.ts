import { ApiProblem } from '../../../api/problem.ts'

/** The record as it stands now, when an edit met a newer version (409 `stale-version`). */
export function currentOf<T>(error: unknown): T | undefined {
  return error instanceof ApiProblem && error.type === 'stale-version' ? (error.body.current as T) : undefined
}
