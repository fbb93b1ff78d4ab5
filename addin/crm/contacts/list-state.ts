import type { Filter } from '../../../server/filter/schema.ts'
import type { ViewQuery } from '../../../server/views/schema.ts'

/** What the list shows, as it stands in its address: everything another person needs to see the same. */
export interface ListState {
  search: string
  filter: Filter | undefined
  /** The filter in the address is no JSON object: a link was cut, or typed by hand. */
  unreadable: boolean
  /** As the API takes it: `name`, `-createdAt`, `custom.size`. */
  sort: string | undefined
  /** Columns of the view; absent: those the reader has chosen. */
  columns: string[] | undefined
  /** Id of the saved view this began with. */
  view: string | undefined
}

export const emptyState: ListState = {
  search: '',
  filter: undefined,
  unreadable: false,
  sort: undefined,
  columns: undefined,
  view: undefined,
}

export function readListState(params: URLSearchParams): ListState {
  const { filter, unreadable } = readFilter(params.get('filter'))
  return {
    search: params.get('search') ?? '',
    filter,
    unreadable,
    sort: params.get('sort') || undefined,
    columns: params.get('columns')?.split(',').filter(Boolean),
    view: params.get('view') || undefined,
  }
}

/** The address of a state; what is empty is left out. */
export function writeListState({ search, filter, sort, columns, view }: ListState): URLSearchParams {
  const entries = {
    search,
    filter: filter && JSON.stringify(filter),
    sort,
    columns: columns?.join(','),
    view,
  }
  return new URLSearchParams(Object.entries(entries).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

function readFilter(text: string | null): { filter: Filter | undefined; unreadable: boolean } {
  if (!text) return { filter: undefined, unreadable: false }
  try {
    const filter: unknown = JSON.parse(text)
    if (filter !== null && typeof filter === 'object' && !Array.isArray(filter)) {
      return { filter: filter as Filter, unreadable: false }
    }
  } catch {
    // Said below.
  }
  return { filter: undefined, unreadable: true }
}

/** A click on a column's header: upwards, downwards, and back to the usual order. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  if (sort === column) return `-${column}`
  return sort === `-${column}` ? undefined : column
}

export function sortOf(sort: string | undefined, column: string): 'ascending' | 'descending' | undefined {
  if (sort === column) return 'ascending'
  return sort === `-${column}` ? 'descending' : undefined
}

export function toViewQuery({ search, filter, sort, columns }: ListState): ViewQuery {
  return {
    ...(search ? { search } : {}),
    ...(filter ? { filter } : {}),
    ...(sort ? { sort } : {}),
    ...(columns ? { columns } : {}),
  }
}

export function fromView(view: { id: string; query: ViewQuery }): ListState {
  const { search = '', filter, sort, columns } = view.query
  return { ...emptyState, search, filter, sort, columns, view: view.id }
}

/** Whether the list still is what the view says. */
export function isChanged(state: ListState, query: ViewQuery): boolean {
  return canonical(toViewQuery(state)) !== canonical(query)
}

/** JSON in which the order of members means nothing: the database keeps its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
