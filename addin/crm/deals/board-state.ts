import type { Deal, DealBoard, DealStageReference } from '../../../server/deals/schema.ts'

/** The board as it will be when a move is saved: the card stands at the top of its new column, and the numbers follow. */
export function withMove(board: DealBoard, deal: Deal, stage: DealStageReference): DealBoard {
  const target = board.columns.find((column) => column.stage.id === stage.id)
  if (!target || target.items.some(({ id }) => id === deal.id)) return board
  return {
    ...board,
    columns: board.columns.map((column) => {
      const items = column.items.filter(({ id }) => id !== deal.id)
      if (column.stage.id === stage.id && deal.stageId !== stage.id) {
        return { ...column, count: column.count + 1, items: [{ ...deal, stageId: stage.id, stage }, ...items] }
      }
      if (column.stage.id === deal.stageId && deal.stageId !== stage.id) {
        return { ...column, count: Math.max(0, column.count - 1), items }
      }
      return column
    }),
  }
}

export interface Place {
  column: number
  card: number
}

/**
 * Where an arrow key leads on the board: up and down in a column, left and right to the nearest column that has cards.
 * @param sizes how many cards each column shows
 * @returns null where there is nothing to go to
 */
export function nextPlace(key: string, { column, card }: Place, sizes: readonly number[]): Place | null {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const next = card + (key === 'ArrowUp' ? -1 : 1)
    return next >= 0 && next < (sizes[column] ?? 0) ? { column, card: next } : null
  }
  if (key === 'Home' || key === 'End') {
    return { column, card: key === 'Home' ? 0 : Math.max(0, (sizes[column] ?? 1) - 1) }
  }
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0
  if (step === 0) return null
  for (let at = column + step; at >= 0 && at < sizes.length; at += step) {
    const size = sizes[at] ?? 0
    if (size > 0) return { column: at, card: Math.min(card, size - 1) }
  }
  return null
}
