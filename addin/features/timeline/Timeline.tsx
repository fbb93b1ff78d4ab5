import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityType } from '../../../server/timeline/schema.ts'
import { dayLabel } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { groupByDay } from './day-groups.ts'
import { Entry } from './Entry.tsx'
import { timelineQuery } from './timeline-query.ts'

// Menus bring their positioning along: half as much again as the whole first paint.
const TypeFilter = lazy(() => import('./TypeFilter.tsx'))

const useStyles = makeStyles({
  timeline: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '40px',
    paddingInline: tokens.spacingHorizontalL,
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  day: {
    ...typographyStyles.caption1Strong,
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXXS}`,
    color: tokens.colorNeutralForeground3,
  },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  foot: {
    ...typographyStyles.caption1,
    display: 'grid',
    justifyItems: 'center',
    padding: tokens.spacingVerticalM,
    color: tokens.colorNeutralForeground3,
  },
})

interface Props {
  /** A contact, or a company: then of everybody there. */
  contactId: string
  of?: 'contacts' | 'companies'
  /** Entries that are not on the server yet; shown above all others. */
  pending?: ReactNode
}

/** Everything that happened with a contact or company, newest first, under day headings. */
export function Timeline({ contactId, of = 'contacts', pending }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [types, setTypes] = useState<ActivityType[]>([])
  const timeline = useInfiniteQuery(timelineQuery(contactId, types, of))
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={styles.timeline} aria-label={t('timeline.title')} aria-busy={timeline.isLoading}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('timeline.title')}</h2>
        <Suspense>
          <TypeFilter types={types} onChange={setTypes} />
        </Suspense>
      </div>
      {pending}
      {timeline.isLoading && <LoadingRows />}
      {timeline.isError && !timeline.data && <Failed compact error={timeline.error} retry={timeline.refetch} />}
      {groupByDay(items).map(({ day, items: entries }) => (
        <section key={day}>
          <h3 className={styles.day}>{dayLabel(entries[0]?.occurredAt ?? day)}</h3>
          <ul className={styles.list}>
            {entries.map((activity) => (
              <Entry key={activity.id} activity={activity} showContacts={of === 'companies'} />
            ))}
          </ul>
        </section>
      ))}
      {timeline.isSuccess && items.length === 0 && !pending && <Nothing types={types} onClear={() => setTypes([])} />}
      <div className={styles.foot}>
        {timeline.hasNextPage && <LoadMore busy={timeline.isFetchingNextPage} more={timeline.fetchNextPage} />}
        {timeline.data && !timeline.hasNextPage && items.length > 0 && t('timeline.end')}
      </div>
    </section>
  )
}

/** An empty timeline says whether it is empty or only filtered. */
function Nothing({ types, onClear }: { types: ActivityType[]; onClear: () => void }) {
  const { t } = useTranslation()
  if (types.length === 0) return <Message compact title={t('timeline.empty')} text={t('timeline.emptyHint')} />
  const names = types.map((type) => t(`activity.${type}`)).join(', ')
  return (
    <Message compact title={t('timeline.hidden')} text={t('timeline.hiddenHint', { types: names })}>
      <Button onClick={onClear}>{t('timeline.clear')}</Button>
    </Message>
  )
}

/** Loads the next page when it scrolls near; stays a button for the keyboard and where observers are missing. */
function LoadMore({ busy, more }: { busy: boolean; more: () => unknown }) {
  const { t } = useTranslation()
  const edge = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (busy || !edge.current) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) more()
      },
      { rootMargin: '400px' },
    )
    observer.observe(edge.current)
    return () => observer.disconnect()
  }, [busy, more])
  return (
    <div ref={edge}>
      <Button size="small" appearance="transparent" disabledFocusable={busy} onClick={() => more()}>
        {busy ? t('common.loading') : t('timeline.more')}
      </Button>
    </div>
  )
}
