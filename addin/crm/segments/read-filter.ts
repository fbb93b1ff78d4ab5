import type { Filter } from '../../../server/filter/schema.ts'

/** The filter in an address; nothing where it cannot be read. The server checks what it says. */
export function readFilter(text: string | null): Filter | undefined {
  try {
    const filter: unknown = text ? JSON.parse(text) : undefined
    return filter !== null && typeof filter === 'object' && !Array.isArray(filter) ? (filter as Filter) : undefined
  } catch {
    return undefined
  }
}
