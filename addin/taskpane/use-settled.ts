import { useEffect, useRef, useState } from 'react'

const burst = 600
const firstWait = 120
const burstWait = 350

/**
 * True once a selection has stood still long enough to ask the server about it, so that running through a
 * list with the arrow key costs calls only where one stops (OP-12). The very first selection does not wait.
 * @param extra milliseconds to wait on top, for what is wanted less urgently
 */
export function useSettled(key: string, extra = 0): boolean {
  const [settled, setSettled] = useState(key)
  const changedAt = useRef<number | null>(null)
  useEffect(() => {
    const before = changedAt.current
    if (before === null) {
      changedAt.current = Number.NEGATIVE_INFINITY
      return
    }
    const now = performance.now()
    const wait = now - before < burst ? burstWait : firstWait
    changedAt.current = now
    const timer = setTimeout(() => setSettled(key), wait + extra)
    return () => clearTimeout(timer)
  }, [key, extra])
  return settled === key
}
