import { Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { ContactCell, PersonCell } from './Cells.tsx'
import { checkWidth, roles } from './grid-layout.ts'

const useStyles = makeStyles({
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    display: 'grid',
    width: '100%',
    boxSizing: 'border-box',
    alignItems: 'stretch',
    cursor: 'pointer',
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  cell: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    backgroundColor: 'inherit',
    '& > *': { overflow: 'hidden', textOverflow: 'ellipsis' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  check: {
    position: 'sticky',
    left: 0,
    zIndex: 1,
    justifyContent: 'center',
    paddingInline: 0,
    // Shift and a click choose a range, not text.
    userSelect: 'none',
  },
  first: { position: 'sticky', left: `${checkWidth}px`, zIndex: 1 },
})

interface Props {
  contact: Contact
  index: number
  columns: string[]
  custom: ReturnType<typeof useCustomFields>
  narrow: boolean
  chosen: boolean
  /** The column that is the grid's tab stop, if it is in this row. */
  tabColumn: number | undefined
  style: { transform: string; height: number; gridTemplateColumns: string }
}

/** One contact of the grid. Clicks and keys are the grid's. */
export function GridRow({ contact, index, columns, custom, narrow, chosen, tabColumn, style }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const place = (column: number) => ({
    role: 'gridcell',
    'data-cell': `${index}:${column}`,
    tabIndex: tabColumn === column ? 0 : -1,
  })
  return (
    <div
      {...roles.row({ 'aria-rowindex': index + 2, 'aria-selected': chosen })}
      className={mergeClasses(styles.row, chosen && styles.chosen)}
      style={style}
    >
      <div className={mergeClasses(styles.cell, styles.check)} {...place(0)}>
        <Checkbox checked={chosen} tabIndex={-1} aria-label={t('list.choose', { name: contact.displayName })} />
      </div>
      {columns.map((id, at) => (
        <div key={id} className={mergeClasses(styles.cell, at === 0 && !narrow && styles.first)} {...place(at + 1)}>
          {narrow ? <PersonCell contact={contact} /> : <ContactCell id={id} contact={contact} custom={custom} />}
        </div>
      ))}
    </div>
  )
}
