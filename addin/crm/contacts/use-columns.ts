import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../api/session.ts'
import { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { knownColumns, usualColumns } from './columns.ts'
import type { ListState } from './list-state.ts'

const settingPath = '/me/settings/contact-columns'
const settingKey = ['settings', 'contact-columns'] as const

const settingQuery = queryOptions({
  queryKey: settingKey,
  queryFn: ({ signal }) => api.get<{ value: unknown }>(settingPath, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/**
 * The columns on screen: the view's, else the reader's own, else the usual ones. A change goes back to where they came
 * from, so that a view's columns are not taken for the reader's.
 */
export function useColumns(state: ListState, change: (part: Partial<ListState>) => void) {
  const queries = useQueryClient()
  const setting = useQuery(settingQuery)
  const custom = useCustomFields('contact')
  const save = useMutation({
    mutationFn: (value: string[]) => api.put<{ value: unknown }>(settingPath, { body: { value } }),
    onMutate: (value) => queries.setQueryData(settingKey, { value }),
    onError: () => queries.invalidateQueries({ queryKey: settingKey }),
  })
  const own = setting.data?.value
  const wanted = (state.columns ?? (isColumnList(own) ? own : usualColumns)).join(',')
  const { fields } = custom
  const columns = useMemo(() => knownColumns(wanted.split(','), fields), [wanted, fields])
  const set = (next: string[]) => (state.columns ? change({ columns: next }) : save.mutate(next))
  return { columns, custom, set, error: save.error }
}

function isColumnList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
