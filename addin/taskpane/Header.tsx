import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

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
  subject: { margin: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

/** Names the message everything below is for, since Outlook's selection may have moved on unseen. */
export function Header({ subject, onRefresh }: { subject: string | null; onRefresh: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <header className={styles.header}>
      <p className={styles.subject} title={subject ?? ''}>
        {subject !== null && (
          <>
            {t('pane.for')}: <bdi>{subject || t('pane.noSubject')}</bdi>
          </>
        )}
      </p>
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
