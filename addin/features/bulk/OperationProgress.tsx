import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BulkOperation } from '../../../server/bulk/schema.ts'
import { asOf } from '../../ui/format.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { isUnfinished, operationQuery, useRefreshAfter, useUndoBulk } from './bulk-query.ts'
import './texts.ts'

const useStyles = makeStyles({
  running: { display: 'grid', gap: tokens.spacingVerticalXS },
  text: { ...typographyStyles.body1, margin: 0 },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** How far a change is, what came of it, and the way back while there is one. */
export function OperationProgress({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(operationQuery(id))
  useRefreshAfter(data)
  if (!data) return error ? <Failed compact error={error} retry={refetch} /> : null
  return isUnfinished(data) ? <Running operation={data} /> : <Outcome operation={data} />
}

function Running({ operation }: { operation: BulkOperation }) {
  const styles = useStyles()
  const { t } = useTranslation('bulk')
  const { state, done, total } = operation
  const text = state === 'queued' ? t('queued') : t(state === 'undoing' ? 'undoing' : 'running', { done, total })
  return (
    <div className={styles.running}>
      <p className={styles.text}>{text}</p>
      <ProgressBar
        aria-label={text}
        {...(state === 'queued' || total === 0 ? {} : { value: Math.min(done, total), max: total })}
      />
      <p className={styles.quiet}>{t('background')}</p>
    </div>
  )
}

function Outcome({ operation }: { operation: BulkOperation }) {
  const { t } = useTranslation('bulk')
  const undo = useUndoBulk()
  const { state, undoableUntil } = operation
  return (
    <div role="status">
      <MessageBar intent={state === 'failed' ? 'error' : 'success'} layout="multiline">
        <MessageBarBody>
          {outcomeText(operation, t)} {undoableUntil && t('undoUntil', { when: asOf(Date.parse(undoableUntil)) })}
          {undo.error && ` ${describeError(undo.error)}`}
        </MessageBarBody>
        {undoableUntil && (
          <MessageBarActions>
            <Button
              icon={<ArrowUndoRegular />}
              disabledFocusable={undo.isPending}
              onClick={() => undo.mutate(operation.id)}
            >
              {t('undo')}
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
    </div>
  )
}

function outcomeText(
  { state, changed, skipped, error }: BulkOperation,
  t: ReturnType<typeof useTranslation<'bulk'>>['t'],
): string {
  if (state === 'failed') return t('failed', { error: error ?? '' })
  if (state === 'undone') return skipped > 0 ? t('undoneBut', { count: skipped }) : t('undone')
  const done = t('done', { count: changed })
  return skipped > 0 ? `${done} ${t('skipped', { count: skipped })}` : done
}
