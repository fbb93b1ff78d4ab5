import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { EditTemplate, FilledTemplate, MergeField, Template } from '../../../server/templates/schema.ts'
import { api } from '../../api/session.ts'

const templatesKey = ['templates'] as const

export function templatesQuery(archived = false) {
  return queryOptions({
    queryKey: [...templatesKey, archived],
    queryFn: ({ signal }) =>
      api.get<{ items: Template[] }>('/templates', { query: { archived: String(archived) }, signal }),
    select: ({ items }) => items,
  })
}

export const mergeFieldsQuery = queryOptions({
  queryKey: ['template-fields'],
  queryFn: ({ signal }) => api.get<{ items: MergeField[] }>('/templates/fields', { signal }),
  select: ({ items }) => items,
})

/** Whom a template is filled for: a contact, or somebody who is none. */
export interface FilledFor {
  contactId: string | null
  address: string | null
}

/** A template as this person would get it. */
export function filledQuery({ id, version }: Template, to: FilledFor) {
  return queryOptions({
    queryKey: ['filled-template', id, version, to],
    queryFn: ({ signal }) => api.post<FilledTemplate>(`/templates/${id}/fill`, { body: to, signal }),
    staleTime: 30_000,
  })
}

function useTemplateWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => queries.invalidateQueries({ queryKey: templatesKey }),
  })
}

export type TemplateInput = Pick<Template, 'name' | 'purpose' | 'subject' | 'body' | 'shared'>

export const useCreateTemplate = () =>
  useTemplateWrite((body: TemplateInput) => api.post<Template>('/templates', { body }))

export const useEditTemplate = () =>
  useTemplateWrite(({ id, edit }: { id: string; edit: EditTemplate }) =>
    api.patch<Template>(`/templates/${id}`, { body: edit }),
  )

export const useDeleteTemplate = () => useTemplateWrite((id: string) => api.delete(`/templates/${id}`))
