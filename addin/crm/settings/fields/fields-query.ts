import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  Conversion,
  CreateCustomFieldInput,
  CustomField,
  CustomFieldEntity,
  CustomFieldType,
  EditCustomField,
} from '../../../../server/custom-fields/schema.ts'
import { api } from '../../../api/session.ts'

/** The fields of contacts or companies, those that can be restored among them. */
export function fieldsQuery(entity: CustomFieldEntity) {
  return queryOptions({
    queryKey: ['custom-fields', entity, 'with-archived'],
    queryFn: ({ signal }) =>
      api.get<{ items: CustomField[] }>('/custom-fields', { query: { entity, archived: 'true' }, signal }),
    select: ({ items }) => ({
      live: items.filter(({ archivedAt }) => archivedAt === null).sort((a, b) => a.position - b.position),
      archived: items.filter(({ archivedAt }) => archivedAt !== null),
    }),
  })
}

/** A write that changes definitions: everything that shows fields asks again after it. */
function useFieldWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => queries.invalidateQueries({ queryKey: ['custom-fields'] }),
  })
}

export const useCreateField = () =>
  useFieldWrite((body: CreateCustomFieldInput) => api.post<CustomField>('/custom-fields', { body }))

export const useEditField = () =>
  useFieldWrite(({ id, edit }: { id: string; edit: EditCustomField }) =>
    api.patch<CustomField>(`/custom-fields/${id}`, { body: edit }),
  )

/** Moves a field to a place; the server moves the others around it. */
export const useMoveField = () =>
  useFieldWrite(({ field: { id, version }, position }: { field: CustomField; position: number }) =>
    api.patch<CustomField>(`/custom-fields/${id}`, { body: { position, version } }),
  )

export const useArchiveField = () => useFieldWrite((id: string) => api.delete<unknown>(`/custom-fields/${id}`))

export const useRestoreField = () =>
  useFieldWrite((id: string) => api.post<CustomField>(`/custom-fields/${id}/restore`))

export const useReplaceChoice = () =>
  useFieldWrite(({ id, from, to }: { id: string; from: string; to: string | null }) =>
    api.post<{ field: CustomField; records: number }>(`/custom-fields/${id}/choices/replace`, { body: { from, to } }),
  )

export const useConvert = () =>
  useFieldWrite(({ id, type }: { id: string; type: CustomFieldType }) =>
    api.post<Conversion>(`/custom-fields/${id}/convert`, { body: { type, apply: true } }),
  )

/** What a change of type would do; nothing is changed. */
export function conversionQuery(id: string, type: CustomFieldType) {
  return queryOptions({
    queryKey: ['custom-field-conversion', id, type],
    queryFn: ({ signal }) =>
      api.post<Conversion>(`/custom-fields/${id}/convert`, { body: { type, apply: false }, signal }),
    staleTime: 0,
    gcTime: 0,
  })
}
