import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Company, CompanyList } from '../../../server/companies/schema.ts'
import type { ContactList } from '../../../server/contacts/schema.ts'
import { api } from '../../api/session.ts'

export const companyKey = (id: string) => ['companies', 'one', id] as const

export function companyQuery(id: string) {
  return queryOptions({
    queryKey: companyKey(id),
    queryFn: ({ signal }) => api.get<Company>(`/companies/${id}`, { signal }),
  })
}

const pageSize = 50

/** Companies by name or domain, page after page. */
export function companiesQuery(search: string, sort: string) {
  return infiniteQueryOptions({
    queryKey: ['companies', 'list', search, sort],
    queryFn: ({ pageParam, signal }) =>
      api.get<CompanyList>('/companies', {
        query: { search, sort, cursor: pageParam ?? undefined, limit: pageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** The filter of the contact list that shows the people of a company. */
export const peopleFilter = (companyId: string) =>
  JSON.stringify({ field: 'company', op: 'any_of', value: [companyId] })

/** The people of a company, by name. */
export function companyPeopleQuery(companyId: string) {
  return infiniteQueryOptions({
    queryKey: ['contacts', 'of-company', companyId],
    queryFn: ({ pageParam, signal }) =>
      api.get<ContactList>('/contacts', {
        query: { filter: peopleFilter(companyId), sort: 'name', cursor: pageParam ?? undefined, limit: 25 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Takes over a company as it was saved, wherever it shows. */
export function showCompany(queries: QueryClient, company: Company): void {
  queries.setQueryData(companyKey(company.id), company)
  for (const key of [['companies', 'list'], ['companies', 'pick'], ['companies', 'names'], ['contacts'], ['contact']]) {
    void queries.invalidateQueries({ queryKey: key })
  }
  void queries.invalidateQueries({ queryKey: ['history', company.id] })
  void queries.invalidateQueries({ queryKey: ['companies', 'name', company.id] })
}
