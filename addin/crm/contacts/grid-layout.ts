import type { AriaAttributes } from 'react'
import { columnWidth } from './columns.ts'

/** Rows that are put at their place one by one cannot be a table element's, so their roles are said. */
export const roles = {
  rows: { role: 'rowgroup' },
  row: (attributes: AriaAttributes) => ({ role: 'row', tabIndex: -1, ...attributes }),
}

export const headerHeight = 40
export const checkWidth = 44

/** Row height and the tracks of the grid, in pixels; a narrow window has one column of three lines. */
export function gridLayout(columns: readonly string[], narrow: boolean) {
  const widths = columns.map((id) => (narrow ? 0 : columnWidth(id)))
  const tracks = widths.map((width) => `minmax(${width}px, ${Math.max(width, 1)}fr)`)
  return {
    rowHeight: narrow ? 72 : 44,
    template: [`${checkWidth}px`, ...tracks].join(' '),
    minWidth: narrow ? 0 : widths.reduce((sum, width) => sum + width, checkWidth),
  }
}
