import { ApiProblem } from '../../api/problem.ts'
import { customPrefix } from './draft.ts'

const names: Record<string, string> = {
  companyId: 'company',
  ownerId: 'owner',
  ownerEmail: 'owner',
  addresses: 'email',
}

/** What the server said about each field, by the field's name in the draft. */
export function draftErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  const { errors, path, field } = error.body
  const entries = Array.isArray(errors) ? (errors as { path?: unknown; message?: unknown }[]) : []
  const own = path ?? field
  const all = own === undefined ? entries : [...entries, { path: own, message: error.message }]
  return Object.fromEntries(all.map((entry) => [draftField(entry.path), String(entry.message ?? '')]))
}

/** Paths come as `email`, `/aliases/0`, `body.customFields.size` or a list of steps. */
function draftField(path: unknown): string {
  const steps = (Array.isArray(path) ? path.map(String) : String(path ?? '').split(/[./]/)).filter(
    (step) => step && step !== 'body',
  )
  if (steps[0] === 'customFields' && steps[1]) return customPrefix + steps[1]
  return names[steps[0] ?? ''] ?? steps[0] ?? ''
}
