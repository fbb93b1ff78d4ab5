import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '../../../server/timeline/schema.ts'
import { meQuery } from '../../api/session.ts'
import { dayLabel } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { groupByDay } from './day-groups.ts'
import { Entry } from './Entry.tsx'
import { noFilter, type TimelineFilter } from './filters.ts'
import { Nothing } from './Nothing.tsx'
import { timelineQuery, type Whose } from './timeline-query.ts'
import { type Done, UndoBar } from './UndoBar.tsx'
import { useEntryDeeds } from './use-entry-deeds.ts'

// Menus bring their positioning along: half as much again as the whole first paint.
const TypeFilter = lazy(() => import('./TypeFilter.tsx'))
const FilterPanel = lazy(() => import('./FilterPanel.tsx'))

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
  filters: { display: 'flex', gap: tokens.spacingHorizontalXS },
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
  of?: Whose
  /** Entries that are not on the server yet; shown above all others. */
  pending?: ReactNode
  /** What narrows it, where somebody else keeps that: the address of a page. */
  filtering?: Filtering
}

export interface Filtering {
  filter: TimelineFilter
  onFilter: (filter: TimelineFilter) => void
}

/** Everything that happened with a contact or company, newest first, under day headings. */
export function Timeline({ filtering, ...props }: Props) {
  const [filter, onFilter] = useState(noFilter)
  return <Filtered {...props} {...(filtering ?? { filter, onFilter })} />
}

type FilteredProps = Omit<Props, 'filtering'> & Filtering

function Filtered({ contactId, of = 'contacts', pending, filter, onFilter }: FilteredProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [done, setDone] = useState<Done | null>(null)
  const timeline = useInfiniteQuery(timelineQuery(contactId, filter, of))
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? []
  const isEmpty = timeline.isSuccess && items.length === 0 && !timeline.hasNextPage && !pending
  return (
    <section className={styles.timeline} aria-label={t('timeline.title')} aria-busy={timeline.isLoading}>
      <Head contactId={of === 'contacts' ? contactId : null} filter={filter} onFilter={onFilter} />
      {pending}
      {timeline.isLoading && <LoadingRows />}
      {timeline.isError && !timeline.data && <Failed compact error={timeline.error} retry={timeline.refetch} />}
      <Days items={items} contactId={of === 'contacts' ? contactId : null} say={setDone} />
      {isEmpty && <Nothing id={contactId} of={of} filter={filter} onFilter={onFilter} />}
      {done && <UndoBar key={done.text} done={done} onDone={setDone} />}
      <div className={styles.foot}>
        {timeline.hasNextPage && <LoadMore busy={timeline.isFetchingNextPage} more={timeline.fetchNextPage} />}
        {timeline.data && !timeline.hasNextPage && items.length > 0 && t('timeline.end')}
      </div>
    </section>
  )
}

function Head({ contactId, filter, onFilter }: { contactId: string | null } & Filtering) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { person, search, from, to } = filter
  const isSet = [person, search, from, to].some(Boolean)
  const [open, setOpen] = useState(isSet)
  const panelId = useId()
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('timeline.title')}</h2>
        <span className={styles.filters}>
          <Button
            size="small"
            appearance={isSet ? 'secondary' : 'subtle'}
            icon={<SearchRegular />}
            aria-label={t('timeline.search')}
            title={t('timeline.search')}
            aria-expanded={open}
            aria-controls={open ? panelId : undefined}
            onClick={() => setOpen(!open)}
          />
          <Suspense>
            <TypeFilter types={filter.types} onChange={(types) => onFilter({ ...filter, types })} />
          </Suspense>
        </span>
      </div>
      {open && (
        <div id={panelId}>
          <Suspense>
            <FilterPanel filter={filter} onFilter={onFilter} contactId={contactId} />
          </Suspense>
        </div>
      )}
    </>
  )
}

interface DaysProps {
  items: Activity[]
  /** Null where the entries of several contacts stand together. */
  contactId: string | null
  say: (done: Done) => void
}

function Days({ items, contactId, say }: DaysProps) {
  const styles = useStyles()
  const { data: me } = useQuery(meQuery)
  const mayWrite = me?.roles.some((role) => role !== 'DataProtection') ?? false
  return groupByDay(items).map(({ day, items: entries }) => (
    <section key={day}>
      <h3 className={styles.day}>{dayLabel(entries[0]?.occurredAt ?? day)}</h3>
      <ul className={styles.list}>
        {entries.map((activity) => (
          <OneEntry key={activity.id} activity={activity} contactId={contactId} say={say} mayWrite={mayWrite} />
        ))}
      </ul>
    </section>
  ))
}

function OneEntry({ activity, contactId, say, mayWrite }: Omit<DaysProps, 'items'> & EntryOf) {
  const [first, ...others] = activity.contacts
  const whose = contactId ?? (others.length === 0 ? (first?.id ?? null) : null)
  const deeds = useEntryDeeds(whose, say)
  return <Entry activity={activity} deeds={deeds} mayWrite={mayWrite} showContacts={contactId === null} />
}

interface EntryOf {
  activity: Activity
  mayWrite: boolean
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
