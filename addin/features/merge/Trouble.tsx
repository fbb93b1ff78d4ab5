import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { describeError } from '../../ui/problem-text.ts'
import { useContactWords } from '../contact/use-field-label.ts'
import type { Change } from './rows.ts'
import type { MergePlan } from './use-merge-plan.ts'
import type { MergeRun } from './use-merge-run.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: '20px' },
  trouble: { marginBottom: tokens.spacingVerticalM },
})

/** What stands against a merge: a question left open, a change meanwhile, the server's refusal. */
export function Trouble({ plan, run }: { plan: MergePlan; run: MergeRun }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const { error, changes, missing } = run
  const label = plan.rows.find(({ field }) => field === missing?.field)?.label ?? ''
  return (
    <div role="status" className={missing || changes || error ? styles.trouble : undefined}>
      {missing && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {missing.field === 'ownerId' ? t('decideOwner') : t('decideField', { field: label })}
          </MessageBarBody>
        </MessageBar>
      )}
      {changes && <Changed changes={changes} />}
      {error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{isGone(error) ? t('gone') : t('refused', { reason: describeError(error) })}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={run.reload}>{t('reload')}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  )
}

const isGone = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.type === 'contact-merged' || error.type === 'contact-not-found')

function Changed({ changes }: { changes: readonly Change[] }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const words = useContactWords()
  const text = (field: string, value: Change['before']) => words.text(field, value) || t('empty')
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {changes.length === 0 ? t('staleNothing') : t('stale')}
        {changes.length > 0 && (
          <ul className={styles.list}>
            {changes.map(({ contactId, name, field, before, after }) => (
              <li key={`${contactId} ${field}`}>
                {t('staleField', {
                  name,
                  field: words.label(field),
                  before: text(field, before),
                  after: text(field, after),
                })}
              </li>
            ))}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}
