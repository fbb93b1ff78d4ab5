import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { type ListState, readListState, writeListState } from './list-state.ts'

/** The list's state out of the address, and a way to change it there. Typing replaces the entry in the history. */
export function useListState() {
  const [params, setParams] = useSearchParams()
  const state = useMemo(() => readListState(params), [params])
  const change = useCallback(
    (part: Partial<ListState>, { replace = false }: { replace?: boolean } = {}) =>
      setParams((now) => writeListState({ ...readListState(now), ...part }), { replace }),
    [setParams],
  )
  return { state, change }
}
