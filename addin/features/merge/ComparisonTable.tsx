import { makeStyles, mergeClasses, Radio, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowSwapRegular } from '@fluentui/react-icons'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useHidden } from '../../ui/parts/hidden.ts'
import { useContactWords } from '../contact/use-field-label.ts'
import type { ComparisonProps } from './Comparison.tsx'
import { ContactHead, Kept } from './parts.tsx'
import { type Compared, draftField, draftValue, isKept, ownValue, type Row } from './rows.ts'
import { type United, useUnited } from './united.ts'

const border = `1px solid ${tokens.colorNeutralStroke2}`

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', border, borderRadius: tokens.borderRadiusMedium },
  table: { borderCollapse: 'separate', borderSpacing: 0, tableLayout: 'fixed', width: '100%' },
  cell: {
    ...typographyStyles.body1,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderTop: border,
    borderLeft: border,
    textAlign: 'start',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  head: { borderTop: 'none', paddingBlock: tokens.spacingVerticalS, backgroundColor: tokens.colorNeutralBackground2 },
  primary: { boxShadow: `inset 0 3px 0 ${tokens.colorCompoundBrandStroke}` },
  // The names of the fields stay in sight when many contacts scroll sideways.
  field: {
    ...typographyStyles.caption1,
    position: 'sticky',
    insetInlineStart: 0,
    zIndex: 1,
    lineHeight: '20px',
    padding: `6px ${tokens.spacingHorizontalS}`,
    borderTop: border,
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  corner: { borderTop: 'none', backgroundColor: tokens.colorNeutralBackground2 },
  differs: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  mark: { verticalAlign: '-2px', marginInlineStart: tokens.spacingHorizontalXXS },
  ask: { ...typographyStyles.caption1, display: 'block', color: tokens.colorPaletteRedForeground1 },
  kept: { backgroundColor: tokens.colorBrandBackground2 },
  plain: { paddingBlock: '6px', whiteSpace: 'pre-line' },
  away: { color: tokens.colorNeutralForeground3, backgroundColor: tokens.colorNeutralBackground3 },
  empty: { color: tokens.colorNeutralForeground3 },
  radio: { marginInlineStart: '-6px', maxWidth: '100%' },
  radioLabel: { paddingBlock: '4px', overflowWrap: 'anywhere', minWidth: 0 },
  indicator: { marginBlock: '6px', marginInlineEnd: '4px' },
  all: { ...typographyStyles.caption1, display: 'block', color: tokens.colorNeutralForeground3 },
})

const fieldWidth = 116
const columnWidth = 172

interface Props extends ComparisonProps {
  rows: readonly Row[]
}

/** A column a contact, a row a field. More columns than there is room for scroll sideways. */
export function ComparisonTable({ rows, ...props }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const hidden = useHidden()
  const id = useId()
  const { plan } = props
  const { contacts } = plan
  const united = useUnited(contacts)
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        style={{ minWidth: fieldWidth + columnWidth * contacts.length }}
        aria-label={t('table')}
      >
        <colgroup>
          <col style={{ width: fieldWidth }} />
          {contacts.map((contact) => (
            <col key={contact.id} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className={mergeClasses(styles.field, styles.corner)} scope="col">
              <span className={hidden}>{t('field')}</span>
            </th>
            {contacts.map((contact, index) => (
              <th
                key={contact.id}
                scope="col"
                className={mergeClasses(
                  styles.cell,
                  styles.head,
                  plan.primaryId === contact.id && styles.primary,
                  !plan.ids.includes(contact.id) && styles.away,
                )}
              >
                <ContactHead {...props} contact={contact} index={index} group={`${id}-primary`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.field} data-field={row.field}>
              <FieldName row={row} />
              {contacts.map((contact) => (
                <Cell key={contact.id} {...props} row={row} contact={contact} group={`${id}-${row.field}`} />
              ))}
            </tr>
          ))}
          {united.map((one) => (
            <UnitedRow key={one.field} row={one} ids={plan.ids} contacts={contacts} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FieldName({ row }: { row: Row }) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('merge')
  return (
    <th scope="row" className={mergeClasses(styles.field, row.kind === 'differs' && styles.differs)}>
      {row.label}
      {row.kind === 'differs' && (
        <>
          <ArrowSwapRegular className={styles.mark} aria-hidden />
          <span className={hidden}> ({t('differs')})</span>
        </>
      )}
      {row.asks && <span className={styles.ask}>{t('decide')}</span>}
    </th>
  )
}

interface CellProps extends ComparisonProps {
  row: Row
  contact: Compared
  group: string
}

function Cell({ plan, row, contact, group }: CellProps) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  const words = useContactWords()
  if (!plan.ids.includes(contact.id)) {
    const text = words.text(draftField(row.field), draftValue(contact, row.field))
    return <td className={mergeClasses(styles.cell, styles.plain, styles.away)}>{text || '–'}</td>
  }
  const value = ownValue(row, contact.id)
  const kept = isKept(row, contact.id)
  if (!value) {
    return <td className={mergeClasses(styles.cell, styles.plain, styles.empty)}>–</td>
  }
  const fills = row.kind === 'filled' && !plan.readOnly
  if (row.kind !== 'differs' || plan.readOnly) {
    return (
      <td className={mergeClasses(styles.cell, styles.plain, fills && styles.kept)}>
        {fills ? <Kept>{value.text}</Kept> : <bdi>{value.text}</bdi>}
      </td>
    )
  }
  return (
    <td className={mergeClasses(styles.cell, kept && styles.kept)}>
      <Radio
        className={styles.radio}
        name={group}
        value={contact.id}
        checked={row.kept === contact.id}
        indicator={{ className: styles.indicator }}
        label={{ children: <bdi>{value.text}</bdi>, className: styles.radioLabel }}
        aria-label={t('valueOf', { field: row.label, value: value.text, name: contact.displayName })}
        onChange={() => plan.pick(row.field, contact.id)}
      />
    </td>
  )
}

function UnitedRow({ row, contacts, ids }: { row: United; contacts: readonly Compared[]; ids: readonly string[] }) {
  const styles = useStyles()
  const { t } = useTranslation('merge')
  return (
    <tr>
      <th scope="row" className={styles.field}>
        {row.label}
        {row.all && <span className={styles.all}>{t('keptAll')}</span>}
      </th>
      {contacts.map((contact) => (
        <td
          key={contact.id}
          className={mergeClasses(styles.cell, styles.plain, !ids.includes(contact.id) && styles.away)}
        >
          {row.text(contact) || <span className={styles.empty}>–</span>}
        </td>
      ))}
    </tr>
  )
}
