import type { DealsWanted } from '../../features/deals/deals-query.ts'

export const closedDays = [30, 90, 365] as const
export const states = ['all', 'open', 'won', 'lost'] as const
export type DealState = (typeof states)[number]
export const listSorts = ['updatedAt', 'name', 'amount', 'stage', 'expectedClose', 'closedAt', 'createdAt'] as const

/** What the page shows, as it stands in the address. */
export interface DealsState {
  view: 'board' | 'list'
  search: string
  owner: string
  company: string
  state: DealState
  closed: number
  sort: string
}

/** Reads an address that somebody may have typed: what is unknown is as if it were not there. */
export function readState(query: URLSearchParams): DealsState {
  const sort = query.get('sort') ?? ''
  const state = query.get('state')
  const closed = Number(query.get('closed'))
  return {
    view: query.get('view') === 'list' ? 'list' : 'board',
    search: query.get('search') ?? '',
    owner: idOf(query.get('owner')),
    company: idOf(query.get('company')),
    state: states.find((one) => one === state) ?? 'all',
    closed: closedDays.find((one) => one === closed) ?? closedDays[0],
    sort: listSorts.some((one) => one === sort.replace(/^-/, '')) ? sort : '-updatedAt',
  }
}

const idOf = (text: string | null): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text ?? '') ? (text ?? '') : ''

const given = (text: string): string | undefined => text || undefined

/** What the board asks the server for. */
export const boardWanted = ({ search, owner, company, closed }: DealsState): DealsWanted => ({
  search: given(search),
  owner: given(owner),
  company: given(company),
  closedWithinDays: closed,
})

/** What the list asks the server for. */
export const listWanted = ({ search, owner, company, state, sort }: DealsState): DealsWanted => ({
  search: given(search),
  owner: given(owner),
  company: given(company),
  state: state === 'all' ? undefined : state,
  sort,
})
