import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components'
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { contactPath } from './Cells.tsx'
import { type Chosen, choose, isChosen, nobody } from './chosen.ts'
import { sortKey } from './columns.ts'
import { GridHeader } from './GridHeader.tsx'
import { GridRow } from './GridRow.tsx'
import type { Cell } from './grid-keys.ts'
import { gridLayout, headerHeight, roles } from './grid-layout.ts'
import { useChoosing } from './use-choosing.ts'
import { useColumnLabel } from './use-column-label.ts'
import { useGridFocus } from './use-grid-focus.ts'

/** How many rows before the end the next page is asked for. */
const ahead = 40

const features = tableFeatures({})
const helper = createColumnHelper<typeof features, Contact>()
/** Where each list was scrolled to, for the way back from a contact. */
const places = new Map<string, number>()

const useStyles = makeStyles({
  grid: { flexGrow: 1, flexBasis: 0, minHeight: '240px', overflow: 'auto', position: 'relative', outlineStyle: 'none' },
  stale: { opacity: 0.6 },
  body: { position: 'relative' },
  more: { position: 'sticky', left: 0, display: 'flex', justifyContent: 'center', padding: tokens.spacingVerticalM },
})

interface Props {
  contacts: Contact[]
  total: { count: number; exact: boolean }
  columns: string[]
  custom: ReturnType<typeof useCustomFields>
  /** Too narrow for columns: each contact is one cell of three lines. */
  narrow: boolean
  sort: string | undefined
  onSort: (key: string) => void
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
  /** These rows answer an earlier question; the present one is under way. */
  stale: boolean
  more: { has: boolean; loading: boolean; error: boolean; load: () => unknown }
  /** Names the question, so that the place on the list is found again. */
  place: string
}

/** The contacts as a grid of virtual rows: as many as one scrolls to, with the keys of the WAI-ARIA grid pattern. */
export function ContactGrid(props: Props) {
  const { contacts, total, custom, narrow, chosen, onChoose, stale, more, place } = props
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const navigate = useNavigate()
  const grid = useRef<HTMLDivElement>(null)
  const label = useColumnLabel(custom)
  const columns = useMemo(
    () => (narrow ? ['name'] : props.columns).map((id) => helper.display({ id })),
    [narrow, props.columns],
  )
  const table = useTable({ features, data: contacts, getRowId: ({ id }) => id, columns })
  const { rows } = table.getRowModel()
  const shown = table.getAllLeafColumns().map(({ id }) => id)
  const { rowHeight, template, minWidth } = gridLayout(shown, narrow)
  const active = useRef(0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    initialOffset: () => places.get(place) ?? 0,
    // The row with the focus stays in the document, however far one scrolls.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), active.current])]
        .filter((index) => index >= 0 && index < range.count)
        .sort((a, b) => a - b),
  })
  const { cell, takeKey, stand } = useGridFocus({
    grid,
    size: {
      rows: rows.length,
      columns: shown.length + 1,
      page: Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / rowHeight) - 2),
    },
    reveal: (row) => virtual.scrollToIndex(row),
  })
  active.current = cell.row
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  const choosing = useChoosing(ids, chosen, onChoose)
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (rowHeight) virtual.measure()
  }, [virtual, rowHeight])
  useEffect(() => {
    if (last >= rows.length - ahead && more.has && !more.loading && !more.error) void more.load()
  })
  const shownPlace = useRef(place)
  useEffect(() => {
    const element = grid.current
    if (shownPlace.current !== place) element?.scrollTo({ top: 0 })
    shownPlace.current = place
    return () => void places.set(place, element?.scrollTop ?? 0)
  }, [place])

  const open = (row: number) => {
    const id = ids[row]
    if (id) void navigate(contactPath(id))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = takeKey(event)
    if (next) {
      if (event.shiftKey && next.row >= 0 && next.row !== cell.row) choosing.extend(cell.row, next.row)
    } else if (event.key === 'Escape') onChoose(nobody)
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onChoose(choose(chosen, ids, true))
    } else if (cell.row >= 0 && event.key === 'Enter') open(cell.row)
    else if (cell.row >= 0 && event.key === ' ') {
      event.preventDefault()
      choosing.toggle(cell.row, event.shiftKey)
    }
  }
  const onClick = (event: MouseEvent) => {
    const at = cellAt(event.target)
    if (!at || at.row < 0) return
    stand(at)
    if (at.column === 0) choosing.toggle(at.row, event.shiftKey)
    else if (!isLink(event.target) && window.getSelection()?.isCollapsed !== false) open(at.row)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows put at their place one by one cannot be a table element's
    <div
      ref={grid}
      className={mergeClasses(styles.grid, stale && styles.stale)}
      role="grid"
      tabIndex={-1}
      aria-label={t('title.contacts')}
      aria-rowcount={total.exact ? total.count + 1 : -1}
      aria-colcount={shown.length + 1}
      aria-multiselectable
      aria-busy={stale || more.loading}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <GridHeader
        columns={shown.map((id) => ({ id, label: label(id), sort: sortKey(id) }))}
        style={{ minWidth, height: headerHeight, gridTemplateColumns: template }}
        sort={props.sort}
        onSort={props.onSort}
        all={allState(chosen, ids)}
        onAll={(take) => onChoose(take ? choose(chosen, ids, true) : nobody)}
        tabColumn={cell.row === -1 ? cell.column : undefined}
      />
      <div {...roles.rows} className={styles.body} style={{ minWidth, height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <GridRow
                key={row.id}
                contact={row.original}
                index={item.index}
                columns={shown}
                custom={custom}
                narrow={narrow}
                chosen={isChosen(chosen, row.id)}
                tabColumn={cell.row === item.index ? cell.column : undefined}
                style={{
                  transform: `translateY(${item.start - headerHeight}px)`,
                  height: rowHeight,
                  gridTemplateColumns: template,
                }}
              />
            )
          )
        })}
      </div>
      {(more.error || more.loading) && (
        <div className={styles.more}>
          {more.loading ? (
            <Spinner size="tiny" label={t('list.more')} />
          ) : (
            <Button onClick={() => more.load()}>{t('list.moreFailed')}</Button>
          )}
        </div>
      )}
    </div>
  )
}

function cellAt(target: EventTarget): Cell | undefined {
  const place = target instanceof Element ? target.closest('[data-cell]')?.getAttribute('data-cell') : undefined
  const [row, column] = place?.split(':').map(Number) ?? []
  return row === undefined || column === undefined ? undefined : { row, column }
}

/** A link does what links do, a new window with Ctrl included. */
function isLink(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a') !== null
}

function allState(chosen: Chosen, ids: string[]): boolean | 'mixed' {
  if (ids.length > 0 && ids.every((id) => isChosen(chosen, id))) return true
  return ids.some((id) => isChosen(chosen, id)) ? 'mixed' : false
}
