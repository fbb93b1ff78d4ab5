import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { CallRegular, MailRegular, PersonRegular, PhoneRegular, TagRegular } from '@fluentui/react-icons'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { countryName } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useHidden } from '../../ui/parts/hidden.ts'
import { isKept } from './phones.ts'

const BouncedAddresses = lazy(() => import('./BouncedAddresses.tsx'))
const CustomFacts = lazy(() => import('../custom-fields/CustomFacts.tsx'))

const useStyles = makeStyles({
  list: { ...typographyStyles.body1, display: 'grid', gap: tokens.spacingVerticalXXS, margin: 0 },
  fact: { display: 'grid', gridTemplateColumns: '20px 1fr', columnGap: tokens.spacingHorizontalS, alignItems: 'start' },
  icon: { fontSize: '16px', lineHeight: '20px', height: '20px', color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0 },
  // Links under each other keep 24 px each, for fingers (WCAG 2.2, 2.5.8).
  reach: { display: 'inline-block', paddingBlock: '2px' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, margin: 0 },
  tag: {
    ...typographyStyles.caption1,
    paddingInline: tokens.spacingHorizontalSNudge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  pair: { display: 'grid', gridTemplateColumns: '88px 1fr', columnGap: tokens.spacingHorizontalS },
})

interface Props {
  contact: Contact
  /** Shows the rarer facts too. */
  all: boolean
}

/** How to reach the contact and what else is known. */
export function Facts({ contact, all }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <>
      <dl className={styles.list}>
        {contact.email && (
          <Fact icon={<MailRegular />} name={t('contact.email')}>
            <Link className={styles.reach} href={`mailto:${contact.email}`}>
              {contact.email}
            </Link>
            {contact.aliases.length > 0 && <Aliases aliases={contact.aliases} all={all} />}
            {contact.bouncedAddresses?.length > 0 && (
              <Suspense>
                <BouncedAddresses contact={contact} />
              </Suspense>
            )}
          </Fact>
        )}
        {contact.phone && (
          <Fact icon={<CallRegular />} name={t('contact.phone')}>
            <PhoneLink number={contact.phone} display={contact.phoneDisplay} />
          </Fact>
        )}
        {contact.mobile && (
          <Fact icon={<PhoneRegular />} name={t('contact.mobile')}>
            <PhoneLink number={contact.mobile} display={contact.mobileDisplay} />
          </Fact>
        )}
        <Fact icon={<PersonRegular />} name={t('contact.owner')}>
          {contact.owner?.name ?? t('contact.noOwner')}
          <span className={styles.quiet}>
            {' · '}
            <LastContact at={contact.lastContactedAt} />
          </span>
        </Fact>
        {contact.tags.length > 0 && (
          <Fact icon={<TagRegular />} name={t('contact.tags')}>
            <span className={styles.tags}>
              {contact.tags.map((tag) => (
                <span key={tag} className={styles.tag}>
                  {tag}
                </span>
              ))}
            </span>
          </Fact>
        )}
      </dl>
      {all && <Rest contact={contact} />}
      {all && (
        <Suspense>
          <CustomFacts entity="contact" values={contact.customFields} place="pane" />
        </Suspense>
      )}
    </>
  )
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  const styles = useStyles()
  const hidden = useHidden()
  return (
    <div className={styles.fact}>
      <dt title={name}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <span className={hidden}>{name}</span>
      </dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  )
}

/** A number to call, and whether it is only kept as typed (CR-12). */
export function PhoneLink({ number, display }: { number: string; display: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <>
      <Link className={styles.reach} href={`tel:${number.replaceAll(/[^\d+*#,;=ext]/g, '')}`}>
        <bdi dir="ltr">{display ?? number}</bdi>
      </Link>
      {isKept(number) && <div className={styles.quiet}>{t('contact.phoneKept')}</div>}
    </>
  )
}

const shownAliases = 1

function Aliases({ aliases, all }: { aliases: string[]; all: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const shown = all ? aliases : aliases.slice(0, shownAliases)
  const hidden = aliases.length - shown.length
  return (
    <div className={styles.quiet}>
      {t('contact.aliases', { addresses: shown.join(', ') })}{' '}
      {hidden > 0 && t('contact.aliasesMore', { count: hidden })}
    </div>
  )
}

function LastContact({ at }: { at: string | null }) {
  const { t } = useTranslation()
  if (!at) return t('contact.neverContacted')
  const [before, after] = t('contact.lastContacted', { when: '\u0000' }).split('\u0000')
  return (
    <>
      {before}
      <Instant at={at} />
      {after}
    </>
  )
}

function Rest({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { consent } = contact
  const pairs: [string, ReactNode][] = [
    [t('contact.department'), contact.department],
    [t('contact.role'), contact.role && t(`role.${contact.role}`)],
    [t('edit.country'), consent.country && countryName(consent.country)],
    [t('consent.basis'), consent.gdprBasis && t(`consent.${consent.gdprBasis}`)],
    [t('contact.source'), contact.source],
    [t('contact.linkedin'), contact.linkedin && <Profile url={contact.linkedin} />],
    [t('contact.twitter'), contact.twitter && <Profile url={contact.twitter} />],
    [t('contact.created'), <Instant key="created" at={contact.createdAt} />],
  ]
  return (
    <dl className={styles.list}>
      {pairs
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt className={styles.quiet}>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Only http(s): the server promises it, and a link that runs script must not depend on a promise. */
export function Profile({ url }: { url: string }) {
  const label = url.replace(/^https?:\/\/(www\.)?/, '')
  return /^https?:\/\//i.test(url) ? (
    <Link href={url} target="_blank" rel="noopener noreferrer">
      {label}
    </Link>
  ) : (
    <span>{label}</span>
  )
}
