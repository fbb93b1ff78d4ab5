import '../texts/record.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import { contactFields } from '../../features/contact/contact-draft.ts'
import EditContact from '../../features/contact/EditContact.tsx'
import { PhoneLink, Profile } from '../../features/contact/Facts.tsx'
import { useContactWords } from '../../features/contact/use-field-label.ts'
import { CustomFact } from '../../features/custom-fields/CustomFacts.tsx'
import { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { customPrefix } from '../../features/editing/draft.ts'
import { countryName } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { Panel } from './Panel.tsx'
import { RecordRows, type Row } from './RecordRows.tsx'

const BouncedAddresses = lazy(() => import('../../features/contact/BouncedAddresses.tsx'))

const useStyles = makeStyles({
  lines: { display: 'grid' },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  tag: {
    ...typographyStyles.caption1,
    paddingInline: tokens.spacingHorizontalSNudge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** Every field of a contact, edited one by one or all at once. */
export function ContactRecord({ contact }: { contact: Contact }) {
  const { t } = useTranslation('record')
  const navigate = useNavigate()
  const [editing, setEditing] = useState(false)
  const opener = useFocusAfter(editing)
  const rows = useRows(contact)
  const open = (id: string) => void navigate(`/contacts/${id}`)
  if (editing) return <EditContact contact={contact} onDone={() => setEditing(false)} onOpen={open} />
  return (
    <Panel
      title={t('details')}
      action={
        <Button id={opener} size="small" icon={<EditRegular />} onClick={() => setEditing(true)}>
          {t('edit')}
        </Button>
      }
    >
      <RecordRows
        rows={rows}
        editor={(field, done) => <EditContact contact={contact} only={[field]} onDone={done} onOpen={open} />}
      />
    </Panel>
  )
}

function useRows(contact: Contact): Row[] {
  const { t } = useTranslation(['record', 'translation'])
  const words = useContactWords()
  const custom = useCustomFields('contact')
  const values = useValues(contact)
  const kept = ['lastContactedAt', 'lastActivityAt', 'createdAt', 'updatedAt'] as const
  return [
    ...contactFields.map((field) => ({ field, label: words.label(field), value: values[field] })),
    ...custom.fields.map((field) => {
      const name = customPrefix + field.key
      const text = custom.text(name, contact.customFields[field.key] ?? null)
      return { field: name, label: field.label, value: text && <CustomFact field={field} text={text} /> }
    }),
    ...kept.map((field) => ({
      field,
      label: t(`fields.${field}`),
      value: contact[field] && <Instant at={contact[field]} />,
      fixed: true,
    })),
  ]
}

function useValues(contact: Contact): Record<(typeof contactFields)[number], ReactNode> {
  const styles = useStyles()
  const { t } = useTranslation()
  const { email, aliases, company, consent, phone, mobile, role, tags } = contact
  return {
    firstName: contact.firstName,
    lastName: contact.lastName,
    jobTitle: contact.jobTitle,
    department: contact.department,
    company: company && <Link href={`#/companies/${company.id}`}>{company.name}</Link>,
    role: role && t(`role.${role}`),
    email: email && (
      <>
        <Link href={`mailto:${email}`}>{email}</Link>
        {contact.bouncedAddresses.length > 0 && (
          <Suspense>
            <BouncedAddresses contact={contact} />
          </Suspense>
        )}
      </>
    ),
    aliases: aliases.length > 0 && (
      <span className={styles.lines}>
        {aliases.map((alias) => (
          <span key={alias}>{alias}</span>
        ))}
      </span>
    ),
    phone: phone && <PhoneLink number={phone} display={contact.phoneDisplay} />,
    mobile: mobile && <PhoneLink number={mobile} display={contact.mobileDisplay} />,
    country: consent.country && countryName(consent.country),
    status: t(`status.${contact.status}`),
    owner: contact.owner?.name,
    tags: tags.length > 0 && (
      <span className={styles.tags}>
        {tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            {tag}
          </span>
        ))}
      </span>
    ),
    source: contact.source,
    linkedin: contact.linkedin && <Profile url={contact.linkedin} />,
    twitter: contact.twitter && <Profile url={contact.twitter} />,
  }
}
