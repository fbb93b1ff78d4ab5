import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Jurisdiction, JurisdictionList } from '../../../../server/consent/schema.ts'
import { api } from '../../../api/session.ts'
import type { Rule } from './rule-edit.ts'

/** The rules by country, and the one for contacts whose country nobody knows. */
export const rulesQuery = queryOptions({
  queryKey: ['jurisdictions', 'rules'],
  queryFn: ({ signal }) => api.get<z.infer<typeof JurisdictionList>>('/jurisdictions', { signal }),
})

/** Writes a rule: with `version` one that is there, without one for a country not listed yet. */
export function useWriteRule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ country, rule, version }: { country: string; rule: Rule; version: number | undefined }) =>
      version === undefined
        ? api.put<Jurisdiction>(`/jurisdictions/${country}`, { body: rule })
        : api.patch<Jurisdiction>(`/jurisdictions/${country}`, { body: { ...rule, version } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jurisdictions'] }),
  })
}

/** Puts a rule back as it was delivered. */
export function useResetRule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (country: string) => api.post<Jurisdiction>(`/jurisdictions/${country}/reset`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jurisdictions'] }),
  })
}
