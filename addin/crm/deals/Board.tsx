import '../texts/deals.ts'
import { makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal, DealBoard } from '../../../server/deals/schema.ts'
import type { DealsWanted } from '../../features/deals/deals-query.ts'
import { useMayWriteDeals } from '../../features/deals/rights.ts'
import { SaidBar } from '../../features/deals/SaidBar.tsx'
import type { Move } from '../../features/deals/use-move-deal.ts'
import { useMoving } from '../../features/deals/use-moving.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { BoardColumn } from './BoardColumn.tsx'
import { boardQuery } from './board-query.ts'
import { nextPlace, withMove } from './board-state.ts'

const useStyles = makeStyles({
  board: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    overflowX: 'auto',
    paddingBlockEnd: tokens.spacingVerticalM,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

interface Props {
  wanted: DealsWanted
  onAdd: (stageId: string) => void
  /** Stands below the columns where none has a card. */
  children: ReactNode
}

/** The deals by stage. Cards are moved by dragging, by their menu, and by Shift with the left and right arrow. */
export function Board({ wanted, onAdd, children }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const hidden = useHidden()
  const keysId = useId()
  const board = useQuery(boardQuery(wanted))
  const mayMove = useMayWriteDeals()
  const moving = useMoving()
  const [dragged, setDragged] = useState<Deal>()
  const area = useRef<HTMLElement>(null)
  useRefocus(area, moving.moving?.deal.id, dragged !== undefined)
  const shown = useWithMove(board.data, moving.moving)
  if (board.isError && !board.data) return <Failed error={board.error} retry={board.refetch} />
  if (!shown) return <LoadingRows count={6} />
  const onKeyDown = (event: KeyboardEvent) => {
    const at = placeOf(area.current, event.target)
    if (!at || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.shiftKey) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      const deal = shown.columns.flatMap(({ items }) => items).find(({ id }) => id === at.id)
      const stage = step && shown.columns[at.column + step]?.stage
      if (!step || !deal || !stage || !mayMove) return
      event.preventDefault()
      moving.start(deal, stage)
      return
    }
    const next = nextPlace(event.key, at, at.sizes)
    if (!next) return
    event.preventDefault()
    cardsIn(area.current, next.column)[next.card]?.focus()
  }
  return (
    <>
      <SaidBar said={moving.said} onDismiss={moving.forget} />
      <p id={keysId} className={hidden}>
        {t('board.keys')}
      </p>
      <section
        ref={area}
        className={styles.board}
        aria-label={t('board.label')}
        aria-describedby={mayMove ? keysId : undefined}
        aria-busy={moving.moving !== undefined}
        // It scrolls to the side, also for who has no mouse.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {shown.columns.map((column) => (
          <BoardColumn
            key={column.stage.id}
            column={column}
            wanted={wanted}
            closedWithinDays={shown.closedWithinDays}
            mayMove={mayMove}
            dragged={dragged}
            movingId={moving.moving?.deal.id}
            onMove={moving.start}
            onDrag={setDragged}
            onAdd={() => onAdd(column.stage.id)}
          />
        ))}
      </section>
      {shown.columns.every(({ count }) => count === 0) && children}
      {moving.dialog}
    </>
  )
}

/** While a move is on its way the board shows it as done. */
function useWithMove(board: DealBoard | undefined, move: Move | undefined) {
  return board && move ? withMove(board, move.deal, move.stage) : board
}

const soon = 3_000

/** A card that is moved leaves the place of the focus and comes up elsewhere: it has the focus there. */
function useRefocus(area: RefObject<HTMLElement | null>, movingId: string | undefined, dragging: boolean) {
  const wanted = useRef<{ id: string; until: number }>(undefined)
  useEffect(() => {
    if (dragging) wanted.current = undefined
    else if (movingId) wanted.current = { id: movingId, until: Date.now() + soon }
    const lost = document.activeElement === null || document.activeElement === document.body
    if (!wanted.current || !lost || Date.now() > wanted.current.until) return
    area.current?.querySelector<HTMLElement>(`[data-deal="${CSS.escape(wanted.current.id)}"]`)?.focus()
  })
}

const columnsIn = (area: HTMLElement | null) => [...(area?.querySelectorAll<HTMLElement>('[data-stage]') ?? [])]
const cardsIn = (area: HTMLElement | null, column: number) => [
  ...(columnsIn(area)[column]?.querySelectorAll<HTMLElement>('[data-deal]') ?? []),
]

/** Where on the board the focus is, if it is on a card. */
function placeOf(area: HTMLElement | null, target: EventTarget) {
  const id = target instanceof HTMLElement ? target.dataset.deal : undefined
  if (!id) return null
  const columns = columnsIn(area).map((_, column) => cardsIn(area, column))
  const column = columns.findIndex((cards) => cards.some((card) => card === target))
  const card = columns[column]?.indexOf(target as HTMLElement) ?? 0
  return { id, column, card, sizes: columns.map(({ length }) => length) }
}
