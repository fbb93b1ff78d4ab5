import '../timeline/texts.ts'
import { makeStyles, Tag, TagGroup, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ContactSearch } from '../contact/ContactSearch.tsx'
import type { Named } from './draft.ts'

const useStyles = makeStyles({
  // The button that saves must stay near.
  part: { display: 'grid', gap: tokens.spacingVerticalXS, '& [role=listbox]': { maxHeight: '136px' } },
  label: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  tags: { flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})

interface Props {
  contactId: string
  people: Named[]
  onChange: (people: Named[]) => void
}

/** Further contacts that a note, call or meeting is about: it stands on all their timelines. */
export default function AlsoAbout({ contactId, people, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const toggle = (one: Named) =>
    onChange(people.some(({ id }) => id === one.id) ? people.filter(({ id }) => id !== one.id) : [...people, one])
  return (
    <div className={styles.part}>
      {people.length > 0 && (
        <>
          <span className={styles.label}>{t('with')}</span>
          <TagGroup
            className={styles.tags}
            aria-label={t('with')}
            onDismiss={(_, { value }) => onChange(people.filter(({ id }) => id !== value))}
          >
            {people.map(({ id, name }) => (
              <Tag key={id} value={id} size="small" dismissible dismissIcon={{ 'aria-label': t('leaveOut', { name }) }}>
                {name}
              </Tag>
            ))}
          </TagGroup>
        </>
      )}
      <ContactSearch label={t('findPeople')} chosen={people} without={contactId} onPick={toggle} />
    </div>
  )
}
