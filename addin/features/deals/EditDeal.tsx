import './texts.ts'
import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Deal } from '../../../server/deals/schema.ts'
import { useFirstField } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import Conflict from '../editing/Conflict.tsx'
import { draftErrors } from '../editing/field-errors.ts'
import { useEditing } from '../editing/use-editing.ts'
import { DealFields } from './DealFields.tsx'
import { dealEditing } from './deal-draft.ts'
import { showDeal } from './deals-query.ts'
import { useDealWords } from './use-deal-words.ts'

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  deal: Deal
  /** Only these fields; all when absent. */
  only?: readonly string[]
  onDone: () => void
}

/** The deal as a form, in the place of its record or of one line of it. */
export function EditDeal({ deal, only, onDone }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const words = useDealWords()
  const edit = useEditing(dealEditing, deal, {
    onNewer: (newer) => showDeal(queries, newer),
    onSaved: (saved) => {
      showDeal(queries, saved)
      onDone()
    },
  })
  const form = useFirstField()
  return (
    <>
      <form
        ref={form}
        className={styles.form}
        aria-label={only?.[0] ? words.label(only[0]) : deal.name}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          edit.submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && only && !event.defaultPrevented) onDone()
        }}
      >
        <DealFields draft={edit.draft} errors={draftErrors(edit.error)} set={edit.set} only={only} />
        {edit.error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{describeError(edit.error)}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" disabledFocusable={edit.pending}>
            {edit.pending ? t('common.saving') : t('common.save')}
          </Button>
          <Button onClick={onDone}>{t('common.cancel')}</Button>
        </div>
      </form>
      {edit.clash && (
        <Conflict
          clashes={edit.clash}
          labelOf={words.label}
          show={words.text}
          onApply={edit.settle}
          onBack={edit.back}
        />
      )}
    </>
  )
}
