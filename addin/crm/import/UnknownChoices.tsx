import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChoiceDecision, ImportPreview } from '../../../server/import/schema.ts'
import { describeError } from '../../ui/problem-text.ts'
import { ChoiceSelect } from './ChoiceSelect.tsx'
import { customKey } from './catalogue.ts'
import { numberText } from './format.ts'
import type { useAct } from './imports-query.ts'
import { withChoice } from './mapping.ts'
import { useImportRights } from './rights.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const pageful = 30

const useStyles = makeStyles({
  table: {
    ...typographyStyles.body1,
    borderCollapse: 'collapse',
    width: '100%',
    maxWidth: '720px',
    tableLayout: 'fixed',
    fontVariantNumeric: 'tabular-nums',
  },
  head: { ...typographyStyles.caption1Strong, textAlign: 'start', color: tokens.colorNeutralForeground2 },
  cell: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  rows: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
})

type Decisions = Record<number, Record<string, ChoiceDecision | undefined>>

interface Props extends StepProps {
  unknown: ImportPreview['unknownChoices']
  act: ReturnType<typeof useAct>
}

/** Values that are no choices of their field, decided once for each; then the file is checked again (IM-10). */
export function UnknownChoices({ unknown, act, ...props }: Props) {
  const { edit, go } = props
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  // Kept here until all are decided: each one saved would put the check, and this list, away.
  const [decisions, setDecisions] = useState<Decisions>({})
  const set = (column: number, values: readonly string[], decision: ChoiceDecision | undefined) =>
    setDecisions((all) => ({
      ...all,
      [column]: {
        ...all[column],
        ...Object.fromEntries(values.map((value) => [value, createdAs(decision, value)])),
      },
    }))
  const decided = Object.entries(decisions).flatMap(([column, values]) =>
    Object.entries(values).flatMap(([value, decision]) =>
      decision === undefined ? [] : [{ column: Number(column), value, decision }],
    ),
  )
  const apply = async () => {
    edit.change((mapping) =>
      decided.reduce((next, { column, value, decision }) => withChoice(next, column, value, decision), mapping),
    )
    if (await edit.flush()) act.mutate('preview', { onSuccess: () => go('preview') })
  }
  return (
    <section className={shared.form} aria-labelledby="import-unknown">
      <div>
        <h3 id="import-unknown" className={shared.partTitle}>
          {t('check.choices')}
        </h3>
        <p className={shared.text}>{t('check.choicesHint')}</p>
      </div>
      {unknown.map(({ column, values }) => (
        <OneColumn
          key={column}
          {...props}
          column={column}
          values={values}
          decisions={decisions[column] ?? {}}
          onChange={(some, decision) => set(column, some, decision)}
        />
      ))}
      <div className={shared.row}>
        <Button disabledFocusable={decided.length === 0 || act.isPending} onClick={() => void apply()}>
          {t('check.choicesApply')}
        </Button>
        <span role="status" className={shared.quiet}>
          {edit.state === 'failed' ? describeError(edit.error) : decided.length === 0 ? t('check.choicesNone') : ''}
        </span>
      </div>
    </section>
  )
}

/** A new choice is called like its own value, also where one decision was made for several. */
const createdAs = (decision: ChoiceDecision | undefined, value: string): ChoiceDecision | undefined =>
  typeof decision === 'object' && 'create' in decision ? { create: value.trim().slice(0, 100) } : decision

interface ColumnProps extends StepProps {
  column: number
  values: ImportPreview['unknownChoices'][number]['values']
  decisions: Record<string, ChoiceDecision | undefined>
  onChange: (values: readonly string[], decision: ChoiceDecision | undefined) => void
}

function OneColumn({ one, edit, fields, column, values, decisions, onChange }: ColumnProps) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields)
  const { mayMakeFields } = useImportRights()
  const [shown, setShown] = useState(pageful)
  const mapping = edit.mapping.columns[column]
  if (!mapping) return null
  const name = one.columns[column]?.name ?? ''
  const common = {
    choices: words.choices(mapping.target),
    mayCreate: mapping.target === 'new' || (customKey(mapping.target) !== undefined && mayMakeFields),
    undecided: t(edit.mapping.invalid === 'refuse' ? 'check.undecidedRefuse' : 'choice.undecided'),
  }
  return (
    <div className={shared.part}>
      <table className={styles.table}>
        <caption className={shared.strong} style={{ textAlign: 'start' }}>
          {t('check.choicesOf', { column: name, target: words.columnLabel(mapping) })}
        </caption>
        <thead>
          <tr>
            <th scope="col" className={styles.head}>
              {t('check.value')}
            </th>
            <th scope="col" className={styles.head}>
              {t('check.decision')}
            </th>
          </tr>
        </thead>
        <tbody>
          {values.length > 2 && (
            <tr>
              <th scope="row" className={styles.cell}>
                {t('check.allAs')}
              </th>
              <td className={styles.cell}>
                <ChoiceSelect
                  {...common}
                  label={`${name}: ${t('check.allAs')}`}
                  value=""
                  decision={undefined}
                  onChange={(decision) =>
                    onChange(
                      values.map(({ value }) => value),
                      decision,
                    )
                  }
                />
              </td>
            </tr>
          )}
          {values.slice(0, shown).map(({ value, rows }) => (
            <tr key={value}>
              <th scope="row" className={styles.cell}>
                “{value}”
                <br />
                <span className={styles.rows}>{t('check.inRows', { count: rows })}</span>
              </th>
              <td className={styles.cell}>
                <ChoiceSelect
                  {...common}
                  label={t('choice.label', { value })}
                  value={value}
                  decision={decisions[value]}
                  onChange={(decision) => onChange([value], decision)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > shown && (
        <div>
          <Button size="small" onClick={() => setShown(shown + pageful)}>
            {t('list.more')} ({numberText(values.length - shown)})
          </Button>
        </div>
      )}
    </div>
  )
}
