import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import type { TFunction } from 'i18next'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity, MailDetails, Person } from '../../../server/timeline/schema.ts'
import { fullInstant } from '../../ui/format.ts'
import { personName } from './details.ts'

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
}

/** What an entry holds besides its first lines. */
export function EntryDetails({ id, activity, mail }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const facts = [
    ...(mail ? mailFacts(mail) : spokenFacts(activity)),
    ['with', activity.contacts.map(({ name }) => name).join(', ')] as const,
  ].filter(([, value]) => value)
  return (
    <div id={id} className={styles.details}>
      <span>{fullInstant(activity.occurredAt)}</span>
      {mail?.shared === 'contact_only' && <p className={styles.hint}>{t('timeline.contactOnlyHint')}</p>}
      {mail?.shared === 'subject' && <p className={styles.hint}>{t('timeline.subjectOnlyHint')}</p>}
      <dl className={styles.list}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt className={styles.name}>{t(`timeline.${name}`)}</dt>
            <dd className={styles.value}>{translated(value, t)}</dd>
          </Fragment>
        ))}
      </dl>
      {mail?.webLink && /^https:/i.test(mail.webLink) && (
        <Link href={mail.webLink} target="_blank" rel="noopener noreferrer" className={styles.link}>
          <OpenRegular aria-hidden />
          {t('timeline.openInOutlook')}
        </Link>
      )}
    </div>
  )
}

type FactName = 'from' | 'to' | 'cc' | 'mailboxes' | 'direction' | 'duration' | 'outcome' | 'location'
type Fact = readonly [FactName, string | { minutes: number } | { direction: 'inbound' | 'outbound' }]

function mailFacts(mail: MailDetails): Fact[] {
  return [
    ['from', mail.from ? named([mail.from]) : ''],
    ['to', named(mail.to)],
    ['cc', named(mail.cc)],
    ['mailboxes', mail.mailboxes.map(personName).join(', ')],
  ]
}

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
