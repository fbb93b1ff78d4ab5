import type { Condition, Filter } from './schema.ts'

export type { Filter }

/** The same tree with each condition replaced. */
export function rewriteConditions(filter: Filter, change: (condition: Condition) => Condition): Filter {
  if ('and' in filter) return { and: filter.and.map((child) => rewriteConditions(child, change)) }
  if ('or' in filter) return { or: filter.or.map((child) => rewriteConditions(child, change)) }
  if ('not' in filter) return { not: rewriteConditions(filter.not, change) }
  return 'activity' in filter ? filter : change(filter)
}
