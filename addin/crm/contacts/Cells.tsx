import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { countryName } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { customKey, isRecordColumn, type RecordColumn } from './columns.ts'

const useStyles = makeStyles({
  link: {
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
  },
  name: { ...typographyStyles.body1Strong },
  quiet: { color: tokens.colorNeutralForeground3 },
  tags: { display: 'flex', gap: tokens.spacingHorizontalXS, overflow: 'hidden' },
  tag: {
    ...typographyStyles.caption1,
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalSNudge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  number: { fontVariantNumeric: 'tabular-nums' },
  person: { display: 'grid', minWidth: 0 },
  line: {
    ...typographyStyles.caption1,
    color: tokens.colorNeutralForeground3,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
})

/** The address of a contact's page. */
export const contactPath = (id: string): string => `/contacts/${id}`

interface Props {
  id: string
  contact: Contact
  custom: ReturnType<typeof useCustomFields>
}

/** What a column shows of a contact. Links are reached through their row, so none is a stop of its own. */
export function ContactCell({ id, contact, custom }: Props) {
  if (isRecordColumn(id)) return <RecordCell id={id} contact={contact} />
  const key = customKey(id)
  return key ? <Plain text={custom.text(id, contact.customFields[key])} /> : null
}

function RecordCell({ id, contact }: { id: RecordColumn; contact: Contact }): ReactNode {
  const styles = useStyles()
  const { t } = useTranslation()
  const { consent } = contact
  switch (id) {
    case 'name':
      return <Name contact={contact} />
    case 'company':
      return contact.company && <Company company={contact.company} />
    case 'email':
      return <Plain text={contact.email} />
    case 'phone':
      return <Plain text={contact.phoneDisplay ?? contact.phone} />
    case 'mobile':
      return <Plain text={contact.mobileDisplay ?? contact.mobile} />
    case 'role':
      return contact.role && t(`role.${contact.role}`)
    case 'status':
      return t(`status.${contact.status}`)
    case 'leadScore':
      return <span className={styles.number}>{contact.leadScore ?? '–'}</span>
    case 'owner':
      return <Plain text={contact.owner?.name} />
    case 'tags':
      return <Tags tags={contact.tags} />
    case 'consentStatus':
      return t(`consent.${consent.status}`)
    case 'country':
      return consent.country && <Plain text={countryName(consent.country)} />
    case 'lastContactedAt':
    case 'lastActivityAt':
    case 'createdAt':
    case 'updatedAt': {
      const at = contact[id]
      return at ? <Instant at={at} /> : <span className={styles.quiet}>–</span>
    }
    default:
      return <Plain text={contact[id]} />
  }
}

function Plain({ text }: { text: string | null | undefined }) {
  return text ? (
    <span title={text}>
      <bdi>{text}</bdi>
    </span>
  ) : null
}

function Name({ contact }: { contact: Contact }) {
  const styles = useStyles()
  return (
    <Link
      className={`${styles.link} ${styles.name}`}
      to={contactPath(contact.id)}
      tabIndex={-1}
      title={contact.displayName}
      onClick={(event) => event.stopPropagation()}
    >
      <bdi>{contact.displayName}</bdi>
    </Link>
  )
}

function Company({ company }: { company: NonNullable<Contact['company']> }) {
  const styles = useStyles()
  return (
    <Link
      className={styles.link}
      to={`/companies/${company.id}`}
      tabIndex={-1}
      title={company.name}
      onClick={(event) => event.stopPropagation()}
    >
      <bdi>{company.name}</bdi>
    </Link>
  )
}

function Tags({ tags }: { tags: string[] }) {
  const styles = useStyles()
  return (
    <span className={styles.tags} title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          {tag}
        </span>
      ))}
    </span>
  )
}

/** A whole contact in one cell, for windows too narrow for columns. */
export function PersonCell({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const work = [contact.jobTitle, contact.company?.name].filter(Boolean).join(' · ')
  const reach = [contact.email ?? contact.phoneDisplay, contact.status !== 'active' && t(`status.${contact.status}`)]
  return (
    <span className={styles.person}>
      <Name contact={contact} />
      <span className={styles.line}>{work || '\u00a0'}</span>
      <span className={styles.line}>{reach.filter(Boolean).join(' · ')}</span>
    </span>
  )
}
