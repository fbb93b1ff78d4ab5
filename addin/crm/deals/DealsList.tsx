import '../texts/deals.ts'
import { makeStyles, Select, ToggleButton, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowSortDownLinesRegular } from '@fluentui/react-icons'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type DealsWanted, dealsQuery } from '../../features/deals/deals-query.ts'
import { useMayWriteDeals } from '../../features/deals/rights.ts'
import { SaidBar } from '../../features/deals/SaidBar.tsx'
import { useMoving } from '../../features/deals/use-moving.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { LoadMore } from '../companies/LoadMore.tsx'
import { DealTable } from './DealTable.tsx'
import { listSorts } from './deals-state.ts'

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  count: { ...typographyStyles.caption1, margin: 0, marginInlineEnd: 'auto', color: tokens.colorNeutralForeground3 },
})

interface Props {
  wanted: DealsWanted
  sort: string
  onSort: (sort: string) => void
  /** Stands there when there is nothing. */
  children: ReactNode
}

/** The deals as a list with endless scroll. */
export function DealsList({ wanted, sort, onSort, children }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('dealPages')
  const deals = useInfiniteQuery({ ...dealsQuery(wanted), placeholderData: keepPreviousData })
  const mayWrite = useMayWriteDeals()
  const moving = useMoving()
  const items = deals.data?.pages.flatMap((page) => page.items) ?? []
  const total = deals.data?.pages[0]?.total.count
  const down = sort.startsWith('-')
  const by = sort.replace(/^-/, '')
  return (
    <>
      <SaidBar said={moving.said} onDismiss={moving.forget} />
      <div className={styles.head}>
        <p className={styles.count} role="status">
          {total !== undefined && t('list.count', { count: total })}
        </p>
        <Select aria-label={t('list.sort')} value={by} onChange={(_, { value }) => onSort(down ? `-${value}` : value)}>
          {listSorts.map((one) => (
            <option key={one} value={one}>
              {t(`list.${one}`)}
            </option>
          ))}
        </Select>
        <ToggleButton
          icon={<ArrowSortDownLinesRegular />}
          aria-label={t('list.descending')}
          title={t('list.descending')}
          checked={down}
          onClick={() => onSort(down ? by : `-${by}`)}
        />
      </div>
      {deals.isLoading && <LoadingRows count={8} />}
      {deals.isError && !deals.data && <Failed error={deals.error} retry={deals.refetch} />}
      {items.length > 0 && (
        <DealTable deals={items} sort={sort} onSort={onSort} onMove={mayWrite ? moving.start : undefined} />
      )}
      {deals.isSuccess && items.length === 0 && children}
      {deals.hasNextPage && (
        <LoadMore busy={deals.isFetchingNextPage} failed={deals.isFetchNextPageError} more={deals.fetchNextPage} />
      )}
      {moving.dialog}
    </>
  )
}
