import './texts.ts'
import {
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { CheckmarkCircleFilled, ProhibitedRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConsentPanel as Panel } from '../../../server/consent/schema.ts'
import { countryName, shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { consentQuery } from './consent-query.ts'
import { Ledger } from './Ledger.tsx'

const OptOut = lazy(() => import('./OptOut.tsx'))
const RecordConsent = lazy(() => import('./RecordConsent.tsx'))

const useStyles = makeStyles({
  panel: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  answer: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  allow: { backgroundColor: tokens.colorPaletteGreenBackground1, color: tokens.colorPaletteGreenForeground1 },
  block: { backgroundColor: tokens.colorPaletteRedBackground1, color: tokens.colorPaletteRedForeground1 },
  icon: { fontSize: '24px', lineHeight: 1 },
  question: { ...typographyStyles.caption1, margin: 0 },
  verdict: { ...typographyStyles.subtitle2, margin: 0 },
  reason: { ...typographyStyles.body1, margin: 0, gridColumn: 2, color: tokens.colorNeutralForeground1 },
  facts: { ...typographyStyles.body1, display: 'grid', gap: tokens.spacingVerticalXS, margin: 0 },
  fact: {
    display: 'grid',
    gridTemplateColumns: '88px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
  },
  name: { ...typographyStyles.caption1, lineHeight: tokens.lineHeightBase300, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0 },
  source: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  summary: { width: 'fit-content', minHeight: '24px', lineHeight: '24px', cursor: 'pointer' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  contactId: string
  name: string
  /** Throws when Outlook shows another message by now. */
  guard?: () => void
  /** Message-ID of the mail the pane shows. */
  drawnFor?: string | null
}

/** What a person agreed to, under which law, and the one answer that follows: may they be sent marketing now? */
export default function ConsentPanel({ contactId, name, guard, drawnFor }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const panel = useQuery(consentQuery(contactId))
  const [doing, setDoing] = useState<'record' | 'opt-out'>()
  if (panel.isError && !panel.data) return <Failed compact error={panel.error} retry={panel.refetch} />
  if (!panel.data) return <LoadingRows count={3} />
  const { consent, marketing, clock, entries, disclaimer } = panel.data
  const writing = { contactId, guard, drawnFor, onClose: () => setDoing(undefined) }
  return (
    <div className={styles.panel}>
      <Answer marketing={marketing} />
      {clock && <Clock clock={clock} />}
      {!consent.proven && consent.status === 'opted_in' && <Warning>{t('unproven')}</Warning>}
      {consent.objected && <Warning>{t('objected')}</Warning>}
      <Facts consent={consent} marketing={marketing} />
      <div className={styles.actions}>
        <Button size="small" onClick={() => setDoing('record')}>
          {t('record')}
        </Button>
        {consent.status !== 'opted_out' && (
          <Button size="small" onClick={() => setDoing('opt-out')}>
            {t('optOut')}
          </Button>
        )}
      </div>
      <Suspense>
        {doing === 'record' && <RecordConsent {...writing} consent={consent} />}
        {doing === 'opt-out' && <OptOut {...writing} name={name} />}
      </Suspense>
      <Ledger entries={entries} />
      <p className={styles.quiet}>{disclaimer}</p>
    </div>
  )
}

function Answer({ marketing }: { marketing: Panel['marketing'] }) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const allowed = marketing.decision === 'allow'
  const Icon = allowed ? CheckmarkCircleFilled : ProhibitedRegular
  return (
    <div className={mergeClasses(styles.answer, allowed ? styles.allow : styles.block)} role="status">
      <Icon className={styles.icon} aria-hidden />
      <div>
        <p className={styles.question}>{t('question')}</p>
        <p className={styles.verdict}>{t(marketing.decision)}</p>
      </div>
      <p className={styles.reason}>
        {marketing.text} {marketing.until && t('until', { date: shortDate(marketing.until) })}
      </p>
    </div>
  )
}

const warnDays = 60

function Clock({ clock }: { clock: NonNullable<Panel['clock']> }) {
  const { t } = useTranslation('consentPanel')
  const ended = clock.daysLeft < 0 || new Date(clock.expiresAt).getTime() <= Date.now()
  const date = shortDate(clock.expiresAt)
  const urgent = clock.daysLeft <= warnDays
  return (
    <MessageBar intent={urgent ? 'warning' : 'info'} layout="multiline">
      <MessageBarBody>
        {t('clock', { event: t(`eventOf.${clock.event}`), date: shortDate(clock.eventAt) })}{' '}
        {ended ? t('clockEnded', { date }) : t('clockLeft', { date, count: clock.daysLeft })}{' '}
        {ended && !clock.askBefore && t('tooLate')}
        {urgent && clock.askBefore && t('askNow')}
      </MessageBarBody>
    </MessageBar>
  )
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}

function Facts({ consent, marketing }: Pick<Panel, 'consent' | 'marketing'>) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const facts: [string, ReactNode][] = [
    [t('status'), <Status key="status" consent={consent} />],
    [t('source'), consent.source],
    [t('basis'), consent.gdprBasis && t(`basisOf.${consent.gdprBasis}`)],
    [t('law'), <Law key="law" consent={consent} source={marketing.lawSource} />],
    [
      t('tracking'),
      [
        t(`trackingOf.${marketing.tracking}`),
        consent.tracking && t(`trackingConsent.${consent.tracking}`),
        marketing.trackingReason,
      ]
        .filter(Boolean)
        .join(' '),
    ],
  ]
  return (
    <>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt className={styles.name}>{name}</dt>
              <dd className={styles.value}>{value}</dd>
            </div>
          ))}
      </dl>
      <p className={styles.quiet}>{marketing.oneToOne === 'fine' ? t('oneToOneFine') : t('oneToOne')}</p>
    </>
  )
}

function Status({ consent }: Pick<Panel, 'consent'>) {
  const { t } = useTranslation('consentPanel')
  const words = [t(`statusOf.${consent.status}`), consent.type && `(${t(`typeOf.${consent.type}`)})`]
  return (
    <>
      {words.filter(Boolean).join(' ')}{' '}
      {consent.date && <Instant at={consent.date} text={t('since', { date: shortDate(consent.date) })} />}
    </>
  )
}

/** Which law counts, and how the country was found: never a silent guess (CR-07). */
function Law({ consent, source }: Pick<Panel, 'consent'> & { source: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  const { jurisdiction: law, jurisdictionBasis: basis } = consent
  return (
    <>
      {law && basis ? t(`lawFrom.${basis.from}`, { law, country: countryName(basis.country) }) : t('lawUnknown')}
      {source && (
        <details className={styles.source}>
          <summary className={styles.summary}>{t('lawSource')}</summary>
          <Sources text={source} />
        </details>
      )}
    </>
  )
}

/** Sources as they stand in the table of laws: a link where one is given, else the name of the text. */
function Sources({ text }: { text: string }) {
  if (!/^https?:\/\/\S+$/i.test(text)) return text
  return (
    <Link href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </Link>
  )
}
