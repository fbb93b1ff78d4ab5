import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  ChangeReading,
  Import,
  ImportRows,
  ImportSummary,
  MappingInput,
  RowOutcome,
} from '../../../server/import/schema.ts'
import { api } from '../../api/session.ts'
import { saveFile } from '../../ui/parts/save-file.ts'
import { isMoving } from './progress.ts'

const lookAgain = 2_000

interface ImportPage {
  items: ImportSummary[]
  nextCursor: string | null
}

const key = (id: string) => ['imports', 'one', id] as const

/** Earlier imports, the newest first; asked for again while one of them is at work. */
export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) => api.get<ImportPage>('/imports', { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isMoving)) ? lookAgain : false),
})

export function importQuery(id: string) {
  return queryOptions({
    queryKey: key(id),
    queryFn: ({ signal }) => api.get<Import>(`/imports/${id}`, { signal }),
    staleTime: 0,
  })
}

export type RowFilter = RowOutcome | 'warned'

/** What became of the rows, page after page. */
export function rowsQuery(id: string, outcome: RowFilter) {
  return infiniteQueryOptions({
    queryKey: ['imports', 'rows', id, outcome],
    queryFn: ({ pageParam, signal }) =>
      api.get<ImportRows>(`/imports/${id}/rows`, { query: { outcome, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Puts an answer where everybody looks; the list asks again. */
export function took(queries: QueryClient, one: Import): void {
  queries.setQueryData(key(one.id), one)
  void queries.invalidateQueries({ queryKey: importsQuery.queryKey })
}

function useImportWrite<Input>(write: (input: Input) => Promise<Import>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: (one) => took(queries, one) })
}

export const useChangeReading = (id: string) =>
  useImportWrite((body: ChangeReading) => api.put<Import>(`/imports/${id}/reading`, { body }))

export const saveMapping = (id: string, body: MappingInput) => api.put<Import>(`/imports/${id}/mapping`, { body })

export type ImportAct = 'preview' | 'run' | 'pause' | 'cancel' | 'undo'

export const useAct = (id: string) => useImportWrite((act: ImportAct) => api.post<Import>(`/imports/${id}/${act}`))

/** Takes an import that never ran off the list, or the kept file of one that did. */
export function useDeleteImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/imports/${id}`),
    onSuccess: (_, id) => {
      void queries.invalidateQueries({ queryKey: importsQuery.queryKey })
      void queries.invalidateQueries({ queryKey: key(id) })
    },
  })
}

/** Saves a file of the server under the name it gives; gives that name. */
export function useDownload() {
  return useMutation({
    mutationFn: async (path: string) => {
      const { file, name } = await api.download(path)
      saveFile(file, name)
      return name
    },
  })
}
