import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircleFilled,
  CircleRegular,
  type FluentIcon,
  MailDismissRegular,
  PauseCircleRegular,
  ProhibitedRegular,
  QuestionCircleRegular,
} from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { fullInstant, shortDate } from '../../ui/format.ts'
import { useBadge } from '../../ui/parts/badge.ts'

type Tone = 'good' | 'bad' | 'plain'

const statusLook: Record<Contact['status'], [FluentIcon, Tone]> = {
  active: [CheckmarkCircleFilled, 'good'],
  inactive: [PauseCircleRegular, 'plain'],
  unsubscribed: [ProhibitedRegular, 'bad'],
  bounced: [MailDismissRegular, 'bad'],
}

const consentLook: Record<Contact['consent']['status'], [FluentIcon, Tone]> = {
  opted_in: [CheckmarkCircleFilled, 'good'],
  opted_out: [ProhibitedRegular, 'bad'],
  pending: [CircleRegular, 'plain'],
  unknown: [QuestionCircleRegular, 'plain'],
}

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  meter: {
    width: '24px',
    height: '4px',
    borderRadius: '2px',
    backgroundColor: tokens.colorNeutralStroke1,
    overflow: 'hidden',
  },
  level: {
    display: 'block',
    height: '100%',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'Highlight' },
  },
})

/** Status, consent with its law, and lead score. Never by colour alone: each has an icon or a number and a word. */
export function Badges({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const looks = useBadge()
  const { t } = useTranslation()
  const [StatusIcon, statusTone] = statusLook[contact.status]
  const [ConsentIcon, consentTone] = consentLook[contact.consent.status]
  return (
    <div className={styles.row}>
      <span className={mergeClasses(looks.badge, looks[statusTone])}>
        <StatusIcon aria-hidden />
        {t(`status.${contact.status}`)}
      </span>
      <span className={mergeClasses(looks.badge, looks[consentTone])} title={useConsentTitle(contact.consent)}>
        <ConsentIcon aria-hidden />
        {t(`consent.${contact.consent.status}`)} · {contact.consent.jurisdiction ?? t('consent.noJurisdiction')}
      </span>
      {contact.leadScore !== null && <Score score={contact.leadScore} />}
    </div>
  )
}

function Score({ score }: { score: number }) {
  const styles = useStyles()
  const looks = useBadge()
  const { t } = useTranslation()
  return (
    <span
      className={mergeClasses(looks.badge, looks.plain)}
      title={`${t('contact.score')}: ${t('contact.scoreValue', { score })}`}
    >
      {t('contact.scoreShort', { score })}
      <span className={styles.meter} aria-hidden="true">
        <span className={styles.level} style={{ width: `${score}%` }} />
      </span>
    </span>
  )
}

/** What stands behind the consent badge: kind, date, source, basis. */
function useConsentTitle(consent: Contact['consent']): string {
  const { t } = useTranslation()
  const status = t(`consent.${consent.status}`)
  return [
    consent.date ? t('consent.since', { status, date: shortDate(consent.date) }) : status,
    consent.type && t(`consent.${consent.type}`),
    consent.source,
    consent.gdprBasis && `${t('consent.basis')}: ${t(`consent.${consent.gdprBasis}`)}`,
    consent.date && fullInstant(consent.date),
  ]
    .filter(Boolean)
    .join('\n')
}
