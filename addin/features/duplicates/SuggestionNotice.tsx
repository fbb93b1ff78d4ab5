import './texts.ts'
import { Button, Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { PeopleSwapRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CertaintyBadge } from './CertaintyBadge.tsx'
import { duplicatesOfQuery } from './duplicates-query.ts'

const useStyles = makeStyles({
  notice: {
    ...typographyStyles.body1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  icon: { fontSize: '20px', color: tokens.colorNeutralForeground2 },
  reason: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, flex: '1 1 200px', minWidth: 0 },
})

interface Props {
  contactId: string
  /** Shows the two beside each other. */
  onCompare: (otherId: string) => void
}

/** A quiet line above a record: who else may be this person. */
export default function SuggestionNotice({ contactId, onCompare }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('duplicates')
  const { data = [] } = useQuery(duplicatesOfQuery(contactId))
  const [best] = data
  if (!best) return null
  const [before, after] = t('notice.text', { name: '\u0000' }).split('\u0000')
  return (
    <section className={styles.notice} aria-label={t('notice.label')}>
      <PeopleSwapRegular className={styles.icon} aria-hidden />
      <span>
        {before}
        <Link href={`#/contacts/${best.contact.id}`} inline>
          <bdi>{best.contact.displayName}</bdi>
        </Link>
        {after}
        {data.length > 1 && ` ${t('notice.more', { count: data.length - 1 })}`}
      </span>
      <CertaintyBadge certainty={best.certainty} />
      <span className={styles.reason}>{best.reasons[0]?.text}</span>
      <Button size="small" onClick={() => onCompare(best.contact.id)}>
        {t('notice.compare')}
      </Button>
    </section>
  )
}
