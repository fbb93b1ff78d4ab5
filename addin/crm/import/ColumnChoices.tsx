import { Field, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ChoiceSelect } from './ChoiceSelect.tsx'
import type { ColumnPart } from './ColumnReading.tsx'
import { customKey, targetKind } from './catalogue.ts'
import { customFieldOf, withChoice } from './mapping.ts'
import { useImportRights } from './rights.ts'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})

interface Props extends ColumnPart {
  error: string | undefined
}

/** The values that are seen of a column that goes to a list of choices, and what becomes of each (IM-10). */
export function ColumnChoices({ index, column, mapping, edit, fields, locked, error }: Props) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields)
  const { mayMakeFields } = useImportRights()
  const field = customFieldOf(mapping.target, fields)
  const isChoice = targetKind(mapping.target, fields) === 'choice' || field?.type === 'multi_choice'
  if (!isChoice) return null
  const choices = words.choices(mapping.target)
  const isKnown = (value: string) =>
    choices.some(({ id, label }) => fold(label) === fold(value) || fold(id) === fold(value))
  const single = field?.type === 'multi_choice' ? [] : column.samples
  const known = single.filter(isKnown)
  const seen = single.filter((value) => !isKnown(value))
  const values = [...new Set([...seen, ...Object.keys(mapping.choices ?? {})])]
  const recognised = known.length > 0 && (
    <p className={shared.quiet}>
      {t('columns.valuesKnown', { values: known.map((value) => `“${value}”`).join(', ') })}
    </p>
  )
  if (values.length === 0 && !error) return recognised
  return (
    <fieldset className={shared.plain} disabled={locked}>
      <div className={shared.part}>
        <h4 className={shared.strong}>{t('columns.values')}</h4>
        <p className={shared.quiet}>{t('columns.valuesHint')}</p>
        {recognised}
        <div className={styles.list}>
          {values.map((value) => (
            <Field key={value} label={`“${value}”`}>
              <ChoiceSelect
                label={t('choice.label', { value })}
                value={value}
                decision={mapping.choices?.[value]}
                choices={choices}
                mayCreate={customKey(mapping.target) !== undefined && mayMakeFields}
                undecided={t('choice.undecidedFound')}
                onChange={(decision) => edit.change((all) => withChoice(all, index, value, decision))}
              />
            </Field>
          ))}
        </div>
        {error && <p className={shared.text}>{error}</p>}
      </div>
    </fieldset>
  )
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
    .toLocaleLowerCase()
