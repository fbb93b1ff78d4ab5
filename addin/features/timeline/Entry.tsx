import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { AttachRegular, EyeOffRegular, SubtractCircleRegular } from '@fluentui/react-icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity, BounceDetails, MailDetails } from '../../../server/timeline/schema.ts'
import { relativeTime, timeOfDay } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { AttachmentLines } from './AttachmentLines.tsx'
import { activityIcons } from './activity-look.tsx'
import { bounceDetails, isPlanned, isRemovable, mailDetails, personName } from './details.ts'
import { EntryDetails } from './EntryDetails.tsx'
import type { EntryDeeds } from './use-entry-deeds.ts'

const useStyles = makeStyles({
  // The browser skips layout of entries far from the screen, so thousands of them scroll like fifty.
  // Until then each counts as tall as a mail with two lines of preview: less, and what follows would seem covered.
  entry: {
    position: 'relative',
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 80px',
    '&:hover > [data-remove], &:focus-within > [data-remove]': { opacity: 1 },
  },
  // Over the time, while one is at the entry. Where nothing hovers, the details have it.
  remove: {
    position: 'absolute',
    top: '2px',
    insetInlineEnd: tokens.spacingHorizontalS,
    justifyContent: 'flex-end',
    minWidth: '64px',
    opacity: 0,
    backgroundColor: tokens.colorNeutralBackground1Hover,
    '@media (hover: none)': { display: 'none' },
  },
  toggle: {
    ...typographyStyles.body1,
    font: 'inherit',
    color: 'inherit',
    textAlign: 'start',
    border: 'none',
    backgroundColor: 'transparent',
    boxSizing: 'border-box',
    display: 'grid',
    gridTemplateColumns: '20px 1fr',
    columnGap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalL}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  icon: { fontSize: '20px', lineHeight: '20px', color: tokens.colorNeutralForeground3 },
  won: { color: tokens.colorPaletteGreenForeground1 },
  lines: { minWidth: 0, display: 'grid' },
  head: {
    ...typographyStyles.caption1,
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
  },
  who: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  time: { flexShrink: 0 },
  subject: { ...typographyStyles.body1Strong, fontWeight: tokens.fontWeightSemibold },
  clamp: { display: '-webkit-box', WebkitBoxOrient: 'vertical', overflow: 'hidden' },
  one: { WebkitLineClamp: '1' },
  two: { WebkitLineClamp: '2' },
  three: { WebkitLineClamp: '3' },
  preview: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  text: { ...typographyStyles.body1, whiteSpace: 'pre-line' },
  planned: { ...typographyStyles.caption1Strong, color: tokens.colorBrandForeground1 },
  badge: {
    ...typographyStyles.caption1,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorNeutralForeground3,
  },
})

interface Props {
  activity: Activity
  deeds: EntryDeeds
  mayWrite: boolean
  /** Names whom it is about, where that is not one and the same person. */
  showContacts?: boolean
}

/** One activity: what, who, when; opens to its details. */
export function Entry({ activity, deeds, mayWrite, showContacts = false }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const detailsId = useId()
  const Icon = activityIcons[activity.type]
  const mail = mailDetails(activity)
  const bounce = bounceDetails(activity)
  const who = activity.actor.name ?? activity.actor.address
  const type = mail && mail.kind !== 'person' ? t(`mailKind.${mail.kind}`) : t(`activity.${activity.type}`)
  return (
    <li className={styles.entry}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={open ? detailsId : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon className={mergeClasses(styles.icon, activity.type === 'deal_won' && styles.won)} aria-hidden />
        <span className={styles.lines}>
          <span className={styles.head}>
            <span className={styles.who}>{who ? t('timeline.by', { type, name: who }) : type}</span>
            {activity.editedAt && <span>{t('timeline.edited')}</span>}
            {isPlanned(activity) && <span className={styles.planned}>{t('timeline.planned')}</span>}
            {mail?.hasAttachments && !mail.attachments && <AttachRegular aria-label={t('timeline.attachments')} />}
            <Instant at={activity.occurredAt} text={timeOfDay(activity.occurredAt)} className={styles.time} />
          </span>
          {mail ? <MailLines mail={mail} open={open} /> : <Text text={activity.summary} open={open} />}
          {mail?.attachments && mail.attachments.length > 0 && <AttachmentLines files={mail.attachments} open={open} />}
          {bounce && <BounceLine bounce={bounce} />}
          {activity.folded && <FoldedLine folded={activity.folded} />}
          {mail?.unchecked && (
            <span className={styles.badge} title={t('timeline.uncheckedHint')}>
              {t('timeline.unchecked')}
            </span>
          )}
          {mail?.leftAt && (
            <span className={styles.badge} title={t('timeline.leftHint')}>
              {t('timeline.left')}
            </span>
          )}
          {showContacts && activity.contacts.length > 0 && (
            <span className={styles.badge}>{activity.contacts.map(({ name }) => name).join(', ')}</span>
          )}
        </span>
      </button>
      {mayWrite && deeds.contactId && isRemovable(activity) && (
        <Button
          data-remove
          className={styles.remove}
          size="small"
          appearance="subtle"
          icon={<SubtractCircleRegular />}
          aria-label={t('timeline.remove', { what: activity.summary ?? type })}
          title={t('timeline.remove', { what: activity.summary ?? type })}
          onClick={() => deeds.remove(activity)}
        />
      )}
      {open && <EntryDetails id={detailsId} activity={activity} mail={mail} deeds={deeds} />}
    </li>
  )
}

function Text({ text, open }: { text: string | null; open: boolean }) {
  const styles = useStyles()
  return text ? (
    <span className={mergeClasses(styles.text, !open && styles.clamp, !open && styles.three)}>{text}</span>
  ) : null
}

function MailLines({ mail, open }: { mail: MailDetails; open: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  if (mail.shared === 'contact_only') {
    return (
      <span className={styles.badge} title={t('timeline.contactOnlyHint')}>
        <EyeOffRegular aria-hidden />
        {t('timeline.contactOnly')}
        {mail.mailboxes[0] && ` · ${personName(mail.mailboxes[0])}`}
      </span>
    )
  }
  return (
    <>
      <span className={mergeClasses(styles.subject, !open && styles.clamp, !open && styles.one)}>
        {mail.subject || t('timeline.noSubject')}
      </span>
      {mail.shared === 'subject' && (
        <span className={styles.badge} title={t('timeline.subjectOnlyHint')}>
          <EyeOffRegular aria-hidden />
          {t('timeline.subjectOnly')}
        </span>
      )}
      {mail.preview && (
        <span className={mergeClasses(styles.preview, !open && styles.clamp, !open && styles.two)}>{mail.preview}</span>
      )}
    </>
  )
}

function BounceLine({ bounce: { address, reason } }: { bounce: BounceDetails }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return <span className={styles.preview}>{t('timeline.failedAddress', { address, reason })}</span>
}

/** What lies under a mail: how often, and when last. */
function FoldedLine({ folded }: { folded: NonNullable<Activity['folded']> }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { opens, lastOpenedAt, clicks, lastClickedAt, somebody } = folded
  const counted = (text: string, count: number, last: string | null) =>
    [text, count > 1 && last ? t('timeline.last', { when: relativeTime(last) }) : last && relativeTime(last)]
      .filter(Boolean)
      .join(', ')
  const parts = [
    opens > 0 && counted(t('timeline.opened', { count: opens }), opens, lastOpenedAt),
    clicks > 0 && counted(t('timeline.clicked', { count: clicks }), clicks, lastClickedAt),
  ].filter(Boolean)
  return (
    <span className={styles.preview}>
      {parts.join(' · ')}
      {somebody && ` (${t('timeline.somebody')})`}
    </span>
  )
}
