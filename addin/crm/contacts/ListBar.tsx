import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  SearchBox,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { ArrowImportRegular, ArrowSortRegular, PersonAddRegular } from '@fluentui/react-icons'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { ExportMenu, type OnExport, TransferMenu } from '../export/ExportMenu.tsx'
import { useImportRights } from '../import/rights.ts'
import { AddContactDialog } from './AddContactDialog.tsx'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { sortKey } from './columns.ts'
import type { ListState } from './list-state.ts'
import { useColumnLabel } from './use-column-label.ts'
import { ViewsMenu } from './ViewsMenu.tsx'

const FilterEditor = lazy(() => import('../../features/filter/FilterEditor.tsx'))

/** Time a word may grow before it is searched for, in milliseconds. */
const typing = 200

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  search: {
    flexGrow: 1,
    flexBasis: '220px',
    maxWidth: '420px',
    minWidth: 0,
    '@media (max-width: 640px)': { order: 1, flexBasis: '100%', maxWidth: 'none' },
  },
  grow: { flexGrow: 1 },
  filter: { paddingInline: tokens.spacingHorizontalM, paddingBottom: tokens.spacingVerticalXS },
  count: {
    ...typographyStyles.caption1,
    minHeight: '16px',
    paddingInline: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground3,
  },
})

interface Props {
  state: ListState
  change: (part: Partial<ListState>, options?: { replace?: boolean }) => void
  /** Undefined while it is not known. */
  total: { count: number; exact: boolean } | undefined
  columns: {
    shown: string[]
    custom: ReturnType<typeof useCustomFields>
    set: (columns: string[]) => void
    error: Error | null
  }
  narrow: boolean
  onExport: OnExport
}

/** Above the list: view, search, columns, import and export, filter, and how many there are. */
export function ListBar({ state, change, total, columns, narrow, onExport }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const { mayImport } = useImportRights()
  const [adding, setAdding] = useAdding()
  return (
    <>
      <div className={styles.bar}>
        <ViewsMenu state={state} change={change} />
        <Search value={state.search} onSearch={(search) => change({ search }, { replace: true })} />
        {!narrow && <span className={styles.grow} />}
        {narrow ? (
          <>
            <SortMenu state={state} change={change} columns={columns} />
            <TransferMenu onExport={onExport} mayImport={mayImport} />
          </>
        ) : (
          <>
            <ColumnsMenu columns={columns.shown} custom={columns.custom} onChange={columns.set} error={columns.error} />
            <ExportMenu onExport={onExport} />
            {mayImport && <ImportLink />}
          </>
        )}
        <Button
          appearance="primary"
          icon={<PersonAddRegular />}
          {...(narrow ? { 'aria-label': t('add.open'), title: t('add.open') } : {})}
          onClick={() => setAdding(true)}
        >
          {narrow ? null : t('add.open')}
        </Button>
        <AddContactDialog open={adding} onClose={() => setAdding(false)} />
      </div>
      <div className={styles.filter}>
        <Suspense fallback={null}>
          <FilterEditor value={state.filter} onChange={(filter) => change({ filter })} />
        </Suspense>
      </div>
      <div className={styles.count} role="status">
        {total && (total.exact ? t('list.count', { count: total.count }) : t('list.about', { count: total.count }))}
      </div>
    </>
  )
}

function ImportLink() {
  const { t } = useTranslation('exporting')
  return (
    <Button as="a" href="#/import" icon={<ArrowImportRegular />}>
      {t('import')}
    </Button>
  )
}

function Search({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  const search = useRef(onSearch)
  search.current = onSearch
  // The address may change by itself: a view, a link, the way back.
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (typed === sent.current) return
    const timer = setTimeout(() => {
      sent.current = typed
      search.current(typed)
    }, typing)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchBox
      className={styles.search}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      maxLength={200}
      value={typed}
      dismiss={{ 'aria-label': t('list.clearSearch') }}
      onChange={(_, data) => setTyped(data.value)}
    />
  )
}

/** Where columns have no room, their headers cannot be clicked. */
function SortMenu({ state, change, columns }: Pick<Props, 'state' | 'change' | 'columns'>) {
  const { t } = useTranslation('crm')
  const label = useColumnLabel(columns.custom)
  const sortable = columns.shown.flatMap((id) => {
    const key = sortKey(id)
    return key ? [{ key, label: label(id) }] : []
  })
  return (
    <Menu
      checkedValues={{ sort: [state.sort ?? ''] }}
      onCheckedValueChange={(_, { checkedItems }) => change({ sort: checkedItems[0] || undefined })}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowSortRegular />}>{t('list.sort')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="sort" value="">
            {t('list.sortUsual')}
          </MenuItemRadio>
          {sortable.flatMap((column) => [
            <MenuItemRadio key={column.key} name="sort" value={column.key}>
              {column.label}
            </MenuItemRadio>,
            <MenuItemRadio key={`-${column.key}`} name="sort" value={`-${column.key}`}>
              {t('list.downwards', { column: column.label })}
            </MenuItemRadio>,
          ])}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** The dialog stands in the address too, so that the palette can open it from any page. */
function useAdding(): [boolean, (adding: boolean) => void] {
  const [params, setParams] = useSearchParams()
  const set = (adding: boolean) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now)
        if (adding) next.set('add', '1')
        else next.delete('add')
        return next
      },
      { replace: true },
    )
  return [params.has('add'), set]
}
