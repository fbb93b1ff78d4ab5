import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/session.ts'
import { saveFile } from '../../ui/parts/save-file.ts'

export type Format = 'csv' | 'xlsx'

/** A file the server makes: from its address, or by a POST where there is a body. */
export interface AskedFile {
  path: string
  query?: Record<string, string | undefined>
  body?: unknown
}

/** How often the bytes on screen move, in milliseconds. */
const pace = 300

/** Downloads one file at a time and saves it; what came of it stays until it is put away. */
export function useExport() {
  const [received, setReceived] = useState(0)
  const running = useRef<AbortController>(undefined)
  const saving = useMutation({
    mutationFn: async ({ path, ...options }: AskedFile) => {
      running.current = new AbortController()
      const { signal } = running.current
      const { file, name } = await api.download(path, { ...options, signal, onReceived: paced(setReceived) })
      saveFile(file, name)
      return name
    },
    onMutate: () => setReceived(0),
  })
  // Who leaves the page does not wait for the file any more.
  useEffect(() => () => running.current?.abort(), [])
  return {
    start: (file: AskedFile) => {
      running.current?.abort()
      saving.mutate(file)
    },
    /** Asks for the same file again. */
    again: () => saving.variables && saving.mutate(saving.variables),
    stop: () => running.current?.abort(),
    dismiss: saving.reset,
    received,
    busy: saving.isPending,
    saved: saving.data,
    stopped: saving.error?.name === 'AbortError',
    error: saving.error,
  }
}

export type Export = ReturnType<typeof useExport>

function paced(set: (bytes: number) => void): (bytes: number) => void {
  let last = 0
  return (bytes) => {
    if (Date.now() - last < pace) return
    last = Date.now()
    set(bytes)
  }
}
