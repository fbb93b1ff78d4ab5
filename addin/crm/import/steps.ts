import type { Import } from '../../../server/import/schema.ts'
import { hasStarted } from './progress.ts'

export const steps = ['file', 'columns', 'rules', 'preview', 'import'] as const
export type Step = (typeof steps)[number]

export const isStep = (text: string | null): text is Step => (steps as readonly (string | null)[]).includes(text)

/** Where somebody goes on who opens an import without saying where. */
export function stepOf(one: Pick<Import, 'state' | 'startedAt'>): Step {
  if (hasStarted(one)) return 'import'
  return one.state === 'uploaded' ? 'file' : 'preview'
}

export const nextStep = (step: Step): Step | undefined => steps[steps.indexOf(step) + 1]
export const previousStep = (step: Step): Step | undefined => steps[steps.indexOf(step) - 1]

/** The step at which an error of the server belongs, by the path it names. */
export function stepOfPath(path: string): Step {
  if (/^columns\b/.test(path)) return 'columns'
  return /^(encoding|delimiter|quote|headerLine|sheet|reading)\b/.test(path) ? 'file' : 'rules'
}
