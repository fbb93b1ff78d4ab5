import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Cell, type GridSize, nextCell } from './grid-keys.ts'

interface Options {
  grid: RefObject<HTMLElement | null>
  size: GridSize
  /** Brings a row into view; it is in the document after the next rendering. */
  reveal: (row: number) => void
}

/**
 * Roving focus: one cell of the grid is a tab stop, and the keys move it. Returns the present cell, `takeKey` (true: the
 * key was a move) and `stand` to put it elsewhere without taking the focus.
 */
export function useGridFocus({ grid, size, reveal }: Options) {
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 })
  const moved = useRef(false)
  const row = Math.min(cell.row, size.rows - 1)
  const column = Math.min(cell.column, size.columns - 1)
  const takeKey = (event: KeyboardEvent): Cell | undefined => {
    const next = nextCell(event.key, event.ctrlKey || event.metaKey, { row, column }, size)
    if (!next) return undefined
    event.preventDefault()
    moved.current = true
    setCell(next)
    if (next.row >= 0) reveal(next.row)
    return next
  }
  const within = useRef(false)
  useEffect(() => {
    const element = grid.current
    const enter = () => {
      within.current = true
    }
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !element?.contains(relatedTarget)) within.current = false
    }
    element?.addEventListener('focusin', enter)
    element?.addEventListener('focusout', leave)
    return () => {
      element?.removeEventListener('focusin', enter)
      element?.removeEventListener('focusout', leave)
    }
  }, [grid])
  // After every rendering, since a row that was out of sight comes into the document one rendering later, and since
  // other contacts in the rows take the focus away with the row that had it.
  useEffect(() => {
    const lost = within.current && document.activeElement === document.body
    if (!moved.current && !lost) return
    const target = grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)
    if (!target) return
    moved.current = false
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  return { cell: { row, column }, takeKey, stand: setCell }
}
