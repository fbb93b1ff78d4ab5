import { Button, Link, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import {
  CheckmarkCircleRegular,
  DismissRegular,
  type FluentIcon,
  InfoRegular,
  PersonAddRegular,
  ProhibitedRegular,
} from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckedRecipient } from '../../../server/sending/schema.ts'
import { openInBrowser } from '../../outlook/browser-window.ts'
import type { Recipient } from '../../outlook/written-mail.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: '2px',
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  name: { ...typographyStyles.body1Strong, margin: 0, flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  fact: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    margin: 0,
    overflowWrap: 'anywhere',
  },
  icon: { fontSize: '16px', lineHeight: 1 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  plain: { color: tokens.colorNeutralForeground2 },
  // What is inside brings the pane's margins itself.
  form: { marginInline: `calc(-1 * ${tokens.spacingHorizontalL})` },
  add: { justifySelf: 'start', marginTop: tokens.spacingVerticalXS },
})

interface Props {
  person: Recipient
  /** Undefined while it is looked up, or when nobody could be asked. */
  checked: CheckedRecipient | undefined
  /** The form that adds them is open. */
  adding: boolean
  form: ReactNode
  onAdd: (person: Recipient | undefined) => void
}

/** One recipient: who they are, when there was contact last, and what may be sent to them. */
export function RecipientRow({ person, checked, adding, form, onAdd }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('compose')
  const heading = useFocusAfter(adding)
  const contact = checked?.contact
  const name = contact?.displayName ?? person.name ?? person.address
  const work = [contact?.jobTitle, contact?.company?.name].filter(Boolean).join(' · ')
  return (
    <li className={styles.row} data-testid="recipient">
      <div className={styles.head}>
        <h3 id={heading} tabIndex={-1} className={styles.name}>
          {contact ? (
            <Link
              as="button"
              aria-label={t('open', { name })}
              onClick={() => openInBrowser(`${window.location.origin}/#/contacts/${contact.id}`)}
            >
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi>{name}</bdi>
          )}
        </h3>
        <span className={styles.quiet}>{t(`field.${person.field}`)}</span>
      </div>
      {name !== person.address && !work && <p className={styles.quiet}>{person.address}</p>}
      {work && (
        <p className={styles.quiet} title={person.address}>
          {work}
        </p>
      )}
      {contact && (
        <p className={styles.quiet}>
          {checked.lastContactedAt ? (
            <>
              {t('lastContact')} <Instant at={checked.lastContactedAt} />
            </>
          ) : (
            t('neverContacted')
          )}
        </p>
      )}
      {person.isList && <p className={styles.quiet}>{t('list')}</p>}
      {checked && !checked.own && <Facts checked={checked} />}
      {checked && !checked.own && !contact && !person.isList && (
        <Button
          className={styles.add}
          size="small"
          icon={adding ? <DismissRegular /> : <PersonAddRegular />}
          aria-label={adding ? t('addCancelFor', { name }) : t('addFor', { name })}
          aria-expanded={adding}
          onClick={() => onAdd(adding ? undefined : person)}
        >
          {adding ? t('addCancel') : t('add')}
        </Button>
      )}
      {adding && !contact && <div className={styles.form}>{form}</div>}
    </li>
  )
}

/** Consent with what the law makes of it, and tracking: in words, never by colour alone. */
function Facts({ checked }: { checked: CheckedRecipient }) {
  const { t } = useTranslation('compose')
  const { t: common } = useTranslation()
  const { contact, consentStatus, marketing, oneToOne, tracking } = checked
  const mayMarket = marketing?.decision === 'allow'
  const status = consentStatus && common(`consent.${consentStatus}`)
  // The reason often begins with it.
  const told = status && marketing?.text.toLowerCase().startsWith(status.toLowerCase())
  return (
    <>
      {!contact && (
        <Fact icon={InfoRegular} tone="plain">
          {t('unknown')}.
        </Fact>
      )}
      {contact && contact.status !== 'active' && (
        <Fact icon={InfoRegular} tone={contact.status === 'inactive' ? 'plain' : 'bad'}>
          {common(`status.${contact.status}`)}
        </Fact>
      )}
      {marketing && (
        <Fact icon={mayMarket ? CheckmarkCircleRegular : ProhibitedRegular} tone={mayMarket ? 'good' : 'bad'}>
          {status && !told && `${status}. `}
          {t(`marketing.${marketing.decision}`)} {marketing.text} {oneToOne && t('personalFine')}
        </Fact>
      )}
      <Fact icon={tracking.allowed ? CheckmarkCircleRegular : ProhibitedRegular} tone="plain">
        {tracking.allowed ? t('tracked') : t('notTracked')} {tracking.text}
      </Fact>
    </>
  )
}

function Fact({
  icon: Icon,
  tone,
  children,
}: {
  icon: FluentIcon
  tone: 'good' | 'bad' | 'plain'
  children: ReactNode
}) {
  const styles = useStyles()
  return (
    <p className={styles.fact}>
      <Icon className={mergeClasses(styles.icon, styles[tone])} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
