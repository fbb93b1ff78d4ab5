import type { Filter } from '../../../server/filter/schema.ts'
import { describeFilter } from './describe.ts'
import { useWords } from './use-lookups.ts'

/** Whether a filter names what does not exist (any more), as far as can be seen from here. */
export function useBroken(filter: Filter | undefined): boolean {
  return describeFilter(filter, useWords(filter)).broken
}
