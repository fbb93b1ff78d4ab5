import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Import } from '../../../server/import/schema.ts'
import { api } from '../../api/session.ts'
import { importQuery, took } from './imports-query.ts'
import { isMoving } from './progress.ts'

const tick = 1_000
/** One at rest may be set going by somebody else, or in another window. */
const lookAgain = 15_000

/** An import as it is now: by the server's own events while it is at work, by asking each second where these break. */
export function useImport(id: string) {
  const queries = useQueryClient()
  const [broken, setBroken] = useState(false)
  const query = useQuery({
    ...importQuery(id),
    refetchInterval: ({ state }) =>
      state.error ? lookAgain : state.data && isMoving(state.data) ? (broken ? tick : false) : lookAgain,
  })
  const moving = query.data !== undefined && isMoving(query.data)
  useEffect(() => {
    if (!moving) return
    setBroken(false)
    const leaving = new AbortController()
    const ended = () => {
      if (leaving.signal.aborted) return
      setBroken(true)
      // What was said last may not have come through.
      void queries.invalidateQueries({ queryKey: importQuery(id).queryKey })
    }
    void api
      .stream<Import>(
        `/imports/${id}/events`,
        (one) => queries.setQueryData(importQuery(id).queryKey, one),
        leaving.signal,
      )
      .then(ended, ended)
    return () => leaving.abort()
  }, [queries, id, moving])
  useRefreshAfter(query.data)
  return query
}

/** Whatever shows contacts asks again when an import has written, or taken back. */
function useRefreshAfter(one: Import | undefined): void {
  const queries = useQueryClient()
  const [before, setBefore] = useState(one?.state)
  const state = one?.state
  useEffect(() => {
    if (state === before) return
    setBefore(state)
    if (before !== 'running' && before !== 'undoing') return
    for (const key of ['contacts', 'contact', 'companies', 'tags', 'segments', 'history', 'custom-fields']) {
      void queries.invalidateQueries({ queryKey: [key] })
    }
    if (one) took(queries, one)
    void queries.invalidateQueries({ queryKey: ['imports', 'rows'] })
  }, [queries, state, before, one])
}
