import './texts.ts'
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ActivityHistory } from '../../../server/timeline/schema.ts'
import { api } from '../../api/session.ts'
import { fullInstant, shortDate, timeOfDay } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  change: { display: 'grid', overflowWrap: 'anywhere' },
  head: { ...typographyStyles.caption1Strong },
  old: { whiteSpace: 'pre-line', color: tokens.colorNeutralForeground2 },
})

const activityHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['timeline', 'history', id],
    queryFn: ({ signal }) => api.get<ActivityHistory>(`/activities/${id}/history`, { signal }),
    staleTime: 0,
  })

/** Who changed an entry, when, and what it said before. */
export function EntryHistory({ activityId }: { activityId: string }) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const history = useQuery(activityHistoryQuery(activityId))
  if (history.isError && !history.data) return <Failed compact error={history.error} retry={history.refetch} />
  if (!history.data) return <LoadingRows count={1} />
  if (history.data.items.length === 0) return <span>{t('none')}</span>
  return (
    <ol className={styles.list} aria-label={t('history')}>
      {history.data.items.map(({ id, at, by, action, before }) => (
        <li key={id} className={styles.change}>
          <span className={styles.head}>
            {t(`action.${action}`)} · {by?.name ?? t('somebody')} ·{' '}
            <Instant at={at} text={`${shortDate(at)} ${timeOfDay(at)}`} />
          </span>
          {typeof before.summary === 'string' && (
            <span className={styles.old}>{t('saidBefore', { text: before.summary })}</span>
          )}
          {typeof before.occurredAt === 'string' && (
            <span className={styles.old}>{t('datedBefore', { when: fullInstant(before.occurredAt) })}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
