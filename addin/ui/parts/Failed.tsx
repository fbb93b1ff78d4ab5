import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowClockwiseRegular, WarningRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { describeError } from '../problem-text.ts'
import { CopyButton } from './CopyButton.tsx'
import { Message } from './Message.tsx'

const useStyles = makeStyles({
  id: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, userSelect: 'all' },
  row: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: tokens.spacingHorizontalS },
})

/** An error with its request id, and the way to try again. */
export function Failed({ error, retry, compact = false }: { error: unknown; retry: () => unknown; compact?: boolean }) {
  const { t } = useTranslation()
  const styles = useStyles()
  const id = error instanceof ApiProblem ? error.requestId : undefined
  const text = describeError(error)
  return (
    <Message
      title={t('screens.failed.title')}
      text={text}
      compact={compact}
      icon={compact ? undefined : <WarningRegular />}
    >
      {id && <span className={styles.id}>{t('common.details', { id })}</span>}
      <div className={styles.row}>
        <Button icon={<ArrowClockwiseRegular />} onClick={() => retry()}>
          {t('common.retry')}
        </Button>
        {id && <CopyButton text={`${text}\n${t('common.details', { id })}`} />}
      </div>
    </Message>
  )
}
