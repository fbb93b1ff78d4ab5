import { useEffect, useRef, useState } from 'react'

const burst = 400
const firstWait = 120
const burstWait = 300

/**
 * True once a selection has stood still long enough to ask the server about it, so that running through a
 * list with the arrow key costs calls only where one stops (OP-12). The very first selection does not wait.
 */
export function useSettled(key: string): boolean {
  const [settled, setSettled] = useState(key)
  const changedAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const now = performance.now()
    const wait = now - changedAt.current < burst ? burstWait : firstWait
    changedAt.current = now
    const timer = setTimeout(() => setSettled(key), wait)
    return () => clearTimeout(timer)
  }, [key])
  return settled === key
}
