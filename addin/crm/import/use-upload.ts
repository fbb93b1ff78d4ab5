import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Import } from '../../../server/import/schema.ts'
import { api } from '../../api/session.ts'
import { took } from './imports-query.ts'

export interface Sending {
  name: string
  size: number
  sent: number
  /** Bytes a second, over the whole way so far; null at first. */
  pace: number | null
}

/** Sends a file; it can be stopped, and stops when its page is left. */
export function useUpload(onDone: (one: Import) => void) {
  const queries = useQueryClient()
  const [sending, setSending] = useState<Sending>()
  const [stopped, setStopped] = useState(false)
  const leaving = useRef<AbortController>(undefined)
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const begun = performance.now()
      leaving.current = new AbortController()
      setStopped(false)
      setSending({ name: file.name, size: file.size, sent: 0, pace: null })
      const onProgress = (sent: number) => {
        const seconds = (performance.now() - begun) / 1000
        setSending({ name: file.name, size: file.size, sent, pace: seconds > 2 ? sent / seconds : null })
      }
      return api.upload<Import>('/imports', file, onProgress, leaving.current.signal)
    },
    onSuccess: (one) => {
      took(queries, one)
      onDone(one)
    },
    // One that has arrived leads to its page: nothing is put back here meanwhile.
    onError: () => setSending(undefined),
  })
  useEffect(() => () => leaving.current?.abort(), [])
  useWarnWhile(sending !== undefined)
  return {
    send: upload.mutate,
    sending,
    stopped,
    error: stopped ? null : upload.error,
    stop: () => {
      setStopped(true)
      leaving.current?.abort()
    },
  }
}

function useWarnWhile(busy: boolean): void {
  useEffect(() => {
    if (!busy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [busy])
}
