import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { inSegment } from './segments-query.ts'
import { usePageStyles } from './styles.ts'

/** To the contact list, filtered to the segment. */
export function OpenInList({ segment }: { segment: Segment }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const search = new URLSearchParams({ filter: JSON.stringify(inSegment(segment.id)) })
  return (
    <Link className={styles.link} to={`/contacts?${search}`} aria-label={`${t('open')}: ${segment.name}`}>
      {t('open')}
    </Link>
  )
}
