import type { Selection } from '../../../server/bulk/schema.ts'
import type { Filter } from '../../../server/filter/schema.ts'

/** The chosen contacts: these, or all that match but these. */
export type Chosen = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> }

export const nobody: Chosen = { kind: 'some', ids: new Set() }
export const everybody: Chosen = { kind: 'all', except: new Set() }

export function isChosen(chosen: Chosen, id: string): boolean {
  return chosen.kind === 'all' ? !chosen.except.has(id) : chosen.ids.has(id)
}

/** Takes ids in or out. */
export function choose(chosen: Chosen, ids: string[], take: boolean): Chosen {
  const all = chosen.kind === 'all'
  const set = new Set(all ? chosen.except : chosen.ids)
  for (const id of ids) {
    if (take === all) set.delete(id)
    else set.add(id)
  }
  return all ? { kind: 'all', except: set } : { kind: 'some', ids: set }
}

/** The ids between two rows of the list, both included. */
export function between(ids: string[], from: number, to: number): string[] {
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}

export function countChosen(chosen: Chosen, total: number): number {
  return chosen.kind === 'all' ? Math.max(0, total - chosen.except.size) : chosen.ids.size
}

/** As bulk actions take it; undefined when nobody is chosen. */
export function toSelection(
  chosen: Chosen,
  list: { search: string; filter: Filter | undefined; timeZone: string },
): Selection | undefined {
  if (chosen.kind === 'some') return chosen.ids.size > 0 ? { ids: [...chosen.ids] } : undefined
  return {
    ...(list.search ? { search: list.search } : {}),
    ...(list.filter ? { filter: list.filter } : {}),
    ...(chosen.except.size > 0 ? { except: [...chosen.except] } : {}),
    timeZone: list.timeZone,
  }
}
