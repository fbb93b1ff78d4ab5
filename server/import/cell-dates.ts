import type { Building } from './mapped-row.ts'
import { isNoDate, orderFor, type ReadDate, readDate } from './read-date.ts'
import type { ColumnMapping } from './schema.ts'

/** A date in the order chosen for its column; what could be read in two ways without one is left for a person (IM-06). */
export function date(column: ColumnMapping, building: Building, cell: string): ReadDate | null {
  if (isNoDate(cell)) return null
  const order = orderFor(cell, column.dateOrder)
  if (!order) {
    building.issue('date-order-unknown')
    return null
  }
  const read = readDate(cell, order)
  if (!read) building.issue(/^(--)?\d{1,2}[-/.]\d{1,2}\.?$/.test(cell) ? 'date-without-year' : 'not-a-date')
  return read
}
