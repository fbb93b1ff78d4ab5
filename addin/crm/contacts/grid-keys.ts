/** A cell of the grid; row -1 is the header. */
export interface Cell {
  row: number
  column: number
}

export interface GridSize {
  rows: number
  columns: number
  /** Rows that fit on the screen. */
  page: number
}

/** Where a key leads (WAI-ARIA grid pattern); undefined when the key is not about moving. */
export function nextCell(key: string, ctrl: boolean, { row, column }: Cell, size: GridSize): Cell | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 }
  switch (key) {
    case 'ArrowDown':
      return { row: Math.min(row + 1, last.row), column }
    case 'ArrowUp':
      return { row: Math.max(row - 1, -1), column }
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, last.column) }
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) }
    case 'PageDown':
      return { row: Math.min(row + size.page, last.row), column }
    case 'PageUp':
      return { row: Math.max(row - size.page, Math.min(0, last.row)), column }
    case 'Home':
      return ctrl ? { row: Math.min(0, last.row), column: 0 } : { row, column: 0 }
    case 'End':
      return ctrl ? last : { row, column: last.column }
    default:
      return undefined
  }
}
