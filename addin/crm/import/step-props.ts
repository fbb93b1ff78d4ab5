import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { Import } from '../../../server/import/schema.ts'
import type { Step } from './steps.ts'
import type { MappingEdit } from './use-mapping.ts'

/** What every step gets. */
export interface StepProps {
  one: Import
  edit: MappingEdit
  /** The organisation's own fields of contacts. */
  fields: readonly CustomField[]
  /** Places of the columns whose dates can be read in two ways, and nobody has said which. */
  questions: readonly number[]
  /** What the server said about parts of the mapping, by their path. */
  errors: Record<string, string>
  /** It can be looked at, but not changed. */
  locked: boolean
  go: (step: Step) => void
}
