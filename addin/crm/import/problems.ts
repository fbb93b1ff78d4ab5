import { ApiProblem } from '../../api/problem.ts'

/** What the server said about parts of a mapping, by their path: `columns.3.dateOrder`, `attestation.text`. */
export function errorsByPath(error: unknown): Record<string, string> {
  const errors = error instanceof ApiProblem ? error.body.errors : undefined
  if (!Array.isArray(errors)) return {}
  return Object.fromEntries(
    errors.map(({ path, message }: { path?: unknown; message?: unknown }) => [pathOf(path), String(message ?? '')]),
  )
}

/** Paths come as `columns.3.target`, `/columns/3/target`, `body.columns[3]` or a list of steps. */
function pathOf(path: unknown): string {
  const all = Array.isArray(path) ? path.map(String) : String(path ?? '').split(/[./[\]]/)
  return all.filter((step) => step && step !== 'body').join('.')
}

/** What was said about anything at or below a path. */
export const errorAt = (errors: Record<string, string>, path: string): string | undefined =>
  Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}.`))?.[1]
