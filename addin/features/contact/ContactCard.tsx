import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronUpRegular, EditRegular } from '@fluentui/react-icons'
import { type JSX, lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import { useFocusAfter } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Badges } from './Badges.tsx'
import { Facts } from './Facts.tsx'
import { Initials } from './Initials.tsx'

const EditContact = lazy(() => import('./EditContact.tsx'))

const useStyles = makeStyles({
  card: {
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
  },
  // Wraps when text is set to 200 %: then the name gets a line of its own.
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  who: { flex: '1 1 120px', minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'end', marginInlineEnd: '-6px' },
  name: { ...typographyStyles.subtitle2, margin: 0 },
  line: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, margin: 0 },
})

interface Props {
  contact: Contact
  /** Throws when Outlook shows another message by now. */
  guard: () => void
  onOpen: (contactId: string) => void
  /** Stands beside the buttons of the card. */
  actions?: ReactNode
}

/** Who this is, at a glance; edited in place. */
export function ContactCard({ contact, guard, onOpen, actions }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  const opener = useFocusAfter(editing)
  const [all, setAll] = useState(false)
  if (editing) {
    return (
      <Suspense fallback={<LoadingRows />}>
        <EditContact contact={contact} brief guard={guard} onDone={() => setEditing(false)} onOpen={onOpen} />
      </Suspense>
    )
  }
  return (
    <section className={styles.card} aria-label={t('contact.label')}>
      <div className={styles.head}>
        <Initials contact={contact} />
        <div className={styles.who}>
          <h2 className={styles.name}>{contact.displayName}</h2>
          <Work contact={contact} />
        </div>
        <div className={styles.actions}>
          <Action
            icon={all ? <ChevronUpRegular /> : <ChevronDownRegular />}
            label={all ? t('contact.less') : t('contact.more')}
            expanded={all}
            onClick={() => setAll(!all)}
          />
          <Action id={opener} icon={<EditRegular />} label={t('contact.edit')} onClick={() => setEditing(true)} />
          {actions}
        </div>
      </div>
      <Badges contact={contact} />
      <Facts contact={contact} all={all} />
    </section>
  )
}

interface ActionProps {
  id?: string
  icon: JSX.Element
  label: string
  expanded?: boolean
  onClick: () => void
}

function Action({ id, icon, label, expanded, onClick }: ActionProps) {
  return (
    <Button
      id={id}
      size="small"
      appearance="subtle"
      icon={icon}
      title={label}
      aria-label={label}
      aria-expanded={expanded}
      onClick={onClick}
    />
  )
}

function Work({ contact }: { contact: Contact }) {
  const styles = useStyles()
  const lines = [contact.jobTitle, contact.company?.name].filter(Boolean)
  if (lines.length === 0) return contact.email ? <Link href={`mailto:${contact.email}`}>{contact.email}</Link> : null
  return <p className={styles.line}>{lines.join(' · ')}</p>
}
