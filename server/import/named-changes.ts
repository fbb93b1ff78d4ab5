import type { Change } from './book.ts'

export type NameOf = (field: string, id: string) => string | null

/** Changes as people read them: companies and owners by their names. */
export const namedChanges = (changes: readonly Change[], nameOf: NameOf): Change[] =>
  changes.map(({ field, before, after }) => {
    const named = (value: unknown) => (typeof value === 'string' ? (nameOf(field, value) ?? value) : value)
    if (field === 'note') return { field, before, after: 'On the timeline' }
    if (field === 'companyId') return { field: 'company', before: named(before), after: named(after) }
    return field === 'ownerId'
      ? { field: 'owner', before: named(before), after: named(after) }
      : { field, before, after }
  })
