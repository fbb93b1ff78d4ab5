import './texts.ts'
import { Button, Link, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { ArrowUndoRegular, DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { MergeResult } from '../../../server/merge/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import type { useUndoMerge } from './merge-query.ts'

const useStyles = makeStyles({ list: { margin: 0, paddingInlineStart: '20px' } })

interface Props {
  /** The merge that was just made. */
  result: MergeResult
  undo: ReturnType<typeof useUndoMerge>
  /** The key that undoes it, where there is one. */
  shortcut?: string
  /** The survivor is a click away. */
  linked?: boolean
  onUndone?: (result: MergeResult) => void
  onDismiss: () => void
}

/** What was just merged, with the way back; and what came of taking it. Stays until it is put away. */
export function MergeDone({ result, undo, shortcut, linked, onUndone, onDismiss }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['merge', 'translation'])
  const { contact, merge } = result
  const undone = undo.data?.merge
  const name = contact.displayName
  return (
    <MessageBar intent={undo.error ? 'error' : 'success'} layout="auto">
      <MessageBarBody>
        {undo.error
          ? t('undoFailed', { reason: describeError(undo.error) })
          : undone
            ? t(undone.conflicts.length > 0 ? 'undoneBut' : 'undone', { name })
            : t('done', { name, names: merge.formerNames.join(', ') })}{' '}
        {linked && !undone && (
          <Link href={`#/contacts/${contact.id}`} inline>
            {t('openSurvivor', { name })}
          </Link>
        )}
        {undone && undone.conflicts.length > 0 && (
          <ul className={styles.list}>
            {undone.conflicts.map((conflict) => (
              <li key={conflict}>{conflict}</li>
            ))}
          </ul>
        )}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={t('translation:common.close')}
            onClick={onDismiss}
          />
        }
      >
        {!undone && merge.undoableUntil && (
          <Button
            icon={<ArrowUndoRegular />}
            disabledFocusable={undo.isPending}
            aria-keyshortcuts={shortcut}
            onClick={() => undo.mutate(merge.id, onUndone ? { onSuccess: onUndone } : {})}
          >
            {undo.isPending ? t('undoing') : shortcut ? `${t('undo')} (${shortcut})` : t('undo')}
          </Button>
        )}
      </MessageBarActions>
    </MessageBar>
  )
}
