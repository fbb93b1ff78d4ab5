import { queryOptions } from '@tanstack/react-query'
import type { CustomField, CustomFieldEntity } from '../../../server/custom-fields/schema.ts'
import { api } from '../../api/session.ts'

/** The fields the organisation added to contacts or companies, in their order. */
export function customFieldsQuery(entity: CustomFieldEntity) {
  return queryOptions({
    queryKey: ['custom-fields', entity],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<{ items: CustomField[] }>('/custom-fields', { query: { entity }, signal })
      return items.filter((field) => field.archivedAt === null).sort((a, b) => a.position - b.position)
    },
    staleTime: 5 * 60_000,
  })
}
