import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Company, CompanyList } from '../../../server/companies/schema.ts'
import type { Jurisdiction } from '../../../server/consent/schema.ts'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { DealStage } from '../../../server/deals/schema.ts'
import type { Filter } from '../../../server/filter/schema.ts'
import type { Segment } from '../../../server/segments/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api, meQuery } from '../../api/session.ts'
import { tagsQuery } from '../contact/tags-query.ts'
import { usersQuery } from '../editing/users-query.ts'
import { leavesOf } from './tree.ts'
import { type Lookups, makeWords, type Words } from './words.ts'

/** A list of the server as it answers it. Deleted custom fields are asked for too: a filter on one is named by it. */
function listQuery<T>(key: string[], path: string, query: Record<string, string> = {}) {
  return queryOptions({
    queryKey: key,
    queryFn: ({ signal }) => api.get<{ items: T[] }>(path, { query, signal }),
    staleTime: 60_000,
  })
}

export const segmentsQuery = listQuery<Segment>(['segments'], '/segments')
export const jurisdictionsQuery = listQuery<Jurisdiction>(['jurisdictions', 'list'], '/jurisdictions')
const dealStagesQuery = listQuery<DealStage>(['deal-stages'], '/deal-stages')
export const customFieldsQuery = listQuery<CustomField>(
  ['custom-fields', 'contact', 'with-archived'],
  '/custom-fields',
  {
    entity: 'contact',
    archived: 'true',
  },
)

/** Companies as one types. */
export const companySearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['companies', 'names', search],
    queryFn: ({ signal }) => api.get<CompanyList>('/companies', { query: { search, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

const companyNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['companies', 'name', id],
    queryFn: async ({ signal }) => {
      try {
        return (await api.get<Company>(`/companies/${id}`, { signal })).name
      } catch (error) {
        if (error instanceof ApiProblem && (error.status === 404 || error.status === 422)) return null
        throw error
      }
    },
    staleTime: 5 * 60_000,
  })

/** Asks for what these fields and companies need, and for nothing else. */
export function useLookups(fields: readonly string[], companyIds: readonly string[]): Lookups {
  const named = (...names: string[]) => names.some((name) => fields.includes(name))
  const custom = fields.some((field) => field.startsWith('custom.'))
  const fieldList = useQuery({ ...customFieldsQuery, enabled: custom })
  const users = useQuery({ ...usersQuery, enabled: named('owner') || custom })
  const me = useQuery(meQuery)
  const tags = useQuery({ ...tagsQuery, enabled: named('tags') })
  const segments = useQuery({ ...segmentsQuery, enabled: named('segments') })
  const dealStages = useQuery({ ...dealStagesQuery, enabled: named('dealStage') })
  const laws = useQuery({ ...jurisdictionsQuery, enabled: named('jurisdiction') })
  const companies = useQueries({
    queries: [...new Set(companyIds)].map(companyNameQuery),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, index) =>
          data === undefined ? [] : [[[...new Set(companyIds)][index] ?? '', data]],
        ),
      ),
  })
  return {
    customFields: fieldList.data?.items,
    users: users.data,
    me: me.data?.id,
    tags: tags.data,
    segments: segments.data?.items,
    dealStages: dealStages.data?.items,
    laws: laws.data && [...new Set(laws.data.items.map(({ law }) => law))].toSorted(),
    companies,
    failed: [fieldList, users, tags, segments, dealStages, laws].some(({ isError }) => isError),
  }
}

/** Words for a filter, which fill in as the names it needs arrive. */
export function useWords(filter: Filter | undefined, alsoFields: readonly string[] = []): Words & { lookups: Lookups } {
  const { t: say } = useTranslation('filter')
  const conditions = useMemo(() => (filter ? leavesOf(filter) : []).filter((leaf) => 'field' in leaf), [filter])
  const companyIds = conditions
    .filter(({ field }) => field === 'company')
    .flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : []))
  const lookups = useLookups([...conditions.map(({ field }) => field), ...alsoFields], companyIds)
  return { ...makeWords(lookups, say), lookups }
}
