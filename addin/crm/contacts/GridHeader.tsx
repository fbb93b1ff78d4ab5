import { Checkbox, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import type { CSSProperties, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { checkWidth, roles } from './grid-layout.ts'
import { sortOf } from './list-state.ts'

const useStyles = makeStyles({
  group: { position: 'sticky', top: 0, zIndex: 2 },
  row: {
    display: 'grid',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    ...typographyStyles.caption1Strong,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'inherit',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  sortable: { cursor: 'pointer', ':hover': { color: tokens.colorNeutralForeground1 } },
  label: { overflow: 'hidden', textOverflow: 'ellipsis' },
  check: { position: 'sticky', left: 0, zIndex: 1, justifyContent: 'center', paddingInline: 0 },
  first: { position: 'sticky', left: `${checkWidth}px`, zIndex: 1 },
})

interface Props {
  columns: { id: string; label: string; sort: string | undefined }[]
  style: CSSProperties
  sort: string | undefined
  onSort: (key: string) => void
  all: boolean | 'mixed'
  onAll: (take: boolean) => void
  /** The column that is the grid's tab stop, if it is in this row. */
  tabColumn: number | undefined
}

/** The names of the columns; a click, Enter or Space sorts by one. */
export function GridHeader({ columns, style, sort, onSort, all, onAll, tabColumn }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const place = (column: number) => ({
    role: 'columnheader',
    'data-cell': `-1:${column}`,
    tabIndex: tabColumn === column ? 0 : -1,
  })
  return (
    <div {...roles.rows} className={styles.group}>
      <div {...roles.row({ 'aria-rowindex': 1 })} className={styles.row} style={style}>
        <div className={mergeClasses(styles.cell, styles.check)} {...place(0)} {...pressed(() => onAll(all !== true))}>
          <Checkbox checked={all} tabIndex={-1} aria-label={t('list.chooseLoaded')} />
        </div>
        {columns.map(({ id, label, sort: key }, index) => {
          const order = key ? sortOf(sort, key) : undefined
          return (
            <div
              key={id}
              className={mergeClasses(
                styles.cell,
                key && styles.sortable,
                index === 0 && columns.length > 1 && styles.first,
              )}
              {...(key ? { 'aria-sort': order ?? 'none', ...pressed(() => onSort(key)) } : {})}
              {...place(index + 1)}
            >
              <span className={styles.label}>{label}</span>
              {order === 'ascending' && <ArrowUpRegular aria-hidden />}
              {order === 'descending' && <ArrowDownRegular aria-hidden />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const pressed = (act: () => void) => ({
  onClick: act,
  onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    act()
  },
})
