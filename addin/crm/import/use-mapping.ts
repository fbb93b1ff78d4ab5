import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Import, Mapping } from '../../../server/import/schema.ts'
import { importQuery, saveMapping, took } from './imports-query.ts'

const typing = 400

export interface MappingEdit {
  mapping: Mapping
  change: (next: (mapping: Mapping) => Mapping) => void
  /** Saves what is not saved yet; false: it was refused, or nobody answered. */
  flush: () => Promise<boolean>
  state: 'saved' | 'saving' | 'failed'
  error: unknown
}

/**
 * The mapping as it is being edited: shown at once, saved when the hand rests, one save at a time, the latest last. What
 * the server says meanwhile does not overwrite what is not saved yet.
 */
export function useMapping(one: Import): MappingEdit {
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Mapping>()
  const [error, setError] = useState<unknown>(null)
  const latest = useRef<Mapping>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean>>(undefined)

  const save = useCallback(async (): Promise<boolean> => {
    while (latest.current) {
      const sent = latest.current
      try {
        const answer = await saveMapping(one.id, sent)
        if (latest.current !== sent) continue
        latest.current = undefined
        took(queries, answer)
        setDraft(undefined)
        setError(null)
      } catch (problem) {
        if (latest.current !== sent) continue
        setError(problem)
        return false
      }
    }
    return true
  }, [one.id, queries])

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    running.current ??= save().finally(() => {
      running.current = undefined
    })
    return running.current
  }, [save])

  const change = (next: (mapping: Mapping) => Mapping) => {
    const known = queries.getQueryData(importQuery(one.id).queryKey) ?? one
    const before = latest.current ?? known.mapping
    const after = next(before)
    if (after === before) return
    latest.current = after
    setDraft(after)
    setError(null)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flush(), typing)
  }

  useEffect(() => () => void flush(), [flush])
  useWarnBeforeLeaving(draft !== undefined, flush)

  return {
    mapping: draft ?? one.mapping,
    change,
    flush,
    state: draft === undefined ? 'saved' : error ? 'failed' : 'saving',
    error,
  }
}

/** Who closes the window while something is unsaved is asked first; it is being saved meanwhile. */
function useWarnBeforeLeaving(unsaved: boolean, flush: () => Promise<boolean>): void {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault()
      void flush()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved, flush])
}
