import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import type { TFunction } from 'i18next'
import { Fragment, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity, BounceDetails, MailDetails, Person } from '../../../server/timeline/schema.ts'
import { fullInstant } from '../../ui/format.ts'
import { bounceDetails, personName } from './details.ts'
import type { EntryDeeds } from './use-entry-deeds.ts'

const EntryTools = lazy(() => import('./EntryTools.tsx'))
const CallEntry = lazy(() => import('../calls/CallEntry.tsx'))
const DealEntry = lazy(() => import('../deals/DealEntry.tsx'))
const FormEntry = lazy(() => import('../forms/FormEntry.tsx'))
const TrackingSummary = lazy(() => import('../tracking/TrackingSummary.tsx'))

const useStyles = makeStyles({
  details: {
    ...typographyStyles.caption1,
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    paddingInlineStart: `calc(${tokens.spacingHorizontalL} + 20px + ${tokens.spacingHorizontalS})`,
    paddingInlineEnd: tokens.spacingHorizontalL,
    paddingBlockEnd: tokens.spacingVerticalM,
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, max-content) 1fr',
    columnGap: tokens.spacingHorizontalS,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0 },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
  link: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, justifySelf: 'start' },
})

interface Props {
  id: string
  activity: Activity
  mail: MailDetails | null
  deeds: EntryDeeds
}

/** What an entry holds besides its first lines. */
export function EntryDetails({ id, activity, mail, deeds }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const bounce = bounceDetails(activity)
  const webLink = mail?.webLink ?? bounce?.webLink
  const facts = [
    ...(mail ? mailFacts(mail, t) : bounce ? bounceFacts(bounce) : spokenFacts(activity)),
    ['with', activity.contacts.map(({ name }) => name).join(', ')] as const,
  ].filter(([, value]) => value)
  return (
    <div id={id} className={styles.details}>
      <span>{fullInstant(activity.occurredAt)}</span>
      {mail?.shared === 'contact_only' && <p className={styles.hint}>{t('timeline.contactOnlyHint')}</p>}
      {mail?.shared === 'subject' && <p className={styles.hint}>{t('timeline.subjectOnlyHint')}</p>}
      {mail?.attachmentsUnread && (
        <p className={styles.hint}>{t(`timeline.attachmentsUnread.${mail.attachmentsUnread}`)}</p>
      )}
      <dl className={styles.list}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt className={styles.name}>{t(`timeline.${name}`)}</dt>
            <dd className={styles.value}>{translated(value, t)}</dd>
          </Fragment>
        ))}
      </dl>
      {activity.type === 'call' && activity.source === 'voice' && (
        <Suspense>
          <CallEntry details={activity.details} />
        </Suspense>
      )}
      {activity.type === 'form_submit' && (
        <Suspense>
          <FormEntry details={activity.details} />
        </Suspense>
      )}
      {activity.type.startsWith('deal_') && (
        <Suspense>
          <DealEntry details={activity.details} />
        </Suspense>
      )}
      <Suspense>{activity.type.startsWith('email_') && <TrackingSummary activity={activity} />}</Suspense>
      {webLink && /^https:/i.test(webLink) && (
        <Link href={webLink} target="_blank" rel="noopener noreferrer" className={styles.link}>
          <OpenRegular aria-hidden />
          {t('timeline.openInOutlook')}
        </Link>
      )}
      <Suspense>
        <EntryTools activity={activity} deeds={deeds} />
      </Suspense>
    </div>
  )
}

type FactName =
  | 'status'
  | 'diagnostic'
  | 'from'
  | 'to'
  | 'cc'
  | 'mailboxes'
  | 'direction'
  | 'duration'
  | 'outcome'
  | 'location'
type Fact = readonly [FactName, string | { minutes: number } | { direction: 'inbound' | 'outbound' }]

function mailFacts(mail: MailDetails, t: TFunction): Fact[] {
  return [
    ['from', mail.from ? fromOf(mail.from, mail.sender ?? null, t) : ''],
    ['to', named(mail.to)],
    ['cc', named(mail.cc)],
    ['mailboxes', mail.mailboxes.map(personName).join(', ')],
  ]
}

/** A delegate writes on behalf of the mailbox (TL-07). */
const fromOf = (from: Person, sender: Person | null, t: TFunction): string =>
  sender ? t('timeline.onBehalf', { sender: named([sender]), from: named([from]) }) : named([from])

const bounceFacts = ({ status, diagnostic }: BounceDetails): Fact[] => [
  ['status', status ?? ''],
  ['diagnostic', diagnostic ?? ''],
]

function spokenFacts({ details }: Activity): Fact[] {
  const { direction, durationMinutes, outcome, location } = details
  return [
    ['direction', direction === 'inbound' || direction === 'outbound' ? { direction } : ''],
    ['duration', typeof durationMinutes === 'number' ? { minutes: durationMinutes } : ''],
    ['outcome', typeof outcome === 'string' ? outcome : ''],
    ['location', typeof location === 'string' ? location : ''],
  ]
}

function translated(value: Fact[1], t: TFunction): string {
  if (typeof value === 'string') return value
  return 'minutes' in value ? t('timeline.minutes', { count: value.minutes }) : t(`timeline.${value.direction}`)
}

function named(people: Person[]): string {
  return people.map((person) => (person.name ? `${person.name} <${person.address}>` : person.address)).join(', ')
}
