import './texts.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import type { DealStart } from './AddDeal.tsx'
import { DealFacts } from './DealLines.tsx'
import { DealMenu } from './DealMenu.tsx'
import { dealLink } from './deal-link.ts'
import { dealsQuery } from './deals-query.ts'
import { useMayWriteDeals } from './rights.ts'
import { SaidBar } from './SaidBar.tsx'
import { useMoving } from './use-moving.tsx'

const AddDeal = lazy(() => import('./AddDeal.tsx'))

const pageSize = 10

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  deal: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
  },
  name: { display: 'inline-block', paddingBlock: '2px', overflowWrap: 'anywhere' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground3 },
  more: { justifySelf: 'start' },
})

interface Props {
  /** Whose deals: a contact's, or a company's. */
  of: { contact: string } | { company: string }
  /** What a deal that is added here begins with. */
  start: DealStart
  guard?: () => void
}

/** The deals of a contact or company, open ones and closed ones, with adding, winning and losing them. */
export default function DealList({ of, start, guard }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('deals')
  const [adding, setAdding] = useState(false)
  const deals = useInfiniteQuery(dealsQuery(of, pageSize))
  const mayWrite = useMayWriteDeals()
  const moving = useMoving(guard)
  const items = deals.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className={styles.part}>
      <SaidBar said={moving.said} onDismiss={moving.forget} />
      {deals.isError && !deals.data && <Failed compact error={deals.error} retry={deals.refetch} />}
      {deals.isPending && <LoadingRows count={2} />}
      {deals.data && items.length === 0 && <p className={styles.quiet}>{t('empty')}</p>}
      {items.length > 0 && (
        <ul className={styles.list} aria-label={t('title')}>
          {items.map((deal) => (
            <li key={deal.id} className={styles.deal}>
              <div>
                <Link className={styles.name} {...dealLink(deal.id)}>
                  {deal.name}
                </Link>
                <DealFacts deal={deal} />
              </div>
              {mayWrite && <DealMenu deal={deal} onMove={moving.start} />}
            </li>
          ))}
        </ul>
      )}
      {deals.hasNextPage && (
        <Button
          className={styles.more}
          size="small"
          disabledFocusable={deals.isFetchingNextPage}
          onClick={() => void deals.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      {mayWrite && (
        <Button className={styles.more} size="small" icon={<AddRegular />} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      )}
      {moving.dialog}
      <Suspense>
        {adding && (
          <AddDeal start={start} guard={guard} onClose={() => setAdding(false)} onAdded={() => setAdding(false)} />
        )}
      </Suspense>
    </div>
  )
}
