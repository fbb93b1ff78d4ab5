import './texts.ts'
import { Button, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { ComparisonCards } from './ComparisonCards.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import { Outcome } from './Outcome.tsx'
import { Trouble } from './Trouble.tsx'
import type { MergePlan } from './use-merge-plan.ts'
import type { MergeRun } from './use-merge-run.ts'
import { useWidth } from './use-width.ts'

/** Below this two columns with their labels have no room. */
const roomForColumns = 520

const useStyles = makeStyles({
  comparison: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  toggle: { justifySelf: 'start', marginInlineStart: '-8px' },
  quiet: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
})

export interface ComparisonProps {
  plan: MergePlan
  run: MergeRun
  /** Which primary is proposed, and why. */
  proposal?: { id: string; because: string }
  /** Contacts can be opened beside this. */
  linked?: boolean
  /** Says that one contact is nobody else of them. */
  onAlone?: (contactId: string) => void
}

/** Contacts side by side: which stays, whose value each field keeps, and what comes of it. */
export function Comparison(props: ComparisonProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const { plan, run } = props
  const [box, width] = useWidth<HTMLDivElement>()
  const [all, setAll] = useState(false)
  const { missing } = run
  useEffect(() => {
    const field = missing && `[data-field="${CSS.escape(missing.field)}"]`
    if (field) box.current?.querySelector<HTMLElement>(`${field} input[type="radio"]`)?.focus()
  }, [missing, box])
  const equalId = useId()
  const equal = plan.rows.filter(({ kind }) => kind === 'equal').length
  const Layout = width !== undefined && width < roomForColumns ? ComparisonCards : ComparisonTable
  return (
    <div ref={box} className={styles.comparison}>
      <div id={equalId}>
        <Trouble plan={plan} run={run} />
        {width !== undefined && (
          <Layout {...props} rows={all ? plan.rows : plan.rows.filter(({ kind }) => kind !== 'equal')} />
        )}
      </div>
      {!plan.readOnly && !plan.preview && !plan.error && plan.chosen.length > 1 && <LoadingRows count={3} />}
      {plan.error && <Failed compact error={plan.error} retry={plan.refetch} />}
      {(plan.preview || plan.readOnly) && plan.rows.length === equal && (
        <p className={styles.quiet}>{t('noDifference')}</p>
      )}
      {equal > 0 && (
        <Button
          className={styles.toggle}
          size="small"
          appearance="subtle"
          icon={all ? <ChevronDownRegular /> : <ChevronRightRegular />}
          aria-expanded={all}
          aria-controls={equalId}
          onClick={() => setAll(!all)}
        >
          {all ? t('hideEqual') : t('equal', { count: equal })}
        </Button>
      )}
      {plan.chosen.length < 2 && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('needTwo')}</MessageBarBody>
        </MessageBar>
      )}
      {plan.preview && <Outcome plan={plan} preview={plan.preview} />}
    </div>
  )
}
