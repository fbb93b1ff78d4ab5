import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { ArrowUndoRegular, PlayRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Filter } from '../../../server/filter/schema.ts'
import type { Import } from '../../../server/import/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Refused } from '../settings/parts/Refused.tsx'
import { Counts } from './Counts.tsx'
import { Downloads } from './Downloads.tsx'
import { durationText } from './format.ts'
import { useAct } from './imports-query.ts'
import { canUndo, written } from './progress.ts'
import { RowTabs } from './RowTabs.tsx'
import { useImportRights } from './rights.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { UndoDialog } from './UndoDialog.tsx'
import { UndoOutcome } from './UndoOutcome.tsx'

const intents = { done: 'success', undone: 'success', failed: 'error' } as const

/** What came of an import: numbers, contacts, files, and the way back. */
export function Result({ one, fields }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const rights = useImportRights()
  const act = useAct(one.id)
  const [undoing, setUndoing] = useState(false)
  const failed = one.state === 'failed'
  const mayUndo = canUndo(one) && rights.mayChange(one)
  return (
    <div className={shared.form}>
      <div role="status">
        <MessageBar intent={intents[one.state as keyof typeof intents] ?? 'warning'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t(`run.${titleOf(one)}`)}</MessageBarTitle>
            <Outcome one={one} />
          </MessageBarBody>
        </MessageBar>
      </div>
      {one.undo && <UndoOutcome undo={one.undo} />}
      <Counts counts={one.counts} of={one.total} done />
      <div className={shared.row}>
        {failed && rights.mayChange(one) && one.fileKeptUntil !== null && (
          <Button
            appearance="primary"
            icon={<PlayRegular />}
            disabledFocusable={act.isPending}
            onClick={() => act.mutate('run')}
          >
            {t('run.resume')}
          </Button>
        )}
        {one.state !== 'undone' && written(one.counts) > 0 && (
          <Link
            className={shared.link}
            to={`/contacts?${new URLSearchParams({ filter: JSON.stringify(tagged(one)) })}`}
          >
            {t('run.see')}
          </Link>
        )}
        {mayUndo && (
          <Button icon={<ArrowUndoRegular />} onClick={() => setUndoing(true)}>
            {t('run.undo')}
          </Button>
        )}
        {mayUndo && one.undoableUntil && (
          <span className={shared.quiet}>{t('run.undoUntil', { date: shortDate(one.undoableUntil) })}</span>
        )}
      </div>
      {act.error && <Refused error={act.error} />}
      <Downloads one={one} refused={one.counts.refused} report />
      {one.fileKeptUntil && <p className={shared.quiet}>{t('fileKept', { date: shortDate(one.fileKeptUntil) })}</p>}
      <section className={shared.part} aria-labelledby="import-rows">
        <h3 id="import-rows" className={shared.partTitle}>
          {t('run.rowsTitle')}
        </h3>
        <RowTabs one={one} counts={one.counts} fields={fields} />
      </section>
      {undoing && <UndoDialog one={one} onClose={() => setUndoing(false)} />}
    </div>
  )
}

const titleOf = ({ state }: Import): 'undone' | 'failed' | 'cancelled' | 'done' =>
  state === 'undone' || state === 'failed' || state === 'cancelled' ? state : 'done'

/** Everybody in the contact list whom this import brought in or changed. */
const tagged = ({ tag }: Import): Filter => ({ field: 'tags', op: 'any_of', value: [tag] })

function Outcome({ one }: { one: Import }) {
  const { t } = useTranslation('imports')
  const { state, counts, startedAt, finishedAt, error, undo } = one
  if (state === 'undone') {
    return t('run.undoneText', {
      removed: t('run.removed', { count: undo?.removed ?? 0 }),
      restored: t('run.restored', { count: undo?.restored ?? 0 }),
    })
  }
  const count = written(counts)
  const seconds = startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : 0
  const parts = [
    count > 0 || state !== 'done' ? t('run.doneText', { count }) : t('run.doneNothing'),
    ...(state === 'failed' ? [error ?? '', t('run.failedText')] : []),
    ...(state === 'cancelled' ? [t('run.cancelledText')] : []),
    ...(state === 'done' && seconds >= 60 ? [t('run.took', { time: durationText(seconds) })] : []),
  ]
  return parts.filter(Boolean).join(' ')
}
