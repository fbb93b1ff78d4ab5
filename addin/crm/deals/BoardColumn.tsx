import '../texts/deals.ts'
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular, ThumbDislikeRegular, TrophyRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type DragEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal, DealColumn, DealStageReference } from '../../../server/deals/schema.ts'
import type { DealsWanted } from '../../features/deals/deals-query.ts'
import { moneyText } from '../../features/deals/money.ts'
import { restOfColumnQuery } from './board-query.ts'
import { DealCard } from './DealCard.tsx'

const useStyles = makeStyles({
  column: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    flex: '1 0 200px',
    maxWidth: '320px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: '1px solid transparent',
  },
  over: {
    border: `1px dashed ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorNeutralBackground3Hover,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, paddingInline: '4px' },
  title: { ...typographyStyles.body1Strong, margin: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  count: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  sums: { ...typographyStyles.caption1Strong, listStyleType: 'none', margin: 0, padding: '0 4px' },
  quiet: { ...typographyStyles.caption1, margin: 0, paddingInline: '4px', color: tokens.colorNeutralForeground2 },
  cards: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  won: { color: tokens.colorStatusSuccessForeground1 },
  lost: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  column: DealColumn
  wanted: DealsWanted
  closedWithinDays: number
  mayMove: boolean
  /** The card in the air, which may be put down here. */
  dragged: Deal | undefined
  movingId: string | undefined
  onMove: (deal: Deal, stage: DealStageReference) => void
  onDrag: (deal: Deal | undefined) => void
  onAdd: () => void
}

/** One stage: how many deals, their amounts by currency, and the cards. */
export function BoardColumn(props: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const { column, wanted, closedWithinDays, mayMove, dragged, movingId, onMove, onDrag, onAdd } = props
  const [over, setOver] = useState(false)
  const [wantsMore, setWantsMore] = useState(false)
  const titleId = useId()
  const rest = useInfiniteQuery({
    ...restOfColumnQuery(wanted, column),
    enabled: wantsMore && column.nextCursor !== null,
  })
  const later = rest.data?.pages.flatMap((page) => page.items) ?? []
  const shown = new Set(column.items.map(({ id }) => id))
  const cards = [...column.items, ...later.filter(({ id }) => !shown.has(id))]
  const goesOn = rest.data ? rest.hasNextPage : column.nextCursor !== null
  const { stage } = column
  const takes = dragged !== undefined && dragged.stageId !== stage.id
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (dragged && takes) onMove(dragged, stage)
  }
  return (
    <section
      className={mergeClasses(styles.column, over && takes && styles.over)}
      aria-labelledby={titleId}
      data-stage={stage.id}
      onDragOver={(event) => {
        if (!takes) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={drop}
    >
      <div className={styles.head}>
        {stage.outcome === 'won' && <TrophyRegular className={styles.won} aria-hidden />}
        {stage.outcome === 'lost' && <ThumbDislikeRegular className={styles.lost} aria-hidden />}
        <h2 id={titleId} className={styles.title}>
          {stage.name}
        </h2>
        <span className={styles.count}>{t('board.count', { count: column.count })}</span>
        {mayMove && stage.outcome === 'open' && (
          <Button
            size="small"
            appearance="subtle"
            icon={<AddRegular />}
            aria-label={t('board.addIn', { stage: stage.name })}
            title={t('board.addIn', { stage: stage.name })}
            onClick={onAdd}
          />
        )}
      </div>
      {stage.outcome !== 'open' && <p className={styles.quiet}>{t('board.lately', { count: closedWithinDays })}</p>}
      {column.sums.length > 0 && (
        <ul className={styles.sums}>
          {column.sums.map(({ currency, amount }) => (
            <li key={currency}>{moneyText(amount, currency)}</li>
          ))}
        </ul>
      )}
      {cards.length === 0 && <p className={styles.quiet}>{t('board.empty')}</p>}
      {cards.length > 0 && (
        <ul className={styles.cards} aria-labelledby={titleId}>
          {cards.map((deal) => (
            <DealCard
              key={deal.id}
              deal={deal}
              mayMove={mayMove}
              moving={deal.id === movingId}
              onMove={onMove}
              onDrag={onDrag}
            />
          ))}
        </ul>
      )}
      {rest.isError && (
        <p className={styles.quiet} role="alert">
          {t('board.moreFailed')}
        </p>
      )}
      {goesOn && (
        <Button
          size="small"
          disabledFocusable={rest.isFetching}
          onClick={() => (wantsMore ? void rest.fetchNextPage() : setWantsMore(true))}
        >
          {t('board.more')}
        </Button>
      )}
    </section>
  )
}
