import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useHidden } from '../ui/parts/hidden.ts'

const useStyles = makeStyles({
  header: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} 0 ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground3,
  },
  subject: {
    ...typographyStyles.caption1,
    margin: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
})

/** Names the message everything below is for, since Outlook's selection may have moved on unseen. */
export function Header({ subject, onRefresh }: { subject: string | null; onRefresh: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const hidden = useHidden()
  return (
    <header className={styles.header}>
      <h1 className={styles.subject} title={subject ?? ''}>
        {subject === null ? (
          <span className={hidden}>{t('app.name')}</span>
        ) : (
          <>
            {t('pane.for')}: <bdi>{subject || t('pane.noSubject')}</bdi>
          </>
        )}
      </h1>
      <Button
        size="small"
        appearance="subtle"
        icon={<ArrowClockwiseRegular />}
        aria-label={t('common.refresh')}
        title={t('common.refresh')}
        onClick={onRefresh}
      />
    </header>
  )
}
