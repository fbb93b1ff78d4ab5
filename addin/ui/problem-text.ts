import { ApiProblem } from '../api/problem.ts'
import { t } from './i18n.ts'

/** A sentence for the user. The server's own words where it sent some. */
export function describeError(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problem.unexpected')
  if (error.type === 'network') return t('problem.network')
  if (error.type === 'timeout') return t('problem.timeout')
  return error.message || error.body.title || t('problem.unexpected')
}

/** Messages of a 422 by the name of the field they are about. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors = error instanceof ApiProblem ? error.body.errors : undefined
  if (!Array.isArray(errors)) return {}
  return Object.fromEntries(
    errors.map((entry: { path?: unknown; message?: unknown }) => [pathName(entry.path), String(entry.message ?? '')]),
  )
}

/** Paths come as `email`, `/email`, `body.email` or a list of steps. */
function pathName(path: unknown): string {
  const steps = Array.isArray(path) ? path.map(String) : String(path ?? '').split(/[./]/)
  const [first = '', second] = steps.filter(Boolean)
  // A field may be called so, too.
  return first === 'body' && second ? second : first
}
