import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  CreateForm,
  EditForm,
  Form,
  FormDefinition,
  FormList,
  FormSubmission,
  SubmissionPage,
} from '../../../server/forms/schema.ts'
import type { Mailbox } from '../../../server/mailboxes/schema.ts'
import { api } from '../../api/session.ts'

export const formsQuery = queryOptions({
  queryKey: ['forms'],
  queryFn: ({ signal }) => api.get<FormList>('/forms', { signal }),
  select: ({ items }) => items,
})

export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['forms', id],
    queryFn: ({ signal }) => api.get<Form>(`/forms/${id}`, { signal }),
  })

/** The draft as visitors would see it. */
export const previewQuery = (draft: FormDefinition) =>
  queryOptions({
    queryKey: ['form-preview', draft],
    queryFn: ({ signal }) => api.post<{ html: string }>('/forms/preview', { body: { draft }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })

export const submissionsQuery = (id: string, state: FormSubmission['state'] | '') =>
  infiniteQueryOptions({
    queryKey: ['forms', id, 'submissions', state],
    queryFn: ({ signal, pageParam }) =>
      api.get<SubmissionPage>(`/forms/${id}/submissions`, {
        query: { state: state || undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })

export const mailboxesQuery = queryOptions({
  queryKey: ['mailboxes'],
  queryFn: ({ signal }) => api.get<{ items: Mailbox[] }>('/mailboxes', { signal }),
  select: ({ items }) => items.toSorted((a, b) => a.address.localeCompare(b.address)),
  staleTime: 60_000,
})

function useFormWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => queries.invalidateQueries({ queryKey: ['forms'] }),
  })
}

export const useCreateForm = () =>
  useFormWrite((body: Partial<CreateForm> & { name: string }) => api.post<Form>('/forms', { body }))

export const useSaveForm = () =>
  useFormWrite(({ id, edit }: { id: string; edit: EditForm }) => api.patch<Form>(`/forms/${id}`, { body: edit }))

export const usePublishForm = () => useFormWrite((id: string) => api.post<Form>(`/forms/${id}/publish`))

export const useCloseForm = () => useFormWrite((id: string) => api.post<Form>(`/forms/${id}/close`))

export const useDeleteForm = () => useFormWrite((id: string) => api.delete(`/forms/${id}`))

export const useAcceptSubmission = (formId: string) =>
  useFormWrite((id: string) => api.post<null>(`/forms/${formId}/submissions/${id}/accept`))
