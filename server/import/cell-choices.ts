import type { ChoiceDecision, ColumnMapping } from './schema.ts'

/** What was decided for a value that is no choice, once for all rows. */
export const decision = (column: ColumnMapping, cell: string): ChoiceDecision | undefined =>
  column.choices && Object.hasOwn(column.choices, cell) ? column.choices[cell] : undefined
