import './texts.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Merge } from '../../../server/merge/schema.ts'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { useContactWords } from '../contact/use-field-label.ts'
import { useUndoMerge } from './merge-query.ts'
import { draftField } from './rows.ts'

const useStyles = makeStyles({
  entry: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: '2px',
    justifyItems: 'start',
    outlineStyle: 'none',
  },
  names: { ...typographyStyles.body1Strong, overflowWrap: 'anywhere' },
  quiet: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
  text: { ...typographyStyles.body1, margin: 0, overflowWrap: 'anywhere' },
  error: { ...typographyStyles.body1, margin: 0, color: tokens.colorPaletteRedForeground1 },
  list: { ...typographyStyles.caption1, margin: 0, paddingInlineStart: '20px' },
})

interface Props {
  merge: Merge
  /** Taking a merge back is offered. */
  mayUndo: boolean
  /** Stands beside the names: whom they became. */
  into?: ReactNode
}

/** One merge: who became part of whom, when, by whom, what they are also known by, and the way back. */
export function MergeEntry({ merge, mayUndo, into }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const words = useContactWords()
  const undo = useUndoMerge()
  const entry = useRef<HTMLDivElement>(null)
  const { isSuccess } = undo
  useEffect(() => {
    // The button that had the focus is gone.
    if (isSuccess) entry.current?.focus()
  }, [isSuccess])
  const { formerNames, createdAt, mergedBy, knownAs, undoableUntil, undoneAt, conflicts } = merge
  const names = formerNames.join(', ')
  const [before, after] = t(mergedBy ? 'from.when' : 'from.whenServer', {
    when: '\u0000',
    name: mergedBy?.name ?? '',
  }).split('\u0000')
  return (
    <div ref={entry} className={styles.entry} tabIndex={-1}>
      <Announcer text={isSuccess ? t('undone') : ''} />
      <span>
        <span className={styles.names}>{names}</span> {into}
      </span>
      <p className={styles.quiet}>
        {before}
        <Instant at={createdAt} />
        {after}
      </p>
      {knownAs.length > 0 && (
        <p className={styles.quiet}>
          {t('from.knownAs')}{' '}
          {knownAs.map(({ field, text }) => `${words.label(draftField(field))}: ${text}`).join(' · ')}
        </p>
      )}
      {undoneAt ? (
        <p className={styles.text}>{t('from.undone', { when: shortDate(undoneAt) })}</p>
      ) : (
        <p className={styles.quiet}>
          {undoableUntil ? t('from.until', { date: shortDate(undoableUntil) }) : t('from.final')}
        </p>
      )}
      {conflicts.length > 0 && (
        <>
          <p className={styles.text}>{t('from.conflicts')}</p>
          <ul className={styles.list}>
            {conflicts.map((conflict) => (
              <li key={conflict}>{conflict}</li>
            ))}
          </ul>
        </>
      )}
      {mayUndo && undoableUntil && !undoneAt && (
        <Button
          size="small"
          icon={<ArrowUndoRegular />}
          aria-label={t('from.undoOf', { names })}
          disabledFocusable={undo.isPending}
          onClick={() => undo.mutate(merge.id)}
        >
          {undo.isPending ? t('undoing') : t('undo')}
        </Button>
      )}
      {undo.error && <p className={styles.error}>{t('undoFailed', { reason: describeError(undo.error) })}</p>}
    </div>
  )
}
