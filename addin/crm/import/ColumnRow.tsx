import { Field, MessageBar, MessageBarBody, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../../ui/i18n.ts'
import { ColumnChoices } from './ColumnChoices.tsx'
import { DateOrderChoice, DecimalChoice, Examples } from './ColumnReading.tsx'
import { kindColumns, offersDateOrder, rivals, withTarget } from './mapping.ts'
import { NewField } from './NewField.tsx'
import { errorAt } from './problems.ts'
import { useImportRights } from './rights.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { TargetPicker } from './TargetPicker.tsx'

const namedRivals = 3

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 320px)',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    alignItems: 'start',
    paddingBlock: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: 'anywhere' },
  samples: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
  },
  about: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  warning: {
    ...typographyStyles.caption1,
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    color: tokens.colorNeutralForeground1,
    '& > svg': { flexShrink: 0, fontSize: '16px', color: tokens.colorStatusWarningForeground3 },
  },
  below: {
    gridColumn: '1 / -1',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    ':empty': { display: 'none' },
  },
})

/** A column of the file: what is in it, where it goes, and what has to be known about it. */
export function ColumnRow({ index, ...props }: StepProps & { index: number }) {
  const { one, edit, fields, questions, errors, locked } = props
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { mayMakeFields } = useImportRights()
  const id = useId()
  const column = one.columns[index]
  const mapping = edit.mapping.columns[index]
  if (!column || !mapping) return null
  const nameOf = (at: number) => one.columns[at]?.name ?? t('rows.noColumn', { number: at + 1 })
  const used = mapping.target !== 'ignore' && mapping.target !== 'note'
  const others = rivals(edit.mapping, index)
  const describes = kindColumns(edit.mapping).has(index)
    ? edit.mapping.columns.findIndex(({ kindColumn }) => kindColumn === index)
    : -1
  const listed = (names: string[]) => {
    const shown = names.slice(0, namedRivals).map((name) => `“${name}”`)
    const more = names.length - shown.length
    return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(
      more > 0 ? [...shown, t('columns.others', { count: more })] : shown,
    )
  }
  const part = { index, column, mapping, edit, fields, locked }
  return (
    <li className={styles.item} aria-labelledby={id} data-column={index}>
      <div className={styles.about}>
        <h3 id={id} className={styles.name}>
          {column.name}
        </h3>
        <p className={styles.samples}>
          {column.samples.length > 0
            ? t('columns.samples', { values: column.samples.join(' · ') })
            : t('columns.noData')}
        </p>
        {column.damage.map((damage) => (
          <p key={damage} className={styles.warning}>
            <WarningRegular aria-hidden />
            {t(`damage.${damage}`)}
          </p>
        ))}
        {describes >= 0 && <p className={shared.quiet}>{t('columns.kindOf', { name: nameOf(describes) })}</p>}
        {mapping.kindColumn !== undefined && (
          <p className={shared.quiet}>{t('columns.kindIn', { name: nameOf(mapping.kindColumn) })}</p>
        )}
      </div>
      <fieldset className={shared.plain} disabled={locked}>
        <Field validationMessage={errorAt(errors, `columns.${index}.target`) ?? (errors[`columns.${index}`] || null)}>
          <TargetPicker
            name={column.name}
            mapping={mapping}
            fields={fields}
            mayMakeFields={mayMakeFields}
            readFor={mapping.target === 'ignore' && describes >= 0 ? nameOf(describes) : undefined}
            onPick={(target) => edit.change((before) => withTarget(before, index, target, column, fields))}
          />
        </Field>
        {others.length > 0 && (
          <p className={shared.quiet}>
            {t('columns.rival', { count: others.length, names: listed(others.map(nameOf)) })}
          </p>
        )}
      </fieldset>
      <div className={styles.below}>
        {mapping.target === 'new' && <NewField {...part} errors={errors} />}
        {(offersDateOrder(column, mapping, fields) || questions.includes(index)) && (
          <DateOrderChoice
            {...part}
            open={questions.includes(index)}
            error={errorAt(errors, `columns.${index}.dateOrder`)}
          />
        )}
        {used && <DecimalChoice {...part} />}
        {used && <Examples {...part} />}
        {used && <ColumnChoices {...part} error={errorAt(errors, `columns.${index}.choices`)} />}
        <Other errors={errors} index={index} />
      </div>
    </li>
  )
}

/** What the server said about a column that no field above shows. */
function Other({ errors, index }: { errors: Record<string, string>; index: number }) {
  const shownElsewhere = /\.(target|dateOrder|choices|field)\b/
  const rest = Object.entries(errors).filter(
    ([path]) => path.startsWith(`columns.${index}.`) && !shownElsewhere.test(path),
  )
  if (rest.length === 0) return null
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{rest.map(([, message]) => message).join(' ')}</MessageBarBody>
    </MessageBar>
  )
}
