import { Button, Field, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ReceivedCall } from '../../../../server/calls/schema.ts'
import { shortDate, timeOfDay } from '../../../ui/format.ts'
import { Instant } from '../../../ui/Instant.tsx'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { receivedQuery } from './calls-query.ts'

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  filter: { maxWidth: '260px' },
  scroll: { overflowX: 'auto' },
  table: { ...typographyStyles.body1, borderCollapse: 'collapse', width: '100%', minWidth: '640px' },
  head: {
    ...typographyStyles.caption1Strong,
    textAlign: 'start',
    color: tokens.colorNeutralForeground2,
    padding: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightRegular,
    padding: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, margin: 0 },
  link: { color: tokens.colorBrandForegroundLink },
  more: { justifySelf: 'start' },
})

const states: readonly ReceivedCall['state'][] = ['filed', 'waiting', 'shared']
const columns = ['number', 'when', 'length', 'outcome', 'contacts'] as const

/** Calls as they came in, newest first, with what became of them. */
export function ReceivedCalls() {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  const [state, setState] = useState<ReceivedCall['state'] | ''>('')
  const log = useInfiniteQuery(receivedQuery(state))
  const calls = log.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section className={styles.part} aria-label={t('received')}>
      <h2 className={styles.title}>{t('received')}</h2>
      <Field label={t('state')} className={styles.filter}>
        <Select value={state} onChange={(_, { value }) => setState(value as typeof state)}>
          <option value="">{t('all')}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`stateOf.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      {log.isError && !log.data && <Failed error={log.error} retry={log.refetch} compact />}
      {log.isPending && <LoadingRows />}
      {log.data && calls.length === 0 && <Message compact title={t('nothing')} text={t('nothingText')} />}
      {calls.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t('received')}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} className={styles.head} scope="col">
                    {t(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <Row key={call.id} call={call} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {log.hasNextPage && (
        <Button className={styles.more} disabledFocusable={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}

function Row({ call }: { call: ReceivedCall }) {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  return (
    <tr>
      <th className={styles.cell} scope="row">
        {t(call.direction === 'inbound' ? 'from' : 'to')} {call.numberDisplay}
        <p className={styles.quiet}>{[call.source.name, call.user?.name].filter(Boolean).join(' · ')}</p>
      </th>
      <td className={styles.cell}>
        <Instant at={call.startedAt} text={`${shortDate(call.startedAt)} ${timeOfDay(call.startedAt)}`} />
      </td>
      <td className={styles.cell}>{useLength(call.durationSeconds)}</td>
      <td className={styles.cell}>
        {call.outcome}
        {call.recordingUrl && (
          <p className={styles.quiet}>
            <a className={styles.link} href={call.recordingUrl} target="_blank" rel="noopener noreferrer">
              {t('play')}
            </a>
          </p>
        )}
      </td>
      <td className={styles.cell}>
        {call.contacts.map(({ id, name }, at) => (
          <Fragment key={id}>
            {at > 0 && ', '}
            <Link className={styles.link} to={`/contacts/${id}`}>
              {name}
            </Link>
          </Fragment>
        ))}
        {call.state !== 'filed' && (
          <>
            {t(`stateOf.${call.state}`)}
            <p className={styles.quiet}>
              {call.state === 'waiting' ? t('stateHint.waiting') : t('stateHint.shared', { count: call.holders })}
            </p>
          </>
        )}
      </td>
    </tr>
  )
}

function useLength(seconds: number | null): string {
  const { t } = useTranslation('calls')
  if (seconds === null) return ''
  return seconds < 60
    ? t('seconds', { count: seconds })
    : t('minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}
