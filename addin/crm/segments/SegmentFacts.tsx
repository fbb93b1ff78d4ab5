import { Badge } from '@fluentui/react-components'
import { ArrowSyncRegular, LockClosedRegular, PauseCircleRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Segment } from '../../../server/segments/schema.ts'
import { usePageStyles } from './styles.ts'

/** Dynamic or static, told by icon and word, and whether it is paused (SG-01, SG-05). */
export function KindBadge({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  return (
    <>
      <Badge
        appearance="tint"
        color={segment.kind === 'dynamic' ? 'brand' : 'informative'}
        icon={segment.kind === 'dynamic' ? <ArrowSyncRegular /> : <LockClosedRegular />}
        title={t(`kindHint.${segment.kind}`)}
      >
        {t(`kind.${segment.kind}`)}
      </Badge>
      {segment.paused && (
        <Badge appearance="tint" color="danger" icon={<PauseCircleRegular />}>
          {t('pausedBadge')}
        </Badge>
      )}
    </>
  )
}

/** "1,234 contacts", "about 20,000 contacts"; nothing while it is paused. */
export function Size({ size }: { size: Segment['size'] }) {
  const { t } = useTranslation('segments')
  if (!size) return null
  return <>{size.exact ? t('size', { count: size.count }) : t('sizeAbout', { count: size.count })}</>
}

/** Who would miss it. */
export function UsedBy({ usedBy }: Pick<Segment, 'usedBy'>) {
  const styles = usePageStyles()
  const { t } = useTranslation('segments')
  if (usedBy.length === 0) return <>{t('usedByNobody')}</>
  return (
    <>
      {t('usedBy')}{' '}
      {usedBy.map(({ kind, id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link className={styles.link} to={kind === 'segment' ? `/segments/${id}` : '/settings/scoring'}>
            {t(`uses.${kind}`, { name })}
          </Link>
        </span>
      ))}
    </>
  )
}
