import { makeStyles, mergeClasses, ProgressBar, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ImportSummary } from '../../../server/import/schema.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { durationText, numberText, percentText } from './format.ts'
import { secondsLeft, share, tenthOf } from './progress.ts'
import { useImportStyles } from './styles.ts'

const useStyles = makeStyles({
  progress: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  // Two lines high, filled or not: numbers that grow push nothing about.
  numbers: {
    ...typographyStyles.body1,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    minHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
  },
})

interface Props {
  label: string
  progress: ImportSummary['progress']
  /** In a list others speak too: only the page of the import reads its progress out. */
  quiet?: boolean
}

/** How far it is, how fast, and for how long still. */
export function Progress({ label, progress, quiet = false }: Props) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { rows, of, rowsPerSecond, waiting } = progress
  const done = share(progress)
  const left = secondsLeft(progress)
  return (
    <div className={styles.progress}>
      <ProgressBar aria-label={label} thickness="large" {...(done === null || waiting ? {} : { value: done })} />
      {waiting ? (
        <p className={shared.quiet}>{t('run.waiting')}</p>
      ) : (
        <div className={mergeClasses(styles.numbers)}>
          <span>{of === null ? t('run.ofUnknown', { count: rows }) : t('run.of', { rows, of })}</span>
          {rowsPerSecond !== null && <span>{t('run.pace', { count: Math.round(rowsPerSecond) })}</span>}
          {left !== null && <span>{t('run.left', { time: durationText(left) })}</span>}
        </div>
      )}
      {!quiet && (
        <Announcer
          text={
            waiting
              ? t('run.waiting')
              : `${label}: ${done === null ? numberText(0) : t('run.saidTenth', { percent: percentText(tenthOf(done) / 10) })}`
          }
        />
      )}
    </div>
  )
}
