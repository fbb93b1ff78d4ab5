import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Filter } from '../../../server/filter/schema.ts'
import { useBroken } from '../../features/filter/use-broken.ts'
import { describeError } from '../../ui/problem-text.ts'
import { Size } from './SegmentFacts.tsx'
import { matchesQuery } from './segments-query.ts'
import { usePageStyles } from './styles.ts'

/** How many match the filter as it stands in the form, and five of them (SG-03). */
export function Matches({ filter, zone }: { filter: Filter | undefined; zone: string }) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  const { data, error } = useQuery(matchesQuery(filter, zone))
  const broken = useBroken(filter)
  if (!filter) return null
  return (
    <section className={styles.part} aria-label={t('preview')}>
      <h2 className={styles.partTitle}>{t('preview')}</h2>
      <p className={styles.text} role="status">
        {broken ? (
          t('previewBroken')
        ) : error ? (
          describeError(error)
        ) : !data ? (
          t('counting')
        ) : data.items.length === 0 ? (
          t('previewNone')
        ) : (
          <Size size={data.total} />
        )}
      </p>
      {!error && !broken && data && data.items.length > 0 && (
        <ul className={styles.list} aria-label={t('previewSample')}>
          {data.items.map((contact) => (
            <li key={contact.id} className={styles.item}>
              <Link className={styles.link} to={`/contacts/${contact.id}`}>
                {contact.displayName}
              </Link>
              <span className={styles.quiet}>
                {[contact.jobTitle, contact.company?.name].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
