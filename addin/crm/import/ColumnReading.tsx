import { Field, makeStyles, Radio, RadioGroup, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowRightRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { ColumnMapping, ImportColumn } from '../../../server/import/schema.ts'
import { dayText, numberText } from '../../features/custom-fields/custom-value.ts'
import { useHidden } from '../../ui/parts/hidden.ts'
import { type DateOrder, dateOrderList, decimalMarkList, type TargetKind, targetKind } from './catalogue.ts'
import { withColumn } from './mapping.ts'
import { dayIn, tellingValue } from './reading.ts'
import { useImportStyles } from './styles.ts'
import type { MappingEdit } from './use-mapping.ts'

const useStyles = makeStyles({
  examples: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXS, margin: 0 },
  example: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 180px) 16px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'center',
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  narrow: { maxWidth: '320px' },
})

export interface ColumnPart {
  index: number
  column: ImportColumn
  mapping: ColumnMapping
  edit: MappingEdit
  fields: readonly CustomField[]
  locked: boolean
}

interface DateOrderProps extends ColumnPart {
  /** Nobody has said it yet. */
  open: boolean
  error: string | undefined
}

/** Which is the day and which the month, each way with what it makes of the column's own values (IM-06). */
export function DateOrderChoice({ index, column, mapping, edit, locked, open, error }: DateOrderProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const values = column.examples.length > 0 ? column.examples.map(({ raw }) => raw) : column.samples
  const orders = dateOrderList.filter((order) => tellingValue(values, order) !== undefined)
  const label = (order: DateOrder) => {
    const raw = tellingValue(values, order)
    const day = raw && dayIn(raw, order)
    return day ? t('orderReads', { order: t(`order.${order}`), raw, day: dayText(day) }) : t(`order.${order}`)
  }
  return (
    <fieldset className={shared.plain} disabled={locked}>
      <Field
        label={t('columns.dateOrder')}
        required
        validationState={open || error ? 'warning' : 'none'}
        validationMessage={error ?? (open ? t('columns.dateOrderFirst') : null)}
      >
        <RadioGroup
          value={mapping.dateOrder ?? ''}
          onChange={(_, { value }) => edit.change((all) => withColumn(all, index, { dateOrder: value as DateOrder }))}
        >
          {(orders.length > 0 ? orders : dateOrderList).map((order) => (
            <Radio key={order} value={order} label={label(order)} />
          ))}
        </RadioGroup>
      </Field>
    </fieldset>
  )
}

/** Which mark divides a number, where the values do hold one. */
export function DecimalChoice({ index, column, mapping, edit, fields, locked }: ColumnPart) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const values = [...column.samples, ...column.examples.map(({ raw }) => raw)]
  if (
    targetKind(mapping.target, fields, mapping.field) !== 'number' ||
    !values.some((value) => /\d[.,]\d/.test(value))
  ) {
    return null
  }
  return (
    <Field className={styles.narrow} label={t('columns.decimal')}>
      <Select
        className={shared.control}
        disabled={locked}
        value={mapping.decimal ?? ''}
        onChange={(_, { value }) =>
          edit.change((all) => withColumn(all, index, { decimal: value === '.' || value === ',' ? value : undefined }))
        }
      >
        <option value="">{t('columns.decimalFound')}</option>
        {decimalMarkList.map((mark) => (
          <option key={mark} value={mark}>
            {mark === '.' ? t('decimal.point') : t('decimal.comma')}
          </option>
        ))}
      </Select>
    </Field>
  )
}

/** How five values will be read, where that is not simply as they stand. */
export function Examples({ column, mapping, fields }: ColumnPart) {
  const styles = useStyles()
  const shared = useImportStyles()
  const hidden = useHidden()
  const { t } = useTranslation('imports')
  const kind = targetKind(mapping.target, fields, mapping.field)
  const shown = column.examples
    .map(({ raw, read }) => {
      // As it is being chosen, before the server has said it.
      const day = kind === 'date' && mapping.dateOrder ? dayIn(raw, mapping.dateOrder) : undefined
      return { raw, read: readable(day ?? read, kind) }
    })
    .filter(({ raw, read }) => read !== raw)
  if (shown.length === 0 || (kind === 'date' && shown.every(({ read }) => read === null) && !mapping.dateOrder))
    return null
  return (
    <div className={shared.part}>
      <h4 className={shared.strong}>{t('columns.examples')}</h4>
      <ul className={`${shared.list} ${styles.examples}`}>
        {shown.map(({ raw, read }) => (
          <li key={raw}>
            <span className={hidden}>
              {read === null ? t('columns.unread', { raw }) : t('columns.example', { raw, read })}
            </span>
            <span className={styles.example} aria-hidden="true">
              <span className={styles.quiet}>{raw}</span>
              <ArrowRightRegular />
              <span>{read ?? t('columns.notRead')}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A value as it will be kept, in the reader's way of writing days and numbers. */
function readable(value: string | null, kind: TargetKind): string | null {
  if (value === null) return null
  if (kind === 'date') return dayText(value.slice(0, 10))
  return kind === 'number' && Number.isFinite(Number(value)) ? numberText(Number(value)) : value
}
