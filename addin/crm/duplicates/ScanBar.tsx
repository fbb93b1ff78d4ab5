import { Button, makeStyles, mergeClasses, ProgressBar } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DuplicateScan } from '../../../server/duplicates/schema.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { isScanning, latestScanQuery, useStartScan } from './queue-query.ts'
import { usePageStyles } from './styles.ts'

const steps = ['reading', 'names', 'pairs', 'writing', 'fingerprints'] as const

const useStyles = makeStyles({
  // As high as its button, whether that is there or not: what stands below must not move.
  bar: { flexGrow: 1, minWidth: 0, minHeight: '24px' },
  progress: { width: '120px' },
})

interface Props {
  /** May have everybody compared. */
  may: boolean
  onThrough: () => void
}

/** When everybody was compared with everybody, how far it is now, and the button for it. */
export function ScanBar({ may, onThrough }: Props) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const { data: scan } = useQuery(latestScanQuery)
  const start = useStartScan()
  const running = isScanning(scan)
  const ended = useEnded(scan, onThrough)
  return (
    <div className={mergeClasses(shared.row, styles.bar)}>
      <Announcer text={running ? t('scan.running') : ended && scan?.state === 'done' ? t('scan.finished') : ''} />
      {scan && running ? <Running scan={scan} /> : <Last scan={scan} />}
      {may && (
        <Button
          size="small"
          icon={<ArrowSyncRegular />}
          disabledFocusable={running || start.isPending || scan === undefined}
          onClick={() => start.mutate()}
        >
          {start.isPending ? t('scan.starting') : t('scan.start')}
        </Button>
      )}
      {start.error && (
        <span className={shared.text}>{t('scan.startFailed', { reason: describeError(start.error) })}</span>
      )}
    </div>
  )
}

/** Whether a comparison came to its end while one looked on; then what is shown asks again. */
function useEnded(scan: DuplicateScan | null | undefined, onThrough: () => void): boolean {
  const running = useRef<string>(undefined)
  const through = useRef(onThrough)
  through.current = onThrough
  const ended = running.current !== undefined && running.current === scan?.id && !isScanning(scan)
  useEffect(() => {
    if (isScanning(scan)) running.current = scan?.id
  }, [scan])
  useEffect(() => {
    if (ended) through.current()
  }, [ended])
  return ended
}

function Last({ scan }: { scan: DuplicateScan | null | undefined }) {
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  if (scan === undefined) return <p className={shared.quiet}>{'\u00a0'}</p>
  if (scan === null) return <p className={shared.quiet}>{t('scan.never')}</p>
  if (scan.state === 'failed') {
    return <p className={shared.text}>{t('scan.failed', { reason: scan.error ?? '' })}</p>
  }
  const [before, after] = t('scan.last', { when: '\u0000' }).split('\u0000')
  const contacts = t('scan.contacts', { count: scan.contacts })
  const suggested = t('scan.suggested', { count: scan.suggested })
  return (
    <p className={shared.quiet}>
      {before}
      <Instant at={scan.finishedAt ?? scan.createdAt} />
      {after} · {t('scan.numbers', { contacts, suggested })}
    </p>
  )
}

function Running({ scan }: { scan: DuplicateScan }) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const at = scan.step ? steps.indexOf(scan.step) : -1
  const text =
    scan.step === null
      ? t('scan.queued')
      : t('scan.at', { step: t(`scan.step.${scan.step}`), number: at + 1, of: steps.length })
  return (
    <>
      <span className={shared.quiet}>
        {text} {scan.contacts > 0 && `· ${t('scan.contacts', { count: scan.contacts })}`}
      </span>
      <ProgressBar
        className={styles.progress}
        aria-label={text}
        {...(at < 0 ? {} : { value: at + 0.5, max: steps.length })}
      />
    </>
  )
}
