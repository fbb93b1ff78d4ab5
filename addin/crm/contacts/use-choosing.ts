import { useRef } from 'react'
import { between, type Chosen, choose, isChosen } from './chosen.ts'

/** Choosing rows of a list one by one and, with Shift, from the last one to this. */
export function useChoosing(ids: string[], chosen: Chosen, onChoose: (chosen: Chosen) => void) {
  const anchor = useRef<number | null>(null)
  return {
    toggle(row: number, fromLast: boolean) {
      const id = ids[row]
      if (!id) return
      const from = fromLast && anchor.current !== null ? anchor.current : row
      onChoose(choose(chosen, between(ids, from, row), from !== row || !isChosen(chosen, id)))
      anchor.current = row
    },
    extend(from: number, to: number) {
      anchor.current ??= Math.max(0, from)
      onChoose(choose(chosen, between(ids, anchor.current, to), true))
    },
  }
}
