import './texts.ts'
import { Badge, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '../../../server/timeline/schema.ts'
import type { TrackingSummary as Summary } from '../../../server/tracking/schema.ts'
import { relativeTime } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { trackingQuery } from './tracking-query.ts'

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalXXS, justifyItems: 'start' },
  line: { margin: 0 },
  strong: { ...typographyStyles.caption1Strong, margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  hits: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS, width: '100%' },
  hit: { display: 'grid', gap: '2px', overflowWrap: 'anywhere' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  when: { color: tokens.colorNeutralForeground3 },
})

/** In the details of a mail, or of an open or click of one: what is known, and why it counts or does not. */
export default function TrackingSummary({ activity }: { activity: Activity }) {
  if (activity.type === 'email_sent') return <OfMail activityId={activity.id} />
  if (activity.type === 'email_opened' || activity.type === 'email_clicked') return <OfHit details={activity.details} />
  return null
}

function OfHit({ details: { reason, count, lastAt } }: Pick<Activity, 'details'>) {
  const styles = useStyles()
  const { t } = useTranslation('tracking')
  return (
    <div className={styles.part}>
      {typeof count === 'number' && count > 1 && typeof lastAt === 'string' && (
        <p className={styles.strong}>
          <Counted text={t('times', { count })} last={lastAt} />
        </p>
      )}
      {typeof reason === 'string' && <p className={styles.quiet}>{reason}</p>}
    </div>
  )
}

function OfMail({ activityId }: { activityId: string }) {
  const styles = useStyles()
  const { t } = useTranslation('tracking')
  const { data, isError } = useQuery(trackingQuery(activityId))
  if (data?.state === 'not_tracked') return null
  return (
    <section className={styles.part} aria-label={t('label')}>
      {data ? (
        <Known summary={data} />
      ) : (
        <p className={styles.quiet} role={isError ? 'alert' : undefined}>
          {t(isError ? 'failed' : 'loading')}
        </p>
      )}
    </section>
  )
}

function Known({ summary }: { summary: Summary }) {
  const styles = useStyles()
  const { t } = useTranslation('tracking')
  const several = summary.recipients > 1
  return (
    <>
      {summary.state === 'not_measurable' ? (
        <>
          <p className={styles.strong}>{t('notMeasurable')}</p>
          <p className={styles.quiet}>{t('notMeasurableHint')}</p>
        </>
      ) : (
        <p className={styles.strong}>
          <Counted text={t(several ? 'somebodyOpens' : 'opens', { count: summary.opens })} last={summary.lastOpenAt} />
          {summary.clicks > 0 && ' · '}
          {summary.clicks > 0 && <Counted text={t('clicks', { count: summary.clicks })} last={summary.lastClickAt} />}
        </p>
      )}
      {several && <p className={styles.quiet}>{t('somebodyHint', { count: summary.recipients })}</p>}
      {summary.machines > 0 && <p className={styles.quiet}>{t('machines', { count: summary.machines })}</p>}
      {summary.events.length > 0 && <Hits events={summary.events} />}
    </>
  )
}

function Counted({ text, last }: { text: string; last: string | null }) {
  const { t } = useTranslation('tracking')
  return (
    <>
      {text}
      {last && (
        <>
          {', '}
          <Instant at={last} text={t('last', { when: relativeTime(last) })} />
        </>
      )}
    </>
  )
}

function Hits({ events }: { events: Summary['events'] }) {
  const styles = useStyles()
  const { t } = useTranslation('tracking')
  const [open, setOpen] = useState(false)
  const listId = useId()
  return (
    <>
      <Link as="button" aria-expanded={open} aria-controls={open ? listId : undefined} onClick={() => setOpen(!open)}>
        {t(open ? 'hide' : 'show')}
      </Link>
      {open && (
        <ul id={listId} className={styles.hits} aria-label={t('hits')}>
          {events.map((event) => (
            <li key={event.id} className={styles.hit}>
              <span className={styles.head}>
                <Badge size="small" appearance="tint" color={event.class === 'person' ? 'success' : 'informative'}>
                  {t(`class.${event.class}`)}
                </Badge>
                {t(event.kind)}
                <Instant at={event.at} className={styles.when} />
              </span>
              <span className={styles.quiet}>{event.reason}</span>
              {event.link && <span className={styles.quiet}>{event.link}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
