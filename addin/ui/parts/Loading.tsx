import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: '40px 1fr',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
  },
  lines: { display: 'grid', gap: tokens.spacingVerticalS, alignContent: 'center' },
  rows: { display: 'grid', gap: tokens.spacingVerticalM, padding: `0 ${tokens.spacingHorizontalL}` },
})

/** The shape of a contact before it is there. */
export function LoadingContact() {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Skeleton aria-label={t('common.loading')}>
      <div className={styles.card}>
        <SkeletonItem shape="circle" size={40} />
        <div className={styles.lines}>
          <SkeletonItem size={16} style={{ width: '60%' }} />
          <SkeletonItem size={12} style={{ width: '85%' }} />
        </div>
      </div>
      <LoadingRows />
    </Skeleton>
  )
}

export function LoadingRows({ count = 4 }: { count?: number }) {
  const styles = useStyles()
  return (
    <div className={styles.rows}>
      {Array.from({ length: count }, (_, row) => (
        <div key={String(row)} className={styles.lines}>
          <SkeletonItem size={12} style={{ width: '45%' }} />
          <SkeletonItem size={12} style={{ width: `${90 - row * 10}%` }} />
        </div>
      ))}
    </div>
  )
}
