import './texts.ts'
import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { PlayCircleRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
  link: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, justifySelf: 'start' },
})

/** What a voice system told of a call besides its outcome and length. */
export default function CallEntry({ details }: { details: Record<string, unknown> }) {
  const styles = useStyles()
  const { t } = useTranslation('callEntry')
  const { recordingUrl, sharedBy } = details
  return (
    <>
      {typeof sharedBy === 'number' && <p className={styles.hint}>{t('shared', { count: sharedBy })}</p>}
      {typeof recordingUrl === 'string' && /^https:\/\//i.test(recordingUrl) && (
        <Link href={recordingUrl} target="_blank" rel="noopener noreferrer" className={styles.link}>
          <PlayCircleRegular aria-hidden />
          {t('recording')}
        </Link>
      )}
    </>
  )
}
