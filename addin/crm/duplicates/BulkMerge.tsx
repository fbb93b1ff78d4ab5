import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular, MergeRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Job } from '../../../server/jobs/schema.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { isAtWork, jobQuery, startedBulkQuery, useStartBulkMerge } from './queue-query.ts'
import { narrow, usePageStyles } from './styles.ts'

const useStyles = makeStyles({
  button: { marginInlineStart: 'auto', [narrow]: { marginInlineStart: 0 } },
  running: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS, minWidth: '240px' },
})

interface Props {
  /** How many groups are certain. */
  certain: number
  onThrough: () => void
}

/** Merges all groups that are certain, after asking; says how far it is and where the way back is. */
export function BulkMerge({ certain, onThrough }: Props) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const { data: started } = useQuery(startedBulkQuery)
  const [asking, setAsking] = useState(false)
  const start = useStartBulkMerge()
  if (started) return <Started {...started} onThrough={onThrough} />
  return (
    <>
      <Button
        className={styles.button}
        size="small"
        icon={<MergeRegular />}
        disabledFocusable={certain === 0}
        onClick={() => setAsking(true)}
      >
        {t('bulk.open', { count: certain })}
      </Button>
      {asking && (
        <Confirm
          title={t('bulk.title', { count: certain })}
          confirm={t('bulk.confirm', { count: certain })}
          busy={start.isPending}
          error={start.error}
          onConfirm={() => start.mutate({}, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p className={shared.text}>{t('bulk.text')}</p>
          <p className={shared.text}>{t('bulk.owners')}</p>
          <p className={shared.text}>{t('bulk.undo')}</p>
        </Confirm>
      )}
    </>
  )
}

interface StartedProps {
  jobId: string
  groups: number
  /** How many groups are left to decide. */
  waiting: number
  onThrough: () => void
}

function Started({ jobId, groups, waiting, onThrough }: StartedProps) {
  const queries = useQueryClient()
  const { data: job, error, refetch } = useQuery(jobQuery(jobId))
  const through = useRef(onThrough)
  through.current = onThrough
  const ended = job !== undefined && !isAtWork(job)
  useEffect(() => {
    if (!ended) return
    through.current()
    for (const key of ['merges', 'contacts', 'contact']) void queries.invalidateQueries({ queryKey: [key] })
  }, [ended, queries])
  if (!job) return error ? <Failed compact error={error} retry={refetch} /> : null
  return isAtWork(job) ? <Running job={job} groups={groups} /> : <Outcome job={job} groups={groups} waiting={waiting} />
}

function Running({ job, groups }: { job: Job; groups: number }) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const { done } = job.progress
  const total = job.progress.total ?? groups
  const text = job.state === 'queued' ? t('bulk.queued') : t('bulk.running', { done, total })
  return (
    <div className={styles.running}>
      <p className={shared.text}>{text}</p>
      <ProgressBar
        aria-label={text}
        {...(job.state === 'queued' || total === 0 ? {} : { value: Math.min(done, total), max: total })}
      />
      <p className={shared.quiet}>{t('bulk.background')}</p>
    </div>
  )
}

function Outcome({ job, groups, waiting }: { job: Job; groups: number; waiting: number }) {
  const shared = usePageStyles()
  const queries = useQueryClient()
  const { t } = useTranslation(['deduplication', 'translation'])
  const failed = job.state !== 'completed'
  const done = failed
    ? t('bulk.failed', { reason: job.error ?? '' })
    : t('bulk.done', { count: job.progress.total ?? groups })
  const text = waiting > 0 ? `${done} ${t('bulk.waiting', { count: waiting })}` : done
  return (
    <>
      <Announcer text={text} />
      <MessageBar intent={failed ? 'error' : 'success'} layout="multiline">
        <MessageBarBody>
          {text} {t('bulk.undo')}{' '}
          <Link className={shared.link} to="/duplicates/merged">
            {t('bulk.see')}
          </Link>
        </MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={t('translation:common.close')}
              onClick={() => queries.setQueryData(startedBulkQuery.queryKey, null)}
            />
          }
        />
      </MessageBar>
    </>
  )
}
